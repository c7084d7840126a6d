package order

import (
	"fmt"
	"strings"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/pricing"
)

// Draft is what a customer wants to buy: the input of Place. A repeated Place is
// recognised by everything in it.
type Draft struct {
	// Channel and Number are unique together. An empty Number becomes the
	// order's ID.
	Channel  string `json:"channel,omitempty"`
	Number   string `json:"number,omitempty"`
	Customer string `json:"customer,omitempty"` // the host's reference
	// Transaction chooses among the workflows of a product type: "presale".
	Transaction string `json:"transaction,omitempty"`
	// Locale is the BCP 47 tag of the customer's language and region, "de-CH" (or
	// "de_CH", which becomes it): one that currency.ParseLocale knows. Documents are
	// written in it.
	Locale   string        `json:"locale,omitempty"`
	Currency currency.Code `json:"currency"`
	// Settlement leads from the order's currency to the shop's own, by one rate or
	// through a pivot. The order keeps it: refunds and books use these rates,
	// whatever the rates are by then. None: the shop's currency is the order's.
	Settlement []currency.Rate `json:"settlement,omitempty"`
	// TaxRates lead from the order's currency to that of the tax authority, where
	// an invoice in another one must say the tax in it too (Directive 2006/112/EC
	// art. 230; EN 16931 BT-6 and BT-111).
	TaxRates  []currency.Rate    `json:"taxRates,omitempty"`
	Policy    pricing.Policy     `json:"policy"`
	Items     []Item             `json:"items"`
	Discounts []pricing.Discount `json:"discounts,omitempty"` // on the order
	Charges   []Fee              `json:"charges,omitempty"`

	// Personal data; cleaned at the door, kept apart from the order.
	Name   string            `json:"name,omitempty"`
	Email  string            `json:"email,omitempty"`
	Phone  string            `json:"phone,omitempty"`
	TaxID  string            `json:"taxID,omitempty"` // the buyer's VAT number
	ShipTo i18n.Address      `json:"shipTo,omitzero"`
	BillTo i18n.Address      `json:"billTo,omitzero"`
	Texts  map[string]string `json:"texts,omitempty"`
}

// Item is one line of a draft. Line.ID is the line's ID in the order.
type Item struct {
	SKU   string       `json:"sku,omitempty"`
	Title string       `json:"title,omitempty"`
	Type  string       `json:"type"` // the product type, which chooses the workflow
	Line  pricing.Line `json:"line"`
	// Customs is for goods that may cross a border. Dots and spaces of the HS code
	// are taken out.
	Customs Customs           `json:"customs,omitzero"`
	Meta    map[string]string `json:"meta,omitempty"` // the host's own; no personal data, at most MaxMeta
}

// Fee is one charge of a draft.
type Fee struct {
	Charge pricing.Charge `json:"charge"`
	// Lines are the lines it is for; none means all that are sent by the default
	// carrier, or all if there are none.
	Lines []string `json:"lines,omitempty"`
}

// The most that one order may hold.
const (
	MaxLines   = 10_000
	MaxText    = 10_000 // bytes of one text
	MaxID      = 200    // bytes of an ID, key, number or reference
	MaxTexts   = 1_000
	MaxWhy     = 1_000 // bytes of a reason in the history
	MaxTenders = 100
	MaxMeta    = 1 << 20 // bytes of all metadata of an order
)

// cart is what the pricing room calculates.
func (d *Draft) cart() pricing.Cart {
	c := pricing.Cart{Currency: d.Currency, Policy: d.Policy, Discounts: d.Discounts, Lines: make([]pricing.Line, 0, len(d.Items))}
	for i := range d.Items {
		c.Lines = append(c.Lines, d.Items[i].Line)
	}
	for i := range d.Charges {
		c.Charges = append(c.Charges, d.Charges[i].Charge)
	}
	return c
}

// coupons are the codes that the draft uses, each once, in order.
func (d *Draft) coupons() []Coupon {
	var out []Coupon
	seen := map[string]bool{}
	add := func(ds []pricing.Discount) {
		for _, x := range ds {
			if x.Code != "" && !seen[x.Code] {
				seen[x.Code] = true
				out = append(out, Coupon{Code: x.Code})
			}
		}
	}
	for i := range d.Items {
		add(d.Items[i].Line.Discounts)
	}
	add(d.Discounts)
	for i := range d.Charges {
		add(d.Charges[i].Charge.Discounts)
	}
	return out
}

// faults is a list of faults under construction.
type faults struct {
	list []Fault
	told map[[2]string]bool // by path and code: a draft may have ten thousand faults
}

