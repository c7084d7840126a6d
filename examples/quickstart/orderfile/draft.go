package orderfile

import (
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// Read makes a draft of an order file. The error is an *order.Error of kind
// Invalid that lists every fault with its place in the file.
func Read(data []byte) (order.Draft, error) {
	var f faults
	var d order.Draft
	if root := tree(data, &f); root != nil {
		d = draft(root, &f)
		judge(d, &f)
	}
	if err := f.err(); err != nil {
		return order.Draft{}, err
	}
	return d, nil
}

func draft(root *node, f *faults) order.Draft {
	o := in(root, f, "number!", "customer", "currency!", "prices!", "lines!", "coupons", "shipping",
		"name", "email", "phone", "shipTo")
	d := order.Draft{
		Channel: "quickstart", Number: o.name("number", 64), Customer: o.name("customer", 64),
		Currency: o.currency("currency"), Policy: pricing.Policy{Prices: pricing.Prices(o.text("prices"))},
		Name: o.text("name"), Email: o.text("email"), Phone: o.text("phone"),
	}
	for _, n := range o.list("lines") {
		d.Items = append(d.Items, line(n, &d, f))
	}
	for _, n := range o.list("coupons") {
		d.Discounts = append(d.Discounts, coupon(n, d.Currency, f))
	}
	if n := o.value("shipping", object); n != nil {
		d.Charges = []order.Fee{shipping(n, d.Currency, f)}
	}
	switch n := o.value("shipTo", object); {
	case n != nil:
		d.ShipTo = address(n, f, true)
	case slices.ContainsFunc(d.Items, sent) && !slices.Contains(o.keys, "shipTo"):
		f.add("shipTo", "required", "is missing, and something must be sent")
	}
	return d
}

func sent(it order.Item) bool { return it.Type != "" && it.Type != "download" }

func (o fields) currency(key string) currency.Code {
	n := o.value(key, text)
	if n == nil {
		return 0
	}
	c, err := currency.ParseCode(n.text)
	if err != nil {
		o.f.add(n.path, "currency", "%s is no ISO 4217 currency code", short(n.text))
	}
	return c
}

func line(n *node, d *order.Draft, f *faults) order.Item {
	o := in(n, f, "id!", "sku", "title!", "type!", "quantity!", "price!", "tax!", "texts")
	it := order.Item{SKU: o.name("sku", 64), Title: o.text("title"), Type: o.name("type", 64),
		Line: pricing.Line{ID: o.name("id", 20), Quantity: o.quantity("quantity"),
			Unit: o.money("price", d.Currency).Decimal()}}
	if t, ok := o.rate("tax"); ok {
		it.Line.Taxes = []pricing.Tax{t}
	}
	if texts := o.value("texts", object); texts != nil {
		for i, key := range texts.keys {
			if d.Texts == nil {
				d.Texts = map[string]string{}
			}
			all := fields{texts, f}
			d.Texts[it.Line.ID+"/"+key] = all.text(key)
			if len(key) > 64 {
				f.add(texts.items[i].path, "too_long", "has a name longer than 64 letters")
			}
		}
	}
	return it
}

func coupon(n *node, c currency.Code, f *faults) pricing.Discount {
	o := in(n, f, "code!", "title", "percent", "amount")
	d := pricing.Discount{Code: o.name("code", 64), Title: o.text("title"), Fixed: o.money("amount", c)}
	d.ID = d.Code
	t, _ := o.rate("percent")
	d.Percent = t.Percent
	if slices.Contains(o.keys, "percent") == slices.Contains(o.keys, "amount") && n.kind == object {
		f.add(n.path, "either", "has either percent or amount")
	}
	return d
}

func shipping(n *node, c currency.Code, f *faults) order.Fee {
	o := in(n, f, "price!", "tax!", "title")
	fee := order.Fee{Charge: pricing.Charge{ID: "shipping", Kind: "shipping", Title: o.text("title"), Amount: o.money("price", c)}}
	if t, ok := o.rate("tax"); ok {
		fee.Charge.Taxes = []pricing.Tax{t}
	}
	return fee
}

func address(n *node, f *faults, outer bool) i18n.Address {
	keys := []string{"name", "organisation", "lines", "sublocality", "locality", "region", "postalCode",
		"sortingCode", "country", "phone", "language"}
	if outer {
		keys[8] = "country!" // it decides what else there must be
		keys = append(keys, "latin")
	}
	o := in(n, f, keys...)
	a := i18n.Address{Name: o.text("name"), Organisation: o.text("organisation"), Sublocality: o.text("sublocality"),
		Locality: o.text("locality"), Region: o.text("region"), PostalCode: o.text("postalCode"),
		SortingCode: o.text("sortingCode"), Country: o.name("country", 2), Phone: o.text("phone"), Language: o.text("language")}
	for _, l := range o.list("lines") {
		if l.kind != text {
			f.add(l.path, "type", "is %s, not %s", l.kind, text)
		}
		a.Lines = append(a.Lines, l.text)
	}
	if !outer {
		return a
	}
	if a.Name == "" && a.Organisation == "" && n.kind == object {
		f.add(join(n.path, "name"), "required", "is missing, and so is the organisation")
	}
	if l := o.value("latin", object); l != nil {
		latin := address(l, f, false)
		a.Latin = &latin
	}
	return a
}
