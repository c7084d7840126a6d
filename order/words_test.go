package order_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func TestWhatPeopleWriteStaysWithThePerson(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(2))
	s.do(o.ID, order.Return{Of: order.Some("mug", 1), Why: "too small for Yukiko\x00 🎁"}, order.By(fsm.Customer, "c-7"))
	p, err := s.Person(s.ctx, o.ID)
	require.NoError(t, err)
	require.Len(t, p.Notes, 1)
	assert.Equal(t, "too small for Yukiko", p.Notes[0].Text, "cleaned at the door")
	assert.Equal(t, "return", p.Notes[0].About)
	assert.Equal(t, "c-7", p.Notes[0].By.ID)

	all := s.everything(o.ID)
	assert.NotContains(t, all, "Yukiko")
	assert.NotContains(t, all, "山田")
	assert.NotContains(t, all, "taro@example.com")
	require.NoError(t, s.Erase(s.ctx, o.ID, order.By(fsm.Staff, "anna")))
	_, err = s.Person(s.ctx, o.ID)
	require.ErrorIs(t, err, order.NotFound)

	_, err = s.Do(s.ctx, o.ID, order.Return{Why: strings.Repeat("x", order.MaxText+1)}, order.By(fsm.Customer, "c-7"))
	require.ErrorIs(t, err, order.Invalid)
	_, err = s.Do(s.ctx, o.ID, order.Confirm{}, order.Why(strings.Repeat("x", order.MaxWhy+1)))
	require.ErrorIs(t, err, order.Invalid)
}

func TestPaymentTokensAreNotInHistory(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{With: []order.Tender{{Token: "tok_secret"}}})
	events, err := s.History(s.ctx, o.ID)
	require.NoError(t, err)
	text, err := json.Marshal(events)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "tok_secret")
	assert.Equal(t, "tok_secret", s.check(o.ID).Payments[0].Token)
}

// everything is all that is stored of an order besides the person.
func (s *shop) everything(id string) string {
	s.t.Helper()
	o, err := s.Order(s.ctx, id)
	require.NoError(s.t, err)
	events, err := s.History(s.ctx, id)
	require.NoError(s.t, err)
	entries, err := s.Journal(s.ctx, id)
	require.NoError(s.t, err)
	text, err := json.Marshal([]any{o, events, entries})
	require.NoError(s.t, err)
	return string(text)
}

func TestActionsMayBePointers(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(1))
	s.do(o.ID, &order.Return{})
	s.do(o.ID, &order.Receive{})
	r := s.do(o.ID, &order.Inspect{Accepted: true})
	assert.Equal(t, "1 returned", states(&r.Order, "mug"))
	var none *order.Pay
	_, err := s.Do(s.ctx, o.ID, none)
	require.ErrorIs(t, err, order.Invalid)
	_, err = s.Plan(s.ctx, o.ID, none)
	require.ErrorIs(t, err, order.Invalid)
}

// stranger is an action that the engine was not told about.
type stranger struct{}

func (stranger) Name() string { return "pay" }

func TestAnActionOfAnUnknownTypeIsRefused(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	_, err := s.Do(s.ctx, o.ID, stranger{})
	require.ErrorIs(t, err, order.Invalid)
	assert.Contains(t, err.Error(), "Config.Actions")
}

func TestAPriceThatPanicsIsAnError(t *testing.T) {
	s := newShop(t, func(c *order.Config) {
		c.Price = func(pricing.Cart) (pricing.Quote, error) { panic("no price today") }
	})
	_, err := s.Place(s.ctx, goods(1))
	require.ErrorIs(t, err, order.Invalid)
	_, err = s.Quote(goods(1))
	require.ErrorIs(t, err, order.Invalid)
	assert.Contains(t, err.Error(), "no price today")
}

func TestAMissingHandlerGoesToAnEngineerAtOnce(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Ship{}, order.By(fsm.Staff, "anna"))
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)

	cfg := s.Config
	cfg.Carriers = nil // a program that was deployed without it
	e, err := order.New(cfg)
	require.NoError(t, err)
	s.clock.add(6 * time.Minute)
	_, err = e.Pass(s.ctx)
	require.NoError(t, err)
	o = s.check(o.ID)
	require.Len(t, o.Cases, 1)
	assert.Equal(t, order.CaseStep, o.Cases[0].Code)
	assert.Equal(t, 3, o.Cases[0].Stage)

	_, err = s.Resolve(s.ctx, o.ID, order.Decide{Case: o.Cases[0].No, Choice: order.RetryNow}, order.By(fsm.Staff, "anna"))
	require.NoError(t, err)
	assert.Equal(t, "1 shipped", states(s.check(o.ID), "mug"), "by the program that has it")
}
