package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/order"
)

// Every document is checked before a commit, so a mistake stops one order and is
// never printed.
func TestDocumentsThatContradictTheRecordAreBroken(t *testing.T) {
	s := newShop(t, after("ship"))
	o := s.place(goods(4))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	good := s.do(o.ID, order.Refund{Of: order.Some("mug", 1), Amount: eur("1.00")}).Order
	require.Len(t, good.Documents, 3)
	require.NoError(t, good.Check())
	credit := func(o *order.Order, it order.DocumentItem) {
		d := order.Document{Kind: order.CreditNote, Series: "CN-2026-", No: 2, Corrects: o.Documents[1].Number(), Items: []order.DocumentItem{it},
			Net: it.Share.Net, Tax: it.Share.Tax, Gross: it.Share.Gross, Taxes: o.Clone().Documents[1].Taxes}
		o.Documents = append(o.Documents, d)
	}
	for want, damage := range map[string]func(o *order.Order){
		"no kind":                      func(o *order.Order) { o.Documents[0].Kind = "receipt" },
		"no series or no items":        func(o *order.Order) { o.Documents[0].Items = nil },
		"no series":                    func(o *order.Order) { o.Documents[1].Series = "" },
		"number is negative":           func(o *order.Order) { o.Documents[0].No = -1 },
		"corrects \"x\"":               func(o *order.Order) { o.Documents[1].Corrects = "x" },
		"corrects \"INV-2026-000009\"": func(o *order.Order) { o.Documents[2].Corrects = "INV-2026-000009" },
		"corrects \"\"":                func(o *order.Order) { o.Documents[2].Corrects = "" },
		"INV-2026-000002 comes after":  func(o *order.Order) { o.Documents[0].No = 2 },
		"document 2: it does not add":  func(o *order.Order) { o.Documents[1].Gross = eur("12.51") },
		"document 1: it does not add":  func(o *order.Order) { o.Documents[0].Items[0].Share.Tax = eur("3.98") },
		"document 3: it does not add":  func(o *order.Order) { o.Documents[2].Taxes[0].Net = eur("0.85") },
		"does not add up":              func(o *order.Order) { o.Documents[2].Taxes = nil },
		"on the invoices 1 and 2":      func(o *order.Order) { o.Documents[1].Items[0].First = 1 },
		"1 credited units are not on":  func(o *order.Order) { o.Documents[2].Items[0].First = 2 },
		"after 0 allowances cannot be": func(o *order.Order) { o.Documents[2].Items[0].Reduction = false },
		"after 1 allowances cannot be": func(o *order.Order) { o.Documents[0].Items[0].Allowances = 1 },
		"line cup is on a document":    func(o *order.Order) { o.Documents[1].Items[0].Line = "cup" },
		"invoiced of EUR -50.00":       func(o *order.Order) { o.Lines[0].Price.Gross = eur("-50.00") },
		"line mug: EUR 60.50 invoiced": func(o *order.Order) { double(&o.Documents[1]) },
		"charge shipping: EUR 17.40 in": func(o *order.Order) {
			o.Documents[1].Items[0].Line, o.Documents[1].Items[0].Charge, o.Documents[1].Items[0].First = "", "shipping", 2
		},
		"2 credited units are not": func(o *order.Order) {
			it := o.Documents[1].Items[0]
			it.Count = 3
			credit(o, it)
		},
	} {
		bad := good.Clone()
		damage(&bad)
		assert.ErrorContains(t, bad.Check(), want)
	}
	strange := good.Clone()
	strange.Documents = strange.Documents[:2]
	strange.Documents[0].Items[0].Line, strange.Documents[1].Items[0].Line = "cup", "bowl"
	for range 50 {
		require.ErrorContains(t, strange.Check(), "line cup is on a document", "the first of several")
	}
	late := good.Clone()
	credit(&late, late.Documents[1].Items[0])
	assert.NoError(t, late.Check(), "a whole invoice can be credited")
}

// double makes a document three times as much, and adds it up.
func double(d *order.Document) {
	s := &d.Items[0].Share
	s.Gross, s.Net, s.Tax = eur("36.50"), eur("30.67"), eur("5.83")
	s.Taxes[0].Amount = s.Tax
	d.Gross, d.Net, d.Tax = s.Gross, s.Net, s.Tax
	d.Taxes[0].Net, d.Taxes[0].Tax = s.Net, s.Tax
}

// A thousand invoices with a credit note each took a third of a second for every
// commit, as each note looked for its invoice from the start.
func TestCheckingDocumentsCostsInProportionToThem(t *testing.T) {
	cost := func(n int64) float64 {
		s := newShop(t, after("ship"))
		o := s.place(goods(n))
		s.do(o.ID, order.Pay{})
		for range n {
			s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
		}
		s.do(o.ID, order.Deliver{})
		o = s.sentBack(o.ID, nil)
		require.Len(t, o.Documents, 2*int(n))
		return testing.AllocsPerRun(5, func() { require.NoError(t, o.Check()) })
	}
	assert.Less(t, cost(80), 3*cost(40), "twice as many documents")
}
