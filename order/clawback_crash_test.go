package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// reversals are a life in which promotions are charged again, by more and by
// less, out of promises and out of money taken.
func reversals() []step {
	return []step{
		{order.Pay{}, fsm.Customer}, {order.Cancel{Of: order.Some("mug", 1)}, fsm.Staff}, {order.Ship{Of: order.Some("mug", 2)}, fsm.Staff},
		{order.Cancel{Of: order.Some("mug", 1), KeepPromotions: true}, fsm.Staff}, {order.Ship{}, fsm.Staff}, {order.Confirm{}, fsm.Customer},
		{order.Return{Of: order.Some("mug", 1)}, fsm.Customer}, {order.Receive{}, fsm.Staff}, {order.Inspect{Accepted: true}, fsm.Staff},
	}
}

func TestAKillAtAnyPointOfAReversalChargesAgainOnce(t *testing.T) {
	for name, traits := range map[string]order.Traits{
		"keys":   {KeyLife: 24 * time.Hour, PartialCapture: true, PartialVoid: true},
		"lookup": {Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true},
	} {
		t.Run(name, func(t *testing.T) {
			run := func(at int) (*shop, *order.Order, *kill) {
				s := promoting(t, tenForFive())
				s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &traits})
				k := &kill{at: at}
				return s, s.live(t, fiveMugs(t, pricing.ClawBack), reversals(), k), k
			}
			s, o, k := run(0)
			truth, left := s.truth(o), clawed(o)
			require.Equal(t, []string{"1.10 mug ten"}, left, "for the two that stay")
			require.Equal(t, "EUR 11.50", total(t, o).Paid.String())
			require.Greater(t, k.passed, 50)
			for at := 1; at <= k.passed; at += stride() {
				s, o, _ := run(at)
				require.Equal(t, truth, s.truth(o), "killed at boundary %d", at)
				require.Equal(t, truth, s.truthFromRecord(o), "killed at boundary %d", at)
				require.Equal(t, left, clawed(o), "killed at boundary %d", at)
				require.Equal(t, total(t, o).Paid, total(t, o).Total)
				require.Empty(t, o.Intents)
				require.Empty(t, o.Cases)
			}
		})
	}
}

// What is charged again follows from the order as it is when an action ends, not
// as it was when the action was planned.
func TestReversalsThatMeetOtherActions(t *testing.T) {
	paid := func(t *testing.T) (*shop, string) {
		s := promoting(t, tenForFive())
		o := s.place(fiveMugs(t, pricing.ClawBack))
		s.do(o.ID, order.Pay{})
		return s, o.ID
	}
	pending := func(s *shop, id string, a order.Action) {
		s.t.Helper()
		r, err := s.Do(s.ctx, id, a, byStaff)
		require.NoError(s.t, err)
		require.Equal(s.t, order.Pending, r.Status)
	}
	ends := func(s *shop, id string) *order.Order {
		s.t.Helper()
		for range 5 {
			s.pass(time.Hour)
		}
		o := s.check(id)
		require.Empty(s.t, o.Intents)
		return o
	}
	t.Run("a parcel that was being booked with an earlier claw-back", func(t *testing.T) {
		s, id := paid(t)
		s.do(id, order.Cancel{Of: order.Some("mug", 1)})
		s.carrier.Next("book", memory.Fail(1))
		pending(s, id, order.Ship{Of: order.Some("mug", 1)})
		s.do(id, order.Cancel{Of: order.Some("mug", 1)})
		assert.Equal(t, []string{"1.65 mug ten"}, clawed(s.check(id)))
		o := ends(s, id)
		assert.Equal(t, []string{"1.65 mug ten"}, clawed(o))
		s.do(id, order.Ship{})
		o = ends(s, id)
		assert.Equal(t, "17.00", total(t, o).Paid.Number())
		assert.True(t, total(t, o).Balance.IsZero())
		assert.True(t, total(t, o).Promised.IsZero())
	})
	t.Run("two of them, and the first ends last", func(t *testing.T) {
		s, id := paid(t)
		s.pay.Next("void", memory.Fail(1))
		pending(s, id, order.Cancel{Of: order.Some("mug", 1)})
		s.do(id, order.Cancel{Of: order.Some("mug", 1)})
		o := ends(s, id)
		assert.Equal(t, []string{"1.65 mug ten"}, clawed(o))
		s.do(id, order.Ship{})
		assert.Equal(t, "17.00", s.pay.PaidFor(id).Captured.Number())
	})
	for shipping, stays := range map[string]string{"with shipping": "10.50", "the order's only charge": "10.00"} {
		t.Run("a refund of a claw-back that is replaced meanwhile: "+shipping, func(t *testing.T) {
			s := promoting(t, tenForFive())
			d := fiveMugs(t, pricing.ClawBack)
			if shipping != "with shipping" {
				d.Charges = nil
			}
			id := delivered(s, d).ID
			back := func() {
				s.do(id, order.Receive{})
				s.do(id, order.Inspect{Accepted: true})
			}
			s.do(id, order.Return{Of: order.Some("mug", 2)})
			back()
			s.do(id, order.Return{Of: order.Some("mug", 1)})
			s.pay.Next("refund", memory.Fail(1))
			pending(s, id, order.Refund{Charges: []string{"clawback-1"}, Amount: eur("1.00")})
			back()
			o := ends(s, id)
			assert.Equal(t, []string{"1.10 mug ten"}, clawed(o))
			assert.Equal(t, stays, total(t, o).Paid.Number())
			assert.True(t, total(t, o).Balance.IsZero())
		})
	}
	t.Run("two of them, and free shipping goes when nothing is under way", func(t *testing.T) {
		free := pricing.Promotion{ID: "post", FreeShipping: true, MinAmount: eur("31.00")}
		s := promoting(t, free)
		d := goods(3)
		song := item("song", "download", "5.00", 1)
		song.SKU, d.Policy.Reversal = "", pricing.ClawBack
		d.Items = append(d.Items, song)
		id := s.place(promoted(t, d, nil, free)).ID
		s.do(id, order.Pay{})
		s.do(id, order.Cancel{Of: order.Some("mug", 1)})
		assert.Equal(t, []string{"4.90 shipping post"}, clawed(s.check(id)))
		s.pay.Next("void", memory.Fail(1))
		pending(s, id, order.Cancel{Of: order.Some("mug", 1)})
		s.do(id, order.Cancel{Of: order.Some("mug", 1)})
		o := ends(s, id)
		assert.Empty(t, clawed(o))
		assert.Equal(t, "5.00", total(t, o).Paid.Number(), "the song")
		assert.True(t, total(t, o).Promised.IsZero())
	})
	t.Run("two of them, and the first comes to nothing", func(t *testing.T) {
		s, id := paid(t)
		s.pay.Next("void", memory.Fail(1))
		pending(s, id, order.Cancel{Of: order.Some("mug", 2)})
		s.do(id, order.Cancel{Of: order.Some("mug", 1)})
		s.pay.Next("void", memory.Refuse("no"))
		o := ends(s, id)
		l, _ := o.Line("mug")
		require.Equal(t, int64(4), l.In("paid"))
		assert.Equal(t, []string{"2.20 mug ten"}, clawed(o))
	})
}