func (f *faults) add(path, code, reason string, args ...any) {
	if !f.told[[2]string{path, code}] {
		f.append(Fault{Path: path, Code: code, Reason: fmt.Sprintf(reason, args...)})
	}
}

func (f *faults) append(x Fault) {
	if f.told == nil {
		f.told = map[[2]string]bool{}
	}
	f.told[[2]string{x.Path, x.Code}] = true
	f.list = append(f.list, x)
}

// under adds the faults of a part, whose paths begin behind this one.
func (f *faults) under(path string, part faults) {
	for _, x := range part.list {
		x.Path = path + x.Path
		f.append(x)
	}
}

// id checks a name that must be printable, without spaces around, and short.
func (f *faults) id(path, s string, required bool) {
	switch {
	case s == "" && required:
		f.add(path, "required", "is required")
	case len(s) > MaxID:
		f.add(path, "too_long", "is longer than %d bytes", MaxID)
	case strings.TrimSpace(s) != s || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0xfffd }):
		f.add(path, "characters", "has control characters, invalid UTF-8 or spaces around it")
	}
}

// check finds what is wrong with the draft itself; prices are checked by the
// pricing room.
func (d *Draft) check(e *Engine) faults {
	var f faults
	f.id("channel", d.Channel, false)
	f.id("number", d.Number, false)
	f.id("customer", d.Customer, false)
	d.checkTag(&f)
	if len(d.Items) == 0 {
		f.add("items", "required", "has no items")
	}
	if len(d.Items) > MaxLines {
		f.add("items", "too_many", "has more than %d items", MaxLines)
		return f
	}
	for i := range d.Items {
		if own := d.Items[i].check(e, d.Transaction); len(own.list) > 0 {
			f.under("items["+itoa(int64(i))+"]", own)
		}
	}
	checkMeta(nil, d.Items, "items", &f)
	known := map[string]bool{}
	for i := range d.Items {
		known[d.Items[i].Line.ID] = true
	}
	if blank(d.ShipTo) {
		for i := range d.Items {
			if fl := e.route(d.Items[i].Type, d.Transaction); fl != nil && fl.sends {
				f.add("shipTo", "required", "is required: %q is sent by a carrier", d.Items[i].Line.ID)
				break
			}
		}
	}
	for i := range d.Charges {
		if id := d.Charges[i].Charge.ID; id == idRounding || strings.HasPrefix(id, idClawBack) {
			f.add(fmt.Sprintf("charges[%d].charge.id", i), "reserved", "%q is the order's own", id)
		}
		for j, l := range d.Charges[i].Lines {
			if !known[l] {
				f.add(fmt.Sprintf("charges[%d].lines[%d]", i, j), "unknown_line", "no item has the ID %q", l)
			}
		}
	}
	return f
}

// check finds what is wrong with an item; the paths begin behind its own.
func (it *Item) check(e *Engine, transaction string) faults {
	var f faults
	f.id(".line.id", it.Line.ID, true)
	if strings.HasPrefix(it.Line.ID, idClawBack) {
		f.add(".line.id", "reserved", "%q is the order's own", it.Line.ID)
	}
	f.id(".sku", it.SKU, false)
	f.id(".type", it.Type, true)
	if len(it.Title) > MaxText {
		f.add(".title", "too_long", "is longer than %d bytes", MaxText)
	}
	if it.Type != "" && e.route(it.Type, transaction) == nil {
		f.add(".type", "unknown_type", "no workflow for product type %q and transaction %q", it.Type, transaction)
	}
	it.Customs.check(&f)
	if it.Line.Return {
		f.add(".line.return", "not_here", "an order sells; returns are actions")
	}
	return f
}

// priceFaults turns the pricing room's faults into ours.
func priceFaults(err error, f *faults, items string) bool {
	list, ok := asPricing(err)
	if !ok {
		return false
	}
	for _, x := range list {
		f.add(draftPath(x.Path, items), x.Code, "%s", x.Reason)
	}
	return true
}

// draftPath maps a path in a cart to the path in the draft.
func draftPath(p, items string) string {
	if rest, ok := strings.CutPrefix(p, "lines["); ok {
		if i := strings.IndexByte(rest, ']'); i >= 0 {
			return items + "[" + rest[:i] + "].line" + rest[i+1:]
		}
	}
	if rest, ok := strings.CutPrefix(p, "charges["); ok {
		if i := strings.IndexByte(rest, ']'); i >= 0 {
			return "charges[" + rest[:i] + "].charge" + rest[i+1:]
		}
	}
	return p
}
