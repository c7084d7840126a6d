package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/order"
)

// full is a store whose inbox takes nothing in.
type full struct {
	order.Store
	err error
}

func (f *full) Receive(ctx context.Context, n order.Notice) (bool, error) {
	if f.err != nil {
		return false, f.err
	}
	return f.Store.Receive(ctx, n)
}

// The provider sends an event again until it is acknowledged, and never after.
func TestANoticeThatIsNotStoredIsNotAcknowledged(t *testing.T) {
	inbox := &full{}
	s := newShop(t, func(c *order.Config) { inbox.Store, c.Store = c.Store, inbox })
	o := s.place(goods(1))
	n := order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr_1", Amount: eur("17.40")}
	inbox.err = errBroken
	err := s.Notify(s.ctx, n)
	problem(t, err, order.Unavailable)
	assert.ErrorIs(t, err, errBroken)
	assert.Empty(t, s.check(o.ID).Payments)
	inbox.err = nil
	require.NoError(t, s.Notify(s.ctx, n))
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
}

// One that stayed in the inbox would be told to its order at every pass, for ever.
func TestANoticeThatWasAppliedLeavesTheInbox(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.notify(order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr_1", Amount: eur("17.40")})
	wait, err := s.Unmatched(s.ctx, 0)
	require.NoError(t, err)
	assert.Empty(t, wait)
	before := s.check(o.ID)
	s.pass(time.Minute)
	assert.Equal(t, before, s.check(o.ID))
}
