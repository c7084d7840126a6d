package order_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// nothingHappened says that a draft left no trace.
func nothingHappened(s *shop) {
	s.t.Helper()
	found, err := s.Find(s.ctx, order.Query{})
	require.NoError(s.t, err)
	assert.Empty(s.t, found)
	assert.Zero(s.t, s.calls())
}

func TestEveryFaultOfADraftIsListedAtOnce(t *testing.T) {
	s := newShop(t)
	long := strings.Repeat("x", order.MaxID+1)
	d := mixed()
	d.Channel, d.Number, d.Customer = " web", "2026\x00", long
	d.Items = append(d.Items, item("mug", "goods", "1.00", -1), item("", "", "1.00", 1), item("back", "spaceship", "1.00", 1))
	d.Items[3].SKU = "MUG\n"
	d.Items[4].Title = strings.Repeat("x", order.MaxText+1)
	d.Items[5].Line.Return = true
	d.Discounts[0].Percent = currency.New(0, currency.EUR).Decimal()
	d.Discounts[0].Fixed = currency.New(100, currency.JPY)
	d.Charges[0].Lines = []string{"mug", "cup"}
	d.Name = strings.Repeat("x", order.MaxText+1)
	d.ShipTo = i18n.Address{Name: "Erika", Country: "DE"}
	d.BillTo = i18n.Address{Country: "Germany", Lines: []string{"x"}}
	d.Texts = map[string]string{"gift\x07": "hello", "card": strings.Repeat("x", order.MaxText+1)}
	_, err := s.Place(s.ctx, d, order.Key(long), order.By("emperor", "a\tb"), order.Why(strings.Repeat("x", order.MaxText+1)))
	e := problem(t, err, order.Invalid)
	assert.Equal(t, "place", e.Op)
	once := faultsOf(t, err)
	slices.Sort(once)
	assert.ElementsMatch(t, []string{
		"key too_long", "actor characters", "actor role", "why too_long",
		"channel characters", "number characters", "customer too_long",
		"items[3].sku characters", "items[3].line.id duplicate", "items[3].line.quantity range",
		"items[4].line.id required", "items[4].type required", "items[4].title too_long",
		"items[5].type unknown_type", "items[5].line.return not_here",
		"discounts[0].fixed currency",
		"charges[0].lines[1] unknown_line",
		"name too_long", "texts.card too_long", "texts.gift\a characters",
		"shipTo.lines required", "shipTo.locality required", "shipTo.postalCode required",
		"billTo.country country", "billTo.locality required",
	}, slices.Compact(once))
	nothingHappened(s)
}

func TestDraftsThatNobodyCanMeanAreRefused(t *testing.T) {
	many := make([]order.Item, order.MaxLines+1)
	texts := make(map[string]string, order.MaxTexts+1)
	for i := range order.MaxTexts + 1 {
		texts[strings.Repeat("x", i%order.MaxID+1)+string(rune('a'+i/order.MaxID))] = "x"
	}
	for name, c := range map[string]struct {
		change func(*order.Draft)
		fault  string
	}{
		"no items":                 {func(d *order.Draft) { d.Items = nil }, "items required"},
		"too many items":           {func(d *order.Draft) { d.Items = many }, "items too_many"},
		"too many texts":           {func(d *order.Draft) { d.Texts = texts }, "texts too_many"},
		"an unknown currency":      {func(d *order.Draft) { d.Currency = 0 }, "currency required"},
		"a total that overflows":   {func(d *order.Draft) { d.Items[0].Line.Quantity = 1 << 60 }, "items[0].line.unit overflow"},
		"a charge in other money":  {func(d *order.Draft) { d.Charges[0].Charge.Amount = currency.New(1, currency.JPY) }, "charges[0].charge.amount currency"},
		"a charge without a name":  {func(d *order.Draft) { d.Charges[0].Charge.ID = "" }, "charges[0].charge.id required"},
		"nowhere to send it":       {func(d *order.Draft) { d.ShipTo = i18n.Address{} }, "shipTo required"},
		"a number that is no UTF8": {func(d *order.Draft) { d.Number = "2026\xff" }, "number characters"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			d := goods(1)
			c.change(&d)
			_, err := s.Place(s.ctx, d)
			problem(t, err, order.Invalid)
			assert.Contains(t, faultsOf(t, err), c.fault)
			nothingHappened(s)
		})
	}
}

func TestPricesThatDoNotAddUpAreRefusedAtTheDoor(t *testing.T) {
	for name, price := range map[string]func(pricing.Cart) (pricing.Quote, error){
		"a wrong total": func(c pricing.Cart) (pricing.Quote, error) {
			q, err := pricing.Calculate(c)
			q.Lines[0].Gross = currency.New(1, currency.EUR)
			return q, err
		},
		"an error": func(pricing.Cart) (pricing.Quote, error) { return pricing.Quote{}, errors.New("no rates today") },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, func(c *order.Config) { c.Price = price })
			_, err := s.Place(s.ctx, goods(1))
			e := problem(t, err, order.Invalid)
			assert.Error(t, e.Cause)
			nothingHappened(s)
		})
	}
}

