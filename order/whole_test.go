package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// offered lists the actions that some units can do.
func offered(t *testing.T, s *shop, id string, role fsm.Role) map[string]int64 {
	t.Helper()
	before := s.snapshot(id)
	list, err := s.Offers(s.ctx, id, role)
	require.NoError(t, err)
	require.Equal(t, before, s.snapshot(id), "asking changes nothing")
	out := map[string]int64{}
	for i, o := range list {
		if i > 0 {
			require.Less(t, list[i-1].Action, o.Action, "in alphabetical order")
		}
		if o.Units > 0 {
			out[o.Action] = o.Units
		} else {
			require.NotEmpty(t, o.Reasons, "%s: why not", o.Action)
		}
	}
	return out
}

func TestOffersTellOfActionsUnderWay(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 2)}, byStaff)
	require.NoError(t, err)
	list, err := s.Offers(s.ctx, o.ID, fsm.Staff)
	require.NoError(t, err)
	for _, x := range list {
		if x.Action == "ship" {
			assert.EqualValues(t, 1, x.Units)
			assert.Equal(t, string(order.Busy), x.Reasons[len(x.Reasons)-1].Code)
		}
	}
}

func TestAHeldOrderStandsStill(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Hold{Why: "fraud?"})
	_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer)
	e := problem(t, err, order.Refused)
	assert.Equal(t, order.CodeOnHold, e.Code)
	assert.Contains(t, e.Reason, "fraud?")
	assert.Equal(t, map[string]int64{"cancel": 2}, offered(t, s, o.ID, fsm.Customer))
	due, err := s.Advance(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Zero(t, due)
	s.pass(24 * time.Hour)
	_, err = s.Advance(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, "2 placed", states(s.check(o.ID), "mug"), "timers do not fire")
	for _, a := range []order.Action{order.Note{Text: "asked the bank"}, order.Tag{Add: []string{"fraud"}}, order.Readdress{ShipTo: erika()},
		order.Cancel{Of: order.Some("mug", 1)}} {
		s.do(o.ID, a)
	}
	_, err = s.Do(s.ctx, o.ID, order.Unhold{}, byCustomer)
	assert.Equal(t, order.CodeNotYou, problem(t, err, order.Refused).Code)
	r := s.do(o.ID, order.Unhold{})
	assert.Empty(t, r.Order.Hold)
	assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status(), "what is long due happens now")
}

func TestAnActionUnderWayEndsAlsoOnHold(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Fail(1))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	_, err = s.Do(s.ctx, o.ID, order.Hold{Why: "fraud?"}, byCustomer)
	problem(t, err, order.Refused)
	s.do(o.ID, order.Hold{Why: "fraud?"})
	s.pass(r5)
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"), "money that moves is never left half way")
	_, err = s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	problem(t, err, order.Refused)
	s.do(o.ID, order.Unhold{})
	s.do(o.ID, order.Ship{})
}

func TestTags(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Tag{Add: []string{"vip", "gift", "vip"}})
	r := s.do(o.ID, order.Tag{Add: []string{"slow"}, Remove: []string{"gift", "never was"}})
	assert.Equal(t, []string{"slow", "vip"}, r.Order.Tags)
	many := make([]string, order.MaxTexts)
	for i := range many {
		many[i] = "x"
	}
	_, err := s.Do(s.ctx, o.ID, order.Tag{Add: many}, byStaff)
	assert.Equal(t, []string{"add too_many"}, faultsOf(t, err))
	_, err = s.Do(s.ctx, o.ID, order.Tag{Add: []string{"x"}}, byCustomer)
	problem(t, err, order.Refused)
	events, err := s.History(s.ctx, o.ID)
	require.NoError(t, err)
	assert.JSONEq(t, `{"add":["slow"],"remove":["gift","never was"]}`, string(events[len(events)-1].Data))
}

func TestModifyListsEveryFault(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	bad := item("mug", "spaceship", "1.00", 1)
	bad.Line.Taxes = nil
	bad.Line.Quantity = 0
	_, err := s.Do(s.ctx, o.ID, order.Modify{
		Set: []order.Target{{Line: "cup", Quantity: 1}, {Line: "mug", Quantity: -1}, {Line: "mug", Quantity: 1}, {Line: "mug", Quantity: 2}},
		Add: []order.Item{bad},
	}, byStaff)
	problem(t, err, order.Invalid)
	got := faultsOf(t, err)
	assert.Equal(t, []string{"set[0].line unknown_line", "set[1].quantity range", "set[2].line duplicate", "set[3].line duplicate",
		"add[0].type unknown_type", "add[0].line.id duplicate"}, got[:6])
	assert.Contains(t, got[6], "[0].line.quantity range")
	_, err = s.Do(s.ctx, o.ID, order.Modify{Add: make([]order.Item, order.MaxLines)}, byStaff)
	assert.Equal(t, []string{"add too_many"}, faultsOf(t, err))
	_, err = s.Do(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 2}}}, byStaff)
	assert.Equal(t, order.CodeNothing, problem(t, err, order.Refused).Code)
	_, err = s.Do(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 1}}}, order.By(fsm.System, ""))
	problem(t, err, order.Refused)
}

func TestOffersSayWhatEachRoleCanDo(t *testing.T) {
	s := newShop(t)
	o := s.place(mixed())
	all := map[string]int64{"pay": 5, "modify": 5, "cancel": 5}
	assert.Equal(t, all, offered(t, s, o.ID, fsm.Customer))
	assert.Equal(t, all, offered(t, s, o.ID, fsm.Staff))
	assert.Equal(t, map[string]int64{"pay": 5, "cancel": 5}, offered(t, s, o.ID, fsm.System))
	assert.Equal(t, map[string]int64{"pay": 5}, offered(t, s, o.ID, fsm.Webhook))

	s.do(o.ID, order.Pay{})
	assert.Equal(t, map[string]int64{"modify": 4, "cancel": 4}, offered(t, s, o.ID, fsm.Customer))
	assert.Equal(t, map[string]int64{"modify": 4, "cancel": 4, "ship": 3, "produce": 1, "complete": 1, "return": 1}, offered(t, s, o.ID, fsm.Staff))

	s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Receive{})
	assert.Equal(t, map[string]int64{"inspect": 1, "confirm": 1, "modify": 2, "cancel": 2, "ship": 1, "produce": 1,
		"complete": 1, "return": 2}, offered(t, s, o.ID, fsm.Staff))
	list, err := s.Offers(s.ctx, o.ID, fsm.Customer)
	require.NoError(t, err)
	for _, x := range list {
		if x.Action == "cancel" {
			assert.EqualValues(t, 2, x.Units)
			assert.Contains(t, x.Reasons, order.Fault{Path: "song[granted]", Code: order.CodeNotNow, Reason: "access is granted already"})
		}
	}
}
