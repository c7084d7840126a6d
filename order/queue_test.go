package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// paying is an order whose payment nobody can tell about for a while.
func paying(t *testing.T, quantity int64) (*shop, string) {
	s := newShop(t)
	o := s.place(goods(quantity))
	s.pay.Next("authorize", memory.Lost(1))
	for range 100 {
		s.pay.Next("lookup", memory.Fail(1))
	}
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	return s, o.ID
}

func TestTheSameCancelWithoutAKeyWaitsOnce(t *testing.T) {
	s, id := paying(t, 1)
	for range 3 {
		r, err := s.Do(s.ctx, id, order.Cancel{}, byCustomer)
		require.NoError(t, err)
		assert.Equal(t, order.Later, r.Status)
	}
	assert.Len(t, s.check(id).Queue, 1)
	r, err := s.Do(s.ctx, id, order.Cancel{Of: order.All("mug")}, byCustomer)
	require.NoError(t, err)
	assert.Equal(t, order.Later, r.Status)
	assert.Len(t, s.check(id).Queue, 2, "another wish")
}

func TestACancelThatWaitsIsConfirmedAsPlanned(t *testing.T) {
	s, id := paying(t, 2)
	p, err := s.Plan(s.ctx, id, order.Cancel{}, byCustomer)
	require.NoError(t, err)
	assert.Equal(t, order.Later, p.Status)
	_, err = s.Do(s.ctx, id, order.Cancel{Of: order.All("mug")}, byCustomer, order.Exactly(p))
	problem(t, err, order.Conflict)
	assert.Empty(t, s.check(id).Queue)
	r, err := s.Do(s.ctx, id, order.Cancel{}, byCustomer, order.Exactly(p))
	require.NoError(t, err)
	assert.Equal(t, order.Later, r.Status)
}

func TestTheQueueOfAnOrderHasAnEnd(t *testing.T) {
	s, id := paying(t, 60)
	for i := range 50 {
		r, err := s.Do(s.ctx, id, order.Cancel{Of: order.Some("mug", int64(i+1))}, byCustomer)
		require.NoError(t, err)
		require.Equal(t, order.Later, r.Status)
	}
	_, err := s.Do(s.ctx, id, order.Cancel{Of: order.Some("mug", 51)}, byCustomer)
	assert.Contains(t, problem(t, err, order.Busy).Reason, "too many")
}

func TestAQueuedCancelAnswersUnderItsKeyWhenItsTimeComes(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Lost(1))
	s.pay.Next("lookup", memory.Fail(1))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	cancel := func() order.Status {
		r, err := s.Do(s.ctx, o.ID, order.Cancel{}, byCustomer, order.Key("c"))
		require.NoError(t, err)
		return r.Status
	}
	assert.Equal(t, order.Later, cancel())
	assert.Equal(t, order.Later, cancel(), "asked again while it waits")
	s.clock.add(20 * time.Minute)
	s.clock.add(20 * time.Minute)
	for range 3 {
		if cancel() == order.Done {
			break
		}
		s.clock.add(20 * time.Minute)
	}
	assert.Equal(t, order.Done, cancel(), "the caller who asks drives it on, without any Run")
	assert.Equal(t, "1 cancelled", states(s.check(o.ID), "mug"))
}

func TestOnlyAnOutsideEventThatFitsNothingBecomesACase(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "workshop", ID: "1", Kind: "finish", Order: o.ID}))
	c := s.oneCase(o.ID)
	assert.Equal(t, order.CaseLate, c.Code)
	assert.Contains(t, c.Reason, "says finish")

	s = newShop(t)
	o = s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.stock.Next("commit", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	r, err := s.Do(s.ctx, o.ID, order.Cancel{}, byCustomer, order.Key("c"))
	require.NoError(t, err)
	assert.Equal(t, order.Later, r.Status)
	s.pass(r5)
	assert.Equal(t, "1 shipped", states(s.check(o.ID), "mug"))
	assert.Empty(t, s.check(o.ID).Cases, "the customer is told; nobody has to decide anything")
}
