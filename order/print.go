package order

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/pricing"
)

// print is what a repeated Place is recognised by: a fingerprint of everything that
// the draft says, the same in every process and version. Each part is written with
// its name, unless it is empty, so that a part which a later version adds leaves
// the prints of drafts without it as they were.
func (d *Draft) print() (string, error) {
	p := printed{text: make([]byte, 0, 1024)}
	p.word("channel", d.Channel)
	p.word("number", d.Number)
	p.word("customer", d.Customer)
	p.word("transaction", d.Transaction)
	p.word("locale", d.Locale)
	p.word("currency", d.Currency.String())
	p.rates("settlement", d.Settlement)
	p.rates("taxRates", d.TaxRates)
	p.policy(&d.Policy)
	p.count("items", int64(len(d.Items)))
	for i := range d.Items {
		p.item(&d.Items[i])
	}
	p.discounts(d.Discounts)
	p.count("charges", int64(len(d.Charges)))
	for i := range d.Charges {
		p.fee(&d.Charges[i])
	}
	p.word("name", d.Name)
	p.word("email", d.Email)
	p.word("phone", d.Phone)
	p.word("taxID", d.TaxID)
	p.address("shipTo", &d.ShipTo)
	p.address("billTo", &d.BillTo)
	p.pairs("texts", d.Texts)
	return fingerprint("place", p.text), p.err
}

// printed is what a print is made of. Words have their length before them and lists
// their number of elements, so that no two drafts give the same text.
type printed struct {
	text []byte
	err  error
}

func (p *printed) count(name string, n int64) {
	if n != 0 {
		p.text = append(strconv.AppendInt(append(append(p.text, name...), ' '), n, 10), ':')
	}
}

func (p *printed) word(name, s string) {
	p.count(name, int64(len(s)))
	p.text = append(p.text, s...)
}

func (p *printed) flag(name string, is bool) {
	if is {
		p.count(name, 1)
	}
}

func (p *printed) number(name string, n pricing.Number) {
	p.text = append(append(p.text, name...), ' ')
	var err error
	if p.text, err = n.AppendJSON(p.text); err != nil {
		p.err = err
	}
}

func (p *printed) amount(name string, a currency.Amount) {
	if a != (currency.Amount{}) {
		p.word(name, a.Code().String())
		p.count("minor", a.Minor())
	}
}

func (p *printed) words(name string, list []string) {
	p.count(name, int64(len(list)))
	for _, s := range list {
		p.word("one", s)
		p.end()
	}
}

func (p *printed) pairs(name string, m map[string]string) {
	if len(m) == 0 {
		return
	}
	p.count(name, int64(len(m)))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		p.word("key", key)
		p.word("value", m[key])
		p.end()
	}
}

// end ends an element of a list: any of its parts may be missing.
func (p *printed) end() { p.text = append(p.text, '\n') }

// rates are few and rare.
func (p *printed) rates(name string, list []currency.Rate) {
	if len(list) == 0 {
		return
	}
	data, err := json.Marshal(list)
	if err != nil {
		p.err = err
	}
	p.word(name, string(data))
}

func (p *printed) policy(x *pricing.Policy) {
	p.word("prices", string(x.Prices))
	p.word("taxScope", string(x.TaxScope))
	p.count("taxMode", int64(x.TaxMode))
	p.count("lineMode", int64(x.LineMode))
	p.count("discountMode", int64(x.DiscountMode))
	p.flag("cash", x.Cash)
	p.count("cashStep", x.CashStep)
	p.count("cashMode", int64(x.CashMode))
	p.word("reversal", string(x.Reversal))
}

func (p *printed) item(x *Item) {
	p.word("sku", x.SKU)
	p.word("title", x.Title)
	p.word("type", x.Type)
	p.word("id", x.Line.ID)
	p.number("unit", pricing.Number(x.Line.Unit))
	p.count("quantity", x.Line.Quantity)
	p.count("base", x.Line.Base)
	p.flag("return", x.Line.Return)
	p.amount("floor", x.Line.Floor)
	p.discounts(x.Line.Discounts)
	p.taxes(x.Line.Taxes)
	p.word("hs", x.Customs.HS)
	p.word("origin", x.Customs.Origin)
	p.count("netWeight", x.Customs.NetWeight)
	p.word("description", x.Customs.Description)
	p.pairs("meta", x.Meta)
	p.end()
}

func (p *printed) fee(x *Fee) {
	c := &x.Charge
	p.word("id", c.ID)
	p.word("kind", c.Kind)
	p.word("title", c.Title)
	p.amount("amount", c.Amount)
	p.discounts(c.Discounts)
	p.taxes(c.Taxes)
	p.words("lines", x.Lines)
	p.end()
}

func (p *printed) discounts(list []pricing.Discount) {
	p.count("discounts", int64(len(list)))
	for i := range list {
		x := &list[i]
		p.word("id", x.ID)
		p.word("code", x.Code)
		p.word("title", x.Title)
		p.number("percent", pricing.Number(x.Percent))
		p.amount("fixed", x.Fixed)
		p.words("lines", x.Lines)
		p.end()
	}
}

func (p *printed) taxes(list []pricing.Tax) {
	p.count("taxes", int64(len(list)))
	for i := range list {
		x := &list[i]
		p.word("id", x.ID)
		p.word("category", x.Category)
		p.number("percent", pricing.Number(x.Percent))
		p.amount("fixed", x.Fixed)
		p.flag("compound", x.Compound)
		p.end()
	}
}

func (p *printed) address(name string, x *i18n.Address) {
	p.count(name, 1)
	p.lettered(x)
	if x.Latin != nil {
		p.count("latin", 1)
		p.lettered(x.Latin)
	}
}

func (p *printed) lettered(x *i18n.Address) {
	p.word("name", x.Name)
	p.word("organisation", x.Organisation)
	p.words("lines", x.Lines)
	p.word("sublocality", x.Sublocality)
	p.word("locality", x.Locality)
	p.word("region", x.Region)
	p.word("postalCode", x.PostalCode)
	p.word("sortingCode", x.SortingCode)
	p.word("country", x.Country)
	p.word("phone", x.Phone)
	p.word("language", x.Language)
	p.end()
}
