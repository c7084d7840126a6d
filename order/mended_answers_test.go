package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
)

func TestAnIDIsCheckedBeforeAnythingIsStored(t *testing.T) {
	for name, id := range map[string]string{"empty": "", "control characters": "a\x00b", "a slash": "2026/1"} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, func(c *order.Config) { c.NewID = func() string { return id } })
			_, err := s.Place(s.ctx, goods(1))
			assert.ErrorIs(t, err, order.Invalid)
		})
	}
}

func TestAnEmptyPlanConfirmsNothing(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	_, err := s.Do(s.ctx, o.ID, order.Cancel{}, byStaff, order.Exactly(order.Plan{}))
	assert.Error(t, err, "whoever overlooked the error of Plan must not execute something unseen")
}

func TestAPlanIsForOneOrderAndOneContent(t *testing.T) {
	t.Run("another order", func(t *testing.T) {
		s := newShop(t)
		a, b := s.place(goods(1)), s.place(numbered(goods(1), "2026-2"))
		p, err := s.Plan(s.ctx, a.ID, order.Cancel{}, byStaff)
		require.NoError(t, err)
		_, err = s.Do(s.ctx, b.ID, order.Cancel{}, byStaff, order.Exactly(p))
		assert.ErrorIs(t, err, order.Conflict)
	})
	t.Run("another address", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		to := i18n.Address{Name: "Erika Mustermann", Lines: []string{"Heidestraße 17"}, Locality: "Köln", PostalCode: "51147", Country: "DE"}
		p, err := s.Plan(s.ctx, o.ID, order.Readdress{ShipTo: to}, byStaff)
		require.NoError(t, err)
		to.Lines = []string{"Heidestraße 18"}
		_, err = s.Do(s.ctx, o.ID, order.Readdress{ShipTo: to}, byStaff, order.Exactly(p))
		assert.ErrorIs(t, err, order.Conflict)
	})
	t.Run("other money", func(t *testing.T) {
		s := newShop(t)
		o := shipped(s, goods(1))
		p, err := s.Plan(s.ctx, o.ID, order.Deliver{}, byStaff)
		require.NoError(t, err)
		s.do(o.ID, order.Refund{Amount: eur("2.00")})
		q, err := s.Plan(s.ctx, o.ID, order.Deliver{}, byStaff)
		require.NoError(t, err)
		require.NotEqual(t, p.After, q.After)
		assert.NotEqual(t, p.Hash, q.Hash, "the hash changes when anything above but Version changes")
	})
}

func TestPlanChecksItsOptionsAsDoDoes(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	_, err := s.Plan(s.ctx, o.ID, order.Note{Text: "hello"}, order.By("emperor", ""))
	assert.ErrorIs(t, err, order.Invalid)
	_, err = s.Plan(s.ctx, o.ID, order.Cancel{}, byStaff, order.Expect(99))
	assert.ErrorIs(t, err, order.Conflict)
}

func TestAPlannedCancelSaysThatItWaits(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Fail(1))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	p, err := s.Plan(s.ctx, o.ID, order.Cancel{}, byCustomer)
	require.NoError(t, err, "Plan.Status is Later for an action that waits for another to end")
	assert.Equal(t, order.Later, p.Status)
}

func TestAMisspeltChargeOfAnInspectionIsAFault(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(1))
	s.do(o.ID, order.Return{})
	s.do(o.ID, order.Receive{})
	_, err := s.Do(s.ctx, o.ID, order.Inspect{Accepted: true, Charges: []string{"shiping"}}, byStaff)
	assert.ErrorIs(t, err, order.Invalid, "as Refund says it")
}

func TestCorrectingAnAddressForgetsItsOldRawText(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(10))
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	for range 12 {
		s.pass(8 * time.Hour)
	}
	k := s.oneCase(o.ID)
	to := i18n.Address{Name: "Erika Mustermann", Lines: []string{"Heidestraße 17"}, Locality: "Köln", PostalCode: "51147", Country: "DE"}
	s.resolve(o.ID, order.Decide{Case: k.No, Choice: order.Correct, ShipTo: &to})
	p, err := s.Person(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, "Köln", p.ShipTo.Locality)
	assert.NotContains(t, p.Raw, "shipTo.name", "it belongs to the address that was replaced")
}

func TestEveryOpenCaseIsListed(t *testing.T) {
	s := newShop(t)
	const orders = 1002
	first := ""
	for i := range orders {
		d := free("goods", 1)
		r, err := s.Place(s.ctx, d)
		require.NoError(t, err)
		if i == 0 {
			first = r.Order.ID
		}
		_, err = s.Do(s.ctx, r.Order.ID, order.Deliver{}, order.By(fsm.Webhook, "carrier"))
		require.NoError(t, err)
		s.clock.add(time.Second)
	}
	cases, err := s.Cases(s.ctx, 2)
	require.NoError(t, err)
	assert.Len(t, cases, orders)
	assert.Equal(t, first, cases[0].Order, "oldest first: nobody waits for ever")
}

