package order_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// atOnce are five mugs with 10 % off for five or more, promised by a gateway of that
// kind, of which two are being cancelled while another one goes. Two stay, and 1.10 is
// charged again: 15.85 go back, of which the second cancel could not be sure.
func atOnce(t *testing.T, traits order.Traits) (*shop, string) {
	s := promoting(t, tenForFive())
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &traits})
	s.Gateways[""] = s.pay
	id := s.place(fiveMugs(t, pricing.ClawBack)).ID
	s.do(id, order.Pay{})
	s.stock.Next("release", memory.Fail(1))
	r, err := s.Do(s.ctx, id, two, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	s.do(id, order.Cancel{Of: order.Some("mug", 1)})
	return s, id
}

func (s *shop) settled(id string) (kinds []string) {
	events, err := s.History(s.ctx, id)
	require.NoError(s.t, err)
	for _, e := range events {
		if e.Action == (order.Settle{}).Name() {
			kinds = append(kinds, e.Kind)
		}
	}
	return kinds
}

func TestWhatTwoCancelsAtOnceFreeTogetherIsNotPromisedAnyLonger(t *testing.T) {
	partly := order.Traits{KeyLife: order.Forever, PartialCapture: true, PartialVoid: true}
	ends := func(s *shop, id string) {
		s.do(id, order.Ship{})
		m := total(t, s.check(id))
		assert.Equal(t, "11.50", m.Paid.Number())
		assert.True(t, m.Promised.IsZero())
	}
	t.Run("it goes back once both have ended", func(t *testing.T) {
		s, id := atOnce(t, partly)
		s.pass(time.Hour)
		o := s.check(id)
		require.Equal(t, "2 cancelled, 1 cancelled, 2 paid", states(o, "mug"))
		assert.Equal(t, total(t, o).Balance, total(t, o).Promised, "%s", lazy(func() string { return s.story(id) }))
		assert.Len(t, s.pay.Calls("void"), 3)
		ends(s, id)
	})
	t.Run("it waits for what began meanwhile", func(t *testing.T) {
		s, id := atOnce(t, partly)
		s.carrier.Next("book", memory.Fail(2))
		r, err := s.Do(s.ctx, id, order.Ship{Of: order.Some("mug", 1)}, byStaff)
		require.NoError(t, err)
		require.Equal(t, order.Pending, r.Status)
		s.pass(r5)
		o := s.check(id)
		require.Len(t, o.Intents, 1, "the parcel")
		require.Len(t, o.Queue, 1)
		s.pass(time.Hour)
		o = s.check(id)
		require.Empty(t, o.Queue)
		assert.Equal(t, total(t, o).Balance, total(t, o).Promised)
		ends(s, id)
	})
	t.Run("it ends with the last capture if it is refused, and asks nobody", func(t *testing.T) {
		s, id := atOnce(t, partly)
		s.pay.Next("void", memory.Refuse("too_late"))
		s.pass(time.Hour)
		assert.Contains(t, s.settled(id), order.EventRefused)
		assert.Empty(t, s.check(id).Cases)
		ends(s, id)
	})
	t.Run("a gateway that gives up all or nothing is not asked", func(t *testing.T) {
		s, id := atOnce(t, order.Traits{KeyLife: order.Forever, PartialCapture: true})
		s.pass(time.Hour)
		assert.Empty(t, s.settled(id))
		ends(s, id)
	})
}

// Whatever is charged again: once all has ended, what is promised is what is owed.
func TestCancelsAtOnceLeaveNothingPromisedThatIsNotNeeded(t *testing.T) {
	if *seed != 0 {
		cancelledTogether(t, *seed)
		return
	}
	for n := range seeds(*lives) {
		if !t.Run(fmt.Sprintf("seed=%d", n), func(t *testing.T) { cancelledTogether(t, n) }) {
			t.Logf("repeat with: go test ./order -run TestCancelsAtOnce -seed %d", n)
			return
		}
	}
}

func cancelledTogether(t *testing.T, n uint64) {
	r := chance{rand.New(rand.NewPCG(n, 21))}
	list := r.promotions()
	s := promoting(t, list...)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{KeyLife: order.Forever, PartialCapture: true, PartialVoid: true}})
	s.Gateways[""] = s.pay
	s.coupons.Add("TEN", 5)
	d := r.draft()
	for i := range d.Items {
		d.Items[i].Type = "goods"
	}
	d.Policy.Reversal = pricing.ClawBack
	o := s.place(promoted(t, d, []string{"TEN"}, list...))
	if _, err := s.Do(s.ctx, o.ID, order.Pay{}, byStaff); err != nil {
		return // all of it is free
	}
	for range 2 + r.IntN(2) {
		if r.one(2) {
			s.stock.Next("release", memory.Fail(1+r.IntN(3)))
		} else {
			s.pay.Next("void", memory.Fail(1+r.IntN(3)))
		}
		_, _ = s.Do(s.ctx, o.ID, order.Cancel{Of: r.pick(o), KeepPromotions: r.one(5)}, byStaff)
		if r.one(3) {
			s.pass(r5)
		}
	}
	for range 12 { // until nothing fails any more
		s.pass(7 * time.Hour)
	}
	o = s.check(o.ID)
	story := lazy(func() string { return s.story(o.ID) })
	require.Empty(t, o.Intents, "%s", story)
	require.LessOrEqual(t, total(t, o).Promised.Minor(), max(total(t, o).Balance.Minor(), 0), "%s", story)
}
