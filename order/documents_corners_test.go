package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func exactly(first, count int64) order.Pick {
	return order.Pick{Line: "mug", From: first, Quantity: count, Exact: true}
}

// Whoever reads that documents contradict each other is told which one does.
func TestABrokenDocumentIsNamedByItsPlace(t *testing.T) {
	s := newShop(t, after("ship"))
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
	s.do(o.ID, order.Ship{})
	good := s.do(o.ID, order.Refund{Of: order.Some("mug", 1), Amount: eur("1.00")}).Order
	require.Len(t, good.Documents, 3)
	for want, damage := range map[string]func(o *order.Order){
		"document 2: number INV-2026-000002 comes after 2":           func(o *order.Order) { o.Documents[0].No = 2 },
		"document 2: line mug: units are on the invoices 1 and 2":    func(o *order.Order) { o.Documents[1].Items[0].First = 1 },
		`document 3: it corrects "x", which is no invoice before it`: func(o *order.Order) { o.Documents[2].Corrects = "x" },
	} {
		bad := good.Clone()
		damage(&bad)
		assert.ErrorContains(t, bad.Check(), want)
	}
}

// However units are picked, those that lie together are one item of the invoice.
func TestPicksInAnyOrderAreOneItemOfAnInvoice(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	r := s.do(o.ID, order.Issue{Of: order.Selection{exactly(2, 1), exactly(0, 1), exactly(1, 1)}})
	assert.Equal(t, []string{"INV-2026-000001 42.40: 3 mug, shipping"}, documents(&r.Order))
}

// A unit that is named exactly is that unit: another one is no substitute.
func TestAnExactPickIsInvoicedOnlyOnce(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	one := order.Issue{Of: order.Selection{exactly(1, 1)}}
	s.do(o.ID, one)
	_, err := s.Do(s.ctx, o.ID, one, byStaff)
	assert.Equal(t, order.CodeNotEnough, problem(t, err, order.Refused).Code)
	assert.Len(t, s.check(o.ID).Documents, 1)
}

// owingMugs are delivered and invoiced by hand; two of them came back, so that
// something is charged again that is on no invoice.
func owingMugs(t *testing.T) (*shop, *order.Order) {
	s := promoting(t, tenForFive())
	o := delivered(s, fiveMugs(t, pricing.ClawBack))
	s.do(o.ID, order.Issue{})
	o = s.sentBack(o.ID, order.Some("mug", 2))
	require.Equal(t, []string{"1.65 mug ten"}, clawed(o))
	require.Len(t, o.Documents, 2, "an invoice and a credit note")
	return s, o
}

// Who issues invoices by hand issues all of them by hand.
func TestAChargeThatComesLateWaitsForIssueWhereInvoicesDo(t *testing.T) {
	s, o := owingMugs(t)
	o = &s.do(o.ID, order.Tag{Add: []string{"vip"}}).Order
	require.Len(t, o.Documents, 2)
	o = &s.do(o.ID, order.Issue{}).Order
	assert.Equal(t, "INV-2026-000002 1.65: clawback-1", documents(o)[2])
}

// A host that lets invoices come by themselves from now on gets those that are
// late with whatever is stored next, even if that is nothing to tell of.
func TestALateInvoiceNeedsNoEvent(t *testing.T) {
	s, o := owingMugs(t)
	s.pay.Next("refund", memory.Lost(1))
	r, err := s.Do(s.ctx, o.ID, order.Refund{Of: order.Some("mug", 1), Amount: eur("1.00")}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	cfg := s.Config
	cfg.Invoices.After = []string{"ship"}
	s.Engine, err = order.New(cfg)
	require.NoError(t, err)
	s.pass(r5) // the provider is asked
	o = s.check(o.ID)
	assert.Empty(t, o.Quarantine)
	assert.Equal(t, "INV-2026-000002 1.65: clawback-1", documents(o)[2])
}

func TestACreditNoteTakesUnitsOutOfTheMiddleOfAnInvoice(t *testing.T) {
	s := newShop(t, after("ship"))
	o := s.place(goods(6))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
	s.do(o.ID, order.Ship{})
	s.do(o.ID, order.Deliver{})
	o = s.sentBack(o.ID, order.Selection{{Line: "mug", From: 4, Quantity: 1, Exact: true}})
	o = s.sentBack(o.ID, order.Selection{{Line: "mug", From: 2, Quantity: 2, Exact: true}})
	o = s.sentBack(o.ID, nil)
	var credited int64
	for _, d := range o.Documents {
		if d.Kind == order.CreditNote {
			for _, it := range d.Items {
				if it.Line != "" {
					credited += it.Count
				}
			}
		}
	}
	assert.Equal(t, int64(6), credited)
	s.allBilled(o.ID)
}