func TestActionsListedByPointerDecode(t *testing.T) {
	s := newShop(t, func(c *order.Config) { c.Actions = []order.Action{&polish{}} })
	assert.NotPanics(t, func() {
		a, err := s.Decode("polish", nil)
		assert.NoError(t, err)
		assert.Equal(t, "polish", a.Name())
	})
	o := s.place(goods(1))
	_, err := s.Do(s.ctx, o.ID, &polish{}, byStaff)
	assert.NotContains(t, err.Error(), "is not in Config.Actions", "it is, by pointer; either New refuses that or Do takes it")
	assert.NotPanics(t, func() {
		_, err := order.New(order.Config{Actions: []order.Action{nil}})
		assert.ErrorIs(t, err, order.Invalid)
	})
}

type polish struct{}

func (polish) Name() string { return "polish" }

func TestDecodeTakesOneValueAndItsOwnKeysOnly(t *testing.T) {
	s := newShop(t)
	for name, text := range map[string]string{
		"something behind it": `{"accepted":false}{"accepted":true}`,
		"a key twice":         `{"accepted":false,"accepted":true}`,
		"a key in other case": `{"Accepted":true}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Decode("inspect", []byte(text))
			assert.ErrorIs(t, err, order.Invalid)
		})
	}
}

func TestATokenHasALimit(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	long := string(make([]byte, order.MaxText+1))
	for name, a := range map[string]order.Action{
		"token": order.Pay{With: []order.Tender{{Token: long}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Plan(s.ctx, o.ID, a, byStaff)
			assert.ErrorIs(t, err, order.Invalid)
		})
	}
}

func TestADamagedOrderCanBeErased(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	w.load = damaged(w)
	require.NoError(t, s.Erase(s.ctx, o.ID, byStaff), "the person's right does not depend on our invariants")
	_, err := s.store.Person(s.ctx, o.ID)
	assert.ErrorIs(t, err, order.ErrNotFound)
}

func TestARefusalIsNotHiddenByWhatIsIgnored(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Ship{})
	_, err := s.Do(s.ctx, o.ID, order.Cancel{}, byCustomer)
	require.ErrorIs(t, err, order.Refused)
	assert.Contains(t, err.Error(), "return it instead")
}

func TestFaultsOfAModifyHaveItsPaths(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	cup := item("cup", "goods", "1.00", 0)
	_, err := s.Do(s.ctx, o.ID, order.Modify{Add: []order.Item{cup}}, byStaff)
	assert.Equal(t, []string{"add[0].line.quantity range"}, faultsOf(t, err))
	twin := item("shipping", "goods", "1.00", 1)
	twin.SKU = ""
	_, err = s.Do(s.ctx, o.ID, order.Modify{Add: []order.Item{twin}}, byStaff)
	require.ErrorIs(t, err, order.Invalid, "there is a charge of that name")
	assert.Equal(t, []string{"add[0].line.id duplicate"}, faultsOf(t, err))
}

func TestAFaultIsToldOnce(t *testing.T) {
	s := newShop(t)
	d := goods(1)
	d.Items[0].Line.ID = ""
	_, err := s.Place(s.ctx, d)
	assert.Equal(t, []string{"items[0].line.id required"}, faultsOf(t, err))
}

func TestAPanicBeforeThereIsAnOrderIsNoQuarantine(t *testing.T) {
	d := bare()
	first := d.Transitions[0]
	first.Guards = []string{"ready"}
	d.Transitions = append([]fsm.Transition{first}, d.Transitions...)
	s := bareShop(t, d, nil, func(c *order.Config) {
		c.Guards = map[string]order.Guard{"ready": func(order.Situation) bool { panic("boom") }}
	})
	_, err := s.Place(s.ctx, bareDraft())
	assert.NotErrorIs(t, err, order.Quarantined, "there is no order, no case and nothing that an engineer can resume")
}

func TestWordsHaveThePathOfTheirField(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	_, err := s.Do(s.ctx, o.ID, order.Cancel{Why: string(make([]byte, order.MaxText+1))}, byCustomer)
	assert.Equal(t, []string{"why too_long"}, faultsOf(t, err))
}

func TestFullNotesStopNoAction(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	for range order.MaxTexts {
		_, err := s.Do(s.ctx, o.ID, order.Note{Text: "?"}, byCustomer)
		require.NoError(t, err)
	}
	_, err := s.Do(s.ctx, o.ID, order.Cancel{Why: "changed my mind"}, byCustomer)
	assert.NoError(t, err)
}
