package order_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

func TestSeveralLinesAreSetAtOnceAndEachOnlyOnce(t *testing.T) {
	s := newShop(t)
	d := goods(3)
	d.Items = append(d.Items, item("cup", "goods", "3.00", 2))
	o := s.place(d)
	o = &s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 1}, {Line: "cup", Quantity: 3}}}).Order
	assert.Equal(t, "EUR 26.40", total(t, o).Total.String(), "12.50, three at 3.00, 4.90")
	_, err := s.Do(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 2}, {Line: "cup", Quantity: 1}, {Line: "mug", Quantity: 3}}}, byStaff)
	assert.Equal(t, []string{"set[2].line duplicate"}, faultsOf(t, err))
}

// The name that a raised line gets is none that the same edit gives to another.
func TestARaisedLineTakesNoNameOfAnAddedOne(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	cup := item("mug+2", "goods", "3.00", 1)
	cup.SKU = "CUP"
	o = &s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 2}}, Add: []order.Item{cup}}).Order
	assert.Len(t, o.Lines, 3)
}

// The units that cannot go any more say why: those that raised the line can, and
// are not asked for twice.
func TestUnitsThatLeftAreTheReasonWhyFewerAreNotPossible(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 5}}})
	s.do(o.ID, order.Pay{})
	o = &s.do(o.ID, order.Ship{Of: order.Some("mug", 2)}).Order
	_, err := s.Do(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 1}}}, byStaff)
	assert.Equal(t, []string{"of.mug not_enough_units", "mug[shipped] not_in_this_state"}, faultsOf(t, err))
	o = &s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 2}}}).Order
	assert.Equal(t, "2 shipped, 1 cancelled", states(o, "mug"))
}

// An order holds MaxLines lines, whether it is placed with them or gets them later.
func TestTheLastLineThatAnOrderMayHaveIsNotTooMany(t *testing.T) {
	s := newShop(t)
	many := make([]order.Item, order.MaxLines+1)
	for i := range many {
		many[i] = item("i"+strconv.Itoa(i), "download", "1.00", 1)
	}
	many[0].Type = "unknown" // refused either way
	tooMany := func(err error) bool {
		return slices.ContainsFunc(problem(t, err, order.Invalid).Faults, func(f order.Fault) bool { return f.Code == "too_many" })
	}
	for _, n := range []int{order.MaxLines, order.MaxLines + 1} {
		_, err := s.Place(s.ctx, order.Draft{Items: many[:n], Currency: currency.EUR}, byCustomer)
		assert.Equal(t, n > order.MaxLines, tooMany(err))
	}
	o := s.place(goods(1))
	for _, n := range []int{order.MaxLines - 1, order.MaxLines} {
		_, err := s.Do(s.ctx, o.ID, order.Modify{Add: many[:n]}, byStaff)
		assert.Equal(t, n >= order.MaxLines, tooMany(err))
	}
}

// Who may not modify is told why, by the workflow.
func TestTheWorkflowSaysWhyAnOrderIsNotModified(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(2))
	_, err := s.Do(s.ctx, o.ID, order.Modify{Add: []order.Item{item("cup", "goods", "3.00", 1)}}, byStaff)
	e := problem(t, err, order.Refused)
	assert.Equal(t, order.CodeNotNow, e.Code)
	assert.Equal(t, []string{"mug[shipped] " + order.CodeNotNow}, faultsOf(t, err))
	assert.Equal(t, "state shipped has no modify", e.Reason)
}

// The reason is shown, stored and compared: it must not change with the time.
func TestOfSeveralGoodsThatAreShortTheFirstIsNamed(t *testing.T) {
	s := newShop(t)
	d := goods(1)
	d.Items = append(d.Items, item("ring", "goods", "80.00", 1), item("cup", "goods", "9.00", 1))
	o := s.place(d)
	for _, sku := range []string{"MUG", "RING", "CUP"} {
		s.stock.Set(sku, 1)
	}
	for range 20 {
		_, err := s.Do(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 5}, {Line: "ring", Quantity: 5}, {Line: "cup", Quantity: 5}}}, byStaff)
		require.Equal(t, "not enough of CUP", problem(t, err, order.Refused).Reason, "ports get goods by their SKU")
	}
}
