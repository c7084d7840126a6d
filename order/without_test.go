package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// there drives an order of goods all the way to the end, and one unit back.
func there(t *testing.T, s *shop, d order.Draft) *order.Order {
	t.Helper()
	o := s.place(d)
	line := o.Lines[0].ID
	s.do(o.ID, order.Pay{}, byCustomer)
	s.do(o.ID, order.Cancel{Of: order.Some(line, 1)}, byCustomer)
	s.do(o.ID, order.Ship{})
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Confirm{})
	s.do(o.ID, order.Return{Of: order.Some(line, 1)}, byCustomer)
	s.do(o.ID, order.Receive{})
	s.do(o.ID, order.Inspect{Accepted: true})
	s.do(o.ID, order.Complete{})
	o = s.check(o.ID)
	require.Equal(t, fsm.Completed, o.Status())
	require.True(t, total(t, o).Balance.IsZero())
	return o
}

func TestAShopWithoutAPortGoesOnWithoutIt(t *testing.T) {
	d := mixed()
	d.Items = d.Items[:1]
	for name, c := range map[string]struct {
		change func(*order.Config)
		silent func(s *shop) int
	}{
		"stock":      {func(c *order.Config) { c.Stock = nil }, func(s *shop) int { return len(s.stock.Calls("")) }},
		"promotions": {func(c *order.Config) { c.Promotions = nil }, func(s *shop) int { return len(s.coupons.Calls("")) }},
		"members":    {func(c *order.Config) { c.Members = nil }, func(s *shop) int { return len(s.members.Calls("")) }},
		"labels": {func(c *order.Config) { c.Carriers[""] = labelless{c.Carriers[""]} },
			func(s *shop) int { return len(s.carrier.Calls("label")) }},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, c.change)
			o := there(t, s, d)
			assert.Zero(t, c.silent(s))
			assert.Equal(t, "EUR 16.15", total(t, o).Paid.String())
		})
	}
}

func TestACustomerWithoutAnAccountEarnsNoPoints(t *testing.T) {
	s := newShop(t)
	d := goods(3)
	d.Customer = ""
	o := there(t, s, d)
	s.do(o.ID, order.Refund{Amount: eur("1.00")})
	assert.Empty(t, s.members.Calls(""))
}

func TestAFreeOrderMovesNoMoney(t *testing.T) {
	t.Run("because it costs nothing", func(t *testing.T) {
		s := newShop(t)
		o := there(t, s, free("goods", 3))
		assert.Empty(t, s.pay.Calls(""))
		assert.Empty(t, s.members.Calls(""))
		assert.Empty(t, o.Payments)
		entries, err := s.Journal(s.ctx, o.ID)
		require.NoError(t, err)
		assert.Empty(t, entries)
		assert.Len(t, s.carrier.Calls("book"), 1, "it is sent all the same")
	})
	t.Run("because of a coupon", func(t *testing.T) {
		s := newShop(t)
		d := mixed()
		d.Charges = nil
		d.Discounts[0].Percent = currency.New(10000, currency.EUR).Decimal()
		o := s.place(d)
		r := s.do(o.ID, order.Pay{}, byCustomer)
		assert.Equal(t, "1 granted", states(&r.Order, "song"))
		s.do(o.ID, order.Produce{})
		s.do(o.ID, order.Finish{})
		s.do(o.ID, order.Ship{})
		s.do(o.ID, order.Deliver{})
		s.pass(16 * 24 * time.Hour)
		s.pass(16 * 24 * time.Hour)
		assert.Equal(t, fsm.Completed, s.check(o.ID).Status())
		assert.Empty(t, s.pay.Calls(""))
	})
}

func TestWhatNeedsAPortThatIsNotThereIsInvalid(t *testing.T) {
	s := newShop(t, func(c *order.Config) { c.Carriers, c.Gateways = nil, nil })
	o := s.place(mixed())
	_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer)
	e := problem(t, err, order.Invalid)
	assert.Equal(t, order.CodeNoPayment, e.Code)
	assert.Contains(t, e.Reason, "Config.Gateways")
	o = toShip(s)
	_, err = s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	assert.Contains(t, problem(t, err, order.Invalid).Reason, "Config.Carriers")
	assert.Equal(t, "1 paid", states(s.check(o.ID), "piece"))
}

// toShip is an order that costs nothing and is to be shipped.
func toShip(s *shop) *order.Order {
	s.t.Helper()
	o := s.place(free("goods", 1))
	s.do(o.ID, order.Pay{}, byCustomer)
	return o
}

func TestADownloadThatNobodyCanGrantAsksStaff(t *testing.T) {
	s := newShop(t, func(c *order.Config) { delete(c.Carriers, "download") })
	o := s.place(free("download", 1))
	s.do(o.ID, order.Pay{}, byCustomer)
	c := s.oneCase(o.ID)
	assert.Equal(t, order.CaseTimer, c.Code)
	assert.Contains(t, c.Reason, "Config.Carriers")
	s.pass(24 * time.Hour)
	assert.EqualValues(t, 1, s.oneCase(o.ID).No, "asked once")
	s.Carriers["download"] = s.online
	o = s.resolve(o.ID, order.Decide{Case: c.No, Choice: order.RetryNow})
	assert.Equal(t, "1 granted", states(o, "piece"))
	s.do(o.ID, order.Return{})
	assert.Len(t, s.online.Calls("unbook"), 1)
	delete(s.Carriers, "download")
	o = s.place(free("download", 1))
	s.do(o.ID, order.Pay{}, byCustomer)
	s.resolve(o.ID, order.Decide{Case: 1, Choice: order.Close})
	s.pass(24 * time.Hour)
	assert.Equal(t, "1 paid", states(s.check(o.ID), "piece"), "staff said that nothing is to be done")
}

func TestAReturnOfADownloadThatCannotBeTakenBackIsInvalid(t *testing.T) {
	s := newShop(t)
	o := s.place(free("download", 1))
	s.do(o.ID, order.Pay{}, byCustomer)
	delete(s.Carriers, "download")
	_, err := s.Do(s.ctx, o.ID, order.Return{}, byStaff)
	problem(t, err, order.Invalid)
}
