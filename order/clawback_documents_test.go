package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// What is charged again is invoiced like any charge, and credited when it is no
// longer: the documents always come to what was paid.
func TestAPromotionThatIsChargedAgainIsInvoiced(t *testing.T) {
	s := promoting(t, tenForFive())
	s.Invoices.After = []string{"ship"}
	var err error
	s.Engine, err = order.New(s.Config)
	require.NoError(t, err)
	o := s.place(fiveMugs(t, pricing.ClawBack))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{})
	s.do(o.ID, order.Deliver{})
	o = s.sentBack(o.ID, order.Some("mug", 2))
	assert.Equal(t, []string{
		"INV-2026-000001 25.25: 5 mug, shipping",
		"CN-2026-000001 9.90: 2 mug of INV-2026-000001",
		"INV-2026-000002 1.65: clawback-1",
	}, documents(o))
	assert.Equal(t, total(t, o).Paid.Minor(), audited(t, o).gross)
	o = s.sentBack(o.ID, order.Some("mug", 1))
	assert.Equal(t, []string{
		"CN-2026-000002 4.95: 1 mug of INV-2026-000001",
		"CN-2026-000003 1.65: clawback-1 of INV-2026-000002",
		"INV-2026-000003 1.10: clawback-2",
	}, documents(o)[3:])
	o = s.sentBack(o.ID, nil, "shipping")
	assert.Zero(t, audited(t, o).gross)
	assert.Zero(t, total(t, o).Paid.Minor())
}

func TestWhatIsChargedAgainWaitsForAnIssueWhereNoInvoiceComesByItself(t *testing.T) {
	s := promoting(t, tenForFive())
	o := s.place(fiveMugs(t, pricing.ClawBack))
	s.do(o.ID, order.Issue{Of: order.Some("mug", 4)})
	s.do(o.ID, two)
	r := s.do(o.ID, order.Tag{Add: []string{"x"}})
	assert.Equal(t, []string{"INV-2026-000001 20.30: 4 mug, shipping", "CN-2026-000001 9.90: 2 mug of INV-2026-000001"}, documents(&r.Order))
	r = s.do(o.ID, order.Issue{Of: order.All("mug")})
	assert.Equal(t, "INV-2026-000002 6.60: 1 mug, clawback-1", documents(&r.Order)[2])
}