func TestPlacingTwiceUnderAKeyMakesOneOrder(t *testing.T) {
	t.Run("one after the other", func(t *testing.T) {
		s := newShop(t)
		first, err := s.Place(s.ctx, mixed(), order.Key("cart-1"))
		require.NoError(t, err)
		calls := s.calls()
		again, err := s.Place(s.ctx, mixed(), order.Key("cart-1"))
		require.NoError(t, err)
		assert.Equal(t, first.Order, again.Order)
		assert.Equal(t, order.Done, again.Status)
		assert.Equal(t, calls, s.calls())
	})
	t.Run("eight at once", func(t *testing.T) {
		s := newShop(t)
		var wg sync.WaitGroup
		ids := make([]string, 8)
		for i := range ids {
			wg.Add(1)
			go func() {
				defer wg.Done()
				r, err := s.Place(s.ctx, mixed(), order.Key("cart-1"))
				assert.NoError(t, err)
				ids[i] = r.Order.ID
			}()
		}
		wg.Wait()
		found, err := s.Find(s.ctx, order.Query{})
		require.NoError(t, err)
		require.Len(t, found, 1)
		for _, id := range ids {
			assert.Equal(t, found[0].ID, id)
		}
		assert.Equal(t, int64(3), s.stock.Level("MUG").Reserved)
		assert.Equal(t, int64(1), s.coupons.Used("SPRING"))
	})
	t.Run("the same key in another channel is another order", func(t *testing.T) {
		s := newShop(t)
		a, err := s.Place(s.ctx, goods(1), order.Key("cart-1"))
		require.NoError(t, err)
		d := goods(1)
		d.Channel = "shop 2"
		b, err := s.Place(s.ctx, d, order.Key("cart-1"))
		require.NoError(t, err)
		assert.NotEqual(t, a.Order.ID, b.Order.ID)
	})
	t.Run("for another draft it is a conflict", func(t *testing.T) {
		s := newShop(t)
		_, err := s.Place(s.ctx, goods(1), order.Key("cart-1"))
		require.NoError(t, err)
		_, err = s.Place(s.ctx, goods(2), order.Key("cart-1"))
		assert.Equal(t, order.CodeKeyReused, problem(t, err, order.Conflict).Code)
	})
	t.Run("while placing waits, it says so", func(t *testing.T) {
		s := newShop(t)
		s.stock.Next("reserve", memory.Fail(1))
		for range 2 {
			r, err := s.Place(s.ctx, goods(1), order.Key("cart-1"))
			require.NoError(t, err)
			assert.Equal(t, order.Pending, r.Status)
			assert.Contains(t, r.Reason, "reserve")
		}
		s.pass(r5)
		r, err := s.Place(s.ctx, goods(1), order.Key("cart-1"))
		require.NoError(t, err)
		assert.Equal(t, order.Done, r.Status)
	})
}

func TestAnOrdersNumberIsTakenOncePerChannel(t *testing.T) {
	s := newShop(t)
	first := s.place(goods(1))
	for _, opts := range [][]order.Option{nil, {order.Key("cart-2")}} {
		_, err := s.Place(s.ctx, goods(2), opts...)
		e := problem(t, err, order.Conflict)
		assert.Equal(t, order.CodeNumberTaken, e.Code)
		assert.Equal(t, first.ID, e.Order, "names the other order")
	}
	d := goods(1)
	d.Channel = "marketplace"
	s.place(d)
	d.Number = ""
	r := s.place(d)
	assert.Equal(t, r.ID, r.Number, "without a number it is the ID")
	assert.Equal(t, int64(3), s.stock.Level("MUG").Reserved)
}

func TestAnIDThatExistsAlreadyIsAConflict(t *testing.T) {
	s := newShop(t, func(c *order.Config) { c.NewID = func() string { return "one" } })
	s.place(goods(1))
	_, err := s.Place(s.ctx, numbered(goods(1), "2026-2"))
	problem(t, err, order.Conflict)
	assert.Equal(t, "2026-1", s.check("one").Number)
}

func TestPlacingWithoutAnAnswerFromTheStoreIsUnavailable(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	w.commit = broken
	_, err := s.Place(s.ctx, goods(1))
	assert.ErrorIs(t, problem(t, err, order.Unavailable), errBroken)
	w.load = func(context.Context, string, string) (order.Record, error) { return order.Record{}, errBroken }
	_, err = s.Place(s.ctx, goods(1), order.Key("cart-1"))
	problem(t, err, order.Unavailable)
	assert.Zero(t, s.calls(), "nobody is called before the order is stored")
}

func TestARefusedPlacingKeepsTheReason(t *testing.T) {
	s := newShop(t)
	s.stock.Set("MUG", 1)
	r, err := s.Place(s.ctx, goods(2), byCustomer)
	e := problem(t, err, order.Refused)
	assert.Equal(t, "out_of_stock", e.Code)
	assert.Equal(t, "2 refused", states(&r.Order, "mug"))
	assert.Equal(t, fsm.Cancelled, r.Order.Status())
	assert.True(t, total(t, s.check(r.Order.ID)).Total.IsZero())
	events, err := s.History(s.ctx, r.Order.ID)
	require.NoError(t, err)
	assert.Equal(t, order.EventRefused, events[len(events)-1].Kind)
	assert.Equal(t, "out_of_stock", events[len(events)-1].Code)
}

func TestAQuoteIsWhatTheOrderWillCost(t *testing.T) {
	s := newShop(t)
	q, err := s.Quote(mixed())
	require.NoError(t, err)
	nothingHappened(s)
	o := s.place(mixed())
	for i := range o.Lines {
		assert.Equal(t, q.Lines[i], o.Lines[i].Price)
	}
	assert.Equal(t, q.Charges[0], o.Charges[0].Price)
	d := mixed()
	d.Items, d.Number = nil, "a\nb"
	_, err = s.Quote(d)
	assert.Contains(t, faultsOf(t, err), "number characters")
}

func TestADownloadNeedsNoAddress(t *testing.T) {
	s := newShop(t)
	d := free("download", 1)
	d.ShipTo = i18n.Address{}
	r := s.do(s.place(d).ID, order.Pay{}, byCustomer)
	assert.Equal(t, "1 granted", r.Order.Lines[0].String())
}
