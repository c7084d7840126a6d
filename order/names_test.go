package order_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// keysOf are the keys of all calls of a port, in order.
func keysOf(script *memory.Script) (keys []string) {
	for _, c := range script.Calls("") {
		keys = append(keys, c.Op+" "+c.Key)
	}
	return keys
}

func TestKeysNameTheOrderTheActionAndTheCall(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(4))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	s.pay.Next("capture", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)}) // beside the one under way
	s.pass(r5)
	assert.Equal(t, []string{"reserve o1/1/1", "commit o1/3/3", "commit o1/5/3", "commit o1/4/3"}, keysOf(&s.stock.Script))
	assert.Equal(t, []string{"authorize o1/2/1", "capture o1/3/2", "capture o1/4/2", "capture o1/5/2", "capture o1/4/2"}, keysOf(&s.pay.Script),
		"never a key per attempt")
	assert.Equal(t, []string{"book o1/3/1", "book o1/4/1", "book o1/5/1"}, keysOf(&s.carrier.Script))
	o = s.check(o.ID)
	for i, want := range []string{"s1", "s2", "s3"} {
		found := false
		for _, x := range o.Shipments {
			found = found || x.ID == want
		}
		assert.True(t, found, "shipment %d is %s", i, want)
	}
	assert.Equal(t, "p1", o.Payments[0].ID)
}

func TestANewKeyAfterADefiniteNoIsTheSameCalls(t *testing.T) {
	s, id := unknownCapture(t, memory.LostUndone(1))
	was := s.check(id).Intents[0].Steps[1].Key
	s.resolve(id, order.Decide{Case: 1, Choice: order.NotDone, Why: "the dashboard shows nothing"})
	assert.Equal(t, []string{"authorize o1/2/1", "capture " + was, "capture " + was + "/1"}, keysOf(&s.pay.Script))
}

func TestSeveralPaymentsHaveNamesOfTheirOwn(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	o = &s.do(o.ID, order.Pay{With: []order.Tender{{Token: "a", Amount: eur("10.00")}, {Token: "b"}}}).Order
	assert.Equal(t, []string{"p1", "p2"}, []string{o.Payments[0].ID, o.Payments[1].ID})
}

func TestAnAnswerSaysAtWhichVersionItWasGiven(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	r := s.do(o.ID, order.Tag{Add: []string{"vip"}}, byStaff, order.Key("k"))
	rec, err := s.store.Load(s.ctx, o.ID, "k")
	require.NoError(t, err)
	require.NotNil(t, rec.Answer)
	assert.Equal(t, r.Order.Version, rec.Answer.Version)
}

func TestHistoryKeepsAnActionOnlyWhereItSaysSomething(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	events, err := s.History(s.ctx, o.ID)
	require.NoError(t, err)
	for _, e := range events {
		if e.Kind == order.EventIntent || e.Kind == order.EventAction {
			assert.Equal(t, e.Action == "ship", len(e.Data) > 0, "%s %s: %s", e.Kind, e.Action, e.Data)
		}
	}
}

func TestAPageIsForgottenOnceTheCustomerHasBeenThere(t *testing.T) {
	s := newShop(t)
	d := mixed()
	o := s.place(d)
	s.pay.Next("authorize", memory.Await("https://bank.example/3ds"))
	r, err := s.tryPay(o.ID)
	require.NoError(t, err)
	require.Equal(t, "https://bank.example/3ds", r.URL)
	key := s.pay.Calls("authorize")[0].Key
	rec, err := s.pay.Settle(key)
	require.NoError(t, err)
	s.pay.Next("capture", memory.Fail(1))
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: order.NoticeAuthorized, Key: key, Ref: rec.Ref, Amount: eur("115.15")}))
	o = s.check(o.ID)
	require.Len(t, o.Intents, 1, "the capture of the download is tried again")
	assert.Empty(t, o.Intents[0].URL)
}

func TestWhatIsJustWithinALimitIsTaken(t *testing.T) {
	s := newShop(t)
	d := goods(1)
	d.Items[0].Line.ID = strings.Repeat("x", order.MaxID)
	d.Items[0].Title = strings.Repeat("t", order.MaxText)
	d.Items[0].Meta = map[string]string{"m": strings.Repeat("x", order.MaxMeta-1)}
	d.Texts = map[string]string{}
	for i := range order.MaxTexts {
		d.Texts[fmt.Sprint("text-", i)] = "please ring"
	}
	o := s.place(d)
	with := []order.Tender{{Token: strings.Repeat("k", order.MaxText)}}
	for range order.MaxTenders - 1 {
		with = append(with, order.Tender{Token: "t", Amount: eur("0.01")})
	}
	r := s.do(o.ID, order.Pay{With: with}, byCustomer)
	assert.Len(t, r.Order.Payments, order.MaxTenders)
	with = append(with, order.Tender{Token: "t", Amount: eur("0.01")})
	other := s.place(numbered(goods(1), "2026-2"))
	_, err := s.Do(s.ctx, other.ID, order.Pay{With: with}, byCustomer)
	assert.Equal(t, order.CodeTenders, problem(t, err, order.Invalid).Code)
	for i, p := range map[string]order.Pick{"first": {Line: "mug", Quantity: 1, From: 1}, "last": {Line: "mug", From: 2}} {
		_, err = s.Do(s.ctx, other.ID, order.Pay{Of: order.Selection{p}}, byCustomer)
		if i == "first" {
			assert.NotErrorIs(t, err, order.Invalid, "it says that no unit can")
		} else {
			assert.Equal(t, []string{"of[0].from range"}, faultsOf(t, err))
		}
	}
}

func TestAModifyIsPlannedAsPendingOnlyIfItCallsSomebody(t *testing.T) {
	s := newShop(t)
	o := s.place(free("goods", 2))
	for set, want := range map[int64]order.Status{1: order.Done, 3: order.Done} {
		p, err := s.Plan(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "piece", Quantity: set}}}, byStaff)
		require.NoError(t, err)
		assert.Equal(t, want, p.Status)
	}
	o = s.place(goods(2))
	p, err := s.Plan(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 3}}}, byStaff)
	require.NoError(t, err)
	assert.Equal(t, order.Pending, p.Status)
	assert.Equal(t, fsm.Created, o.Status())
}
