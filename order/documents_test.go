package order_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// after lets a shop issue invoices by itself after these actions.
func after(actions ...string) func(*order.Config) {
	return func(c *order.Config) { c.Invoices.After = actions }
}

// sentBack returns units and accepts them.
func (s *shop) sentBack(id string, of order.Selection, charges ...string) *order.Order {
	s.t.Helper()
	s.do(id, order.Return{Of: of})
	s.do(id, order.Receive{})
	return &s.do(id, order.Inspect{Accepted: true, Charges: charges}).Order
}

func TestEachShipmentHasItsInvoice(t *testing.T) {
	s := newShop(t, after("ship", "grant"))
	o := s.place(mixed())
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Produce{})
	r := s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
	assert.Equal(t, []string{"INV-2026-000001 4.50: 1 song", "INV-2026-000002 27.40: 2 mug, shipping"}, documents(&r.Order),
		"a download when it is granted; charges with the first of their lines")
	s.do(o.ID, order.Finish{})
	r = s.do(o.ID, order.Ship{})
	assert.Equal(t, "INV-2026-000003 83.25: 1 mug, 1 ring", documents(&r.Order)[2])
	s.do(o.ID, order.Deliver{})
	assert.Len(t, s.check(o.ID).Documents, 3)
}

func TestAShopThatAsksForNoInvoiceHasNone(t *testing.T) {
	s := newShop(t)
	o := shipped(s, mixed())
	assert.Empty(t, o.Documents)
	s.do(o.ID, order.Refund{Amount: eur("1.00")})
	assert.NotContains(t, s.snapshot(o.ID), "document")
}

func TestTwoInvoicesNeedTwoCreditNotes(t *testing.T) {
	s := newShop(t, after("ship"))
	o := s.place(goods(5))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
	s.do(o.ID, order.Ship{})
	s.do(o.ID, order.Deliver{})
	o = s.sentBack(o.ID, order.Some("mug", 3))
	assert.Equal(t, []string{
		"INV-2026-000001 29.90: 2 mug, shipping",
		"INV-2026-000002 37.50: 3 mug",
		"CN-2026-000001 25.00: 2 mug of INV-2026-000001",
		"CN-2026-000002 12.50: 1 mug of INV-2026-000002",
	}, documents(o))
	o = s.sentBack(o.ID, nil, "shipping")
	assert.Equal(t, []string{
		"CN-2026-000003 4.90: shipping of INV-2026-000001",
		"CN-2026-000004 25.00: 2 mug of INV-2026-000002",
	}, documents(o)[4:])
	assert.Zero(t, audited(t, o).gross)
	assert.Equal(t, o.Documents[0].At, s.clock.now())
}

func TestAPriceReductionIsCreditedAndALaterReturnCreditsTheRest(t *testing.T) {
	s := newShop(t, after("ship"))
	o := shipped(s, goods(3))
	s.do(o.ID, order.Refund{Of: order.Some("mug", 2), Charges: []string{"shipping"}, Amount: eur("9.97")})
	s.do(o.ID, order.Deliver{})
	o = s.sentBack(o.ID, order.Some("mug", 1))
	assert.Equal(t, []string{
		"INV-2026-000001 42.40: 3 mug, shipping",
		"CN-2026-000001 9.97: less for 2 mug, less for 1 shipping of INV-2026-000001",
		"CN-2026-000002 8.33: 1 mug of INV-2026-000001",
	}, documents(o), "12.50 less half of 8.34")
	reduced := o.Documents[1].Items[0]
	assert.Equal(t, 1, reduced.Allowances)
	assert.Equal(t, "EUR 8.34", reduced.Share.Gross.String())
	s.do(o.ID, order.Refund{Amount: eur("1.00")})
	o = s.sentBack(o.ID, nil)
	assert.EqualValues(t, total(t, o).Total.Minor(), audited(t, o).gross)
}

func TestAnInvoiceAfterAReductionIsLowerFromTheStart(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(2))
	s.do(o.ID, order.Refund{Of: order.Some("mug", 1), Amount: eur("2.50")})
	r := s.do(o.ID, order.Issue{})
	assert.Equal(t, []string{"INV-2026-000001 27.40: 2 mug, shipping"}, documents(&r.Order))
	r = s.do(o.ID, order.Refund{Of: order.Some("mug", 1), Amount: eur("0.50")})
	assert.Equal(t, "CN-2026-000001 0.50: less for 1 mug of INV-2026-000001", documents(&r.Order)[1])
}

func TestAReductionOfOneUnitChangesNothingForAnother(t *testing.T) {
	s := newShop(t, after("place"))
	o := shipped(s, goods(3))
	s.do(o.ID, order.Refund{Of: order.Selection{{Line: "mug", From: 1, Quantity: 1, Exact: true}}, Amount: eur("2.50")})
	s.do(o.ID, order.Deliver{})
	o = s.sentBack(o.ID, order.Selection{{Line: "mug", From: 2, Quantity: 1, Exact: true}})
	assert.Equal(t, []string{
		"INV-2026-000001 42.40: 3 mug, shipping",
		"CN-2026-000001 2.50: less for 1 mug of INV-2026-000001",
		"CN-2026-000002 12.50: 1 mug of INV-2026-000001",
	}, documents(o), "invoiced when it was placed")
	o = s.sentBack(o.ID, nil)
	assert.Equal(t, []string{"CN-2026-000003 22.50: 1 mug, 1 mug of INV-2026-000001"}, documents(o)[3:])
}

func TestWhatIsCancelledAfterItsInvoiceIsCredited(t *testing.T) {
	s := newShop(t, after("pay"))
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	r := s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 1}}, Add: []order.Item{item("cup", "goods", "3.00", 1)}})
	assert.Equal(t, []string{
		"INV-2026-000001 42.40: 3 mug, shipping",
		"CN-2026-000001 25.00: 2 mug of INV-2026-000001",
	}, documents(&r.Order), "the new cup is not paid yet")
	r = s.do(o.ID, order.Pay{})
	assert.Equal(t, "INV-2026-000002 3.00: 1 cup", documents(&r.Order)[2])
	r = s.do(o.ID, order.Cancel{})
	assert.Equal(t, []string{
		"CN-2026-000002 17.40: 1 mug, shipping of INV-2026-000001",
		"CN-2026-000003 3.00: 1 cup of INV-2026-000002",
	}, documents(&r.Order)[3:])
}

func TestUnitsInSeveralStatesAreOneItemOfAnInvoice(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	r := s.do(o.ID, order.Issue{})
	assert.Equal(t, []string{"INV-2026-000001 29.90: 2 mug, shipping"}, documents(&r.Order))
}

func TestIssueTakesNoMoreThanAskedAroundWhatIsInvoiced(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(6))
	s.do(o.ID, order.Issue{Of: order.Selection{{Line: "mug", From: 1, Quantity: 1, Exact: true}}})
	r := s.do(o.ID, order.Issue{Of: order.Some("mug", 3)})
	assert.Equal(t, []int64{0, 2}, []int64{r.Order.Documents[1].Items[0].First, r.Order.Documents[1].Items[1].First})
	assert.Equal(t, []int64{1, 2}, []int64{r.Order.Documents[1].Items[0].Count, r.Order.Documents[1].Items[1].Count})
}

func TestIssueTakesWhatIsSelected(t *testing.T) {
	s := newShop(t)
	o := s.place(mixed())
	s.do(o.ID, order.Issue{Of: order.Some("mug", 1)})
	exact := order.Issue{Of: order.Selection{{Line: "mug", From: 2, Quantity: 1, Exact: true}}}
	r := s.do(o.ID, exact)
	assert.Equal(t, []string{"INV-2026-000001 16.15: 1 mug, shipping", "INV-2026-000002 11.25: 1 mug"}, documents(&r.Order))
	assert.EqualValues(t, 2, r.Order.Documents[1].Items[0].First)
	for name, c := range map[string]struct {
		a      order.Issue
		faults string
		kind   order.Kind
	}{
		"more than are left":          {order.Issue{Of: order.Some("mug", 2)}, "of[0] not_enough_units", order.Refused},
		"units that are invoiced":     {exact, "of[0] not_enough_units", order.Refused},
		"the same units twice":        {order.Issue{Of: order.Selection{{Line: "mug", Quantity: 1}, {Line: "mug", From: 1, Quantity: 1}}}, "of[1] not_enough_units", order.Refused},
		"a line that is not there":    {order.Issue{Of: order.All("cup")}, "of[0].line unknown_line", order.Invalid},
		"fewer than none of its line": {order.Issue{Of: order.Some("mug", -1)}, "of[0].quantity negative", order.Invalid},
	} {
		_, err := s.Do(s.ctx, o.ID, c.a, byStaff)
		problem(t, err, c.kind)
		assert.Equal(t, []string{c.faults}, faultsOf(t, err), name)
	}
	r = s.do(o.ID, order.Issue{Of: order.All("mug", "ring")})
	assert.Equal(t, "INV-2026-000003 83.25: 1 mug, 1 ring", documents(&r.Order)[2])
	before := len(r.Order.Documents)
	again, err := s.Do(s.ctx, o.ID, order.Issue{Of: order.All("mug")}, byStaff, order.Key("issue"))
	require.NoError(t, err)
	assert.Equal(t, order.Ignored, again.Status)
	assert.Equal(t, "no document is due", again.Reason)
	assert.Len(t, s.check(o.ID).Documents, before)
}

func TestWhoMayIssue(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	for _, by := range []order.Option{byCustomer, order.By(fsm.Webhook, "bank")} {
		_, err := s.Do(s.ctx, o.ID, order.Issue{}, by)
		assert.Equal(t, order.CodeNotYou, problem(t, err, order.Refused).Code)
	}
	s.do(o.ID, order.Hold{Why: "fraud?"})
	_, err := s.Do(s.ctx, o.ID, order.Issue{}, byStaff)
	assert.Equal(t, order.CodeOnHold, problem(t, err, order.Refused).Code)
	s.do(o.ID, order.Unhold{})
	s.do(o.ID, order.Issue{}, order.By(fsm.System, "nightly"))
}

func TestAPlanShowsTheDocumentsThatComeWithIt(t *testing.T) {
	s := newShop(t, after("ship"))
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	for _, a := range []order.Action{order.Ship{Of: order.Some("mug", 1)}, order.Issue{}, order.Cancel{Of: order.Some("mug", 1)}, order.Refund{Amount: eur("1.11")}} {
		plan, err := s.Plan(s.ctx, o.ID, a, byStaff)
		require.NoError(t, err)
		had := len(s.check(o.ID).Documents)
		r := s.do(o.ID, a, byStaff, order.Exactly(plan))
		require.Len(t, r.Order.Documents[had:], 1, a.Name())
		require.Len(t, plan.Documents, 1, a.Name())
		assert.Empty(t, plan.Documents[0].Number(), "numbered when it is stored")
		plan.Documents[0].No = r.Order.Documents[had].No
		assert.Equal(t, r.Order.Documents[had:], plan.Documents, a.Name())
	}
}

func TestHistoryTellsOfDocumentsAndTheirNumbersFindTheOrder(t *testing.T) {
	s := newShop(t, after("ship"))
	other := s.place(numbered(goods(1), "7"))
	s.do(other.ID, order.Issue{})
	o := shipped(s, goods(1))
	s.do(o.ID, order.Refund{Amount: eur("1.00")})
	events, err := s.History(s.ctx, o.ID)
	require.NoError(t, err)
	var got []string
	for _, e := range events {
		if e.Kind == order.EventDocument {
			d := s.check(o.ID).Documents[e.Document-1]
			got = append(got, fmt.Sprint(e.Action, " ", e.Ref, " ", e.Amount, " by ", e.Actor.ID, ": ", d.Number()))
		}
	}
	assert.Equal(t, []string{"invoice INV-2026- EUR 17.40 by anna: INV-2026-000002", "credit_note CN-2026- EUR 1.00 by anna: CN-2026-000001"}, got)
	for _, number := range []string{"INV-2026-000002", "CN-2026-000001"} {
		found, err := s.Find(s.ctx, order.Query{Ref: number})
		require.NoError(t, err)
		require.Len(t, found, 1)
		d, ok := found[0].Document(number)
		require.True(t, ok)
		assert.Equal(t, number, d.Number())
	}
	_, ok := o.Document("")
	assert.False(t, ok)
}

func TestNumbersHaveNoGapOverAllOrders(t *testing.T) {
	s := newShop(t, after("ship"))
	const orders = 24
	ids := make([]string, orders)
	for i := range ids {
		ids[i] = s.place(numbered(goods(4), fmt.Sprint(i))).ID
		s.do(ids[i], order.Pay{})
	}
	var all sync.WaitGroup
	for _, id := range append(ids, ids...) { // two want the same, and one of them finds nothing left
		all.Add(1)
		go func() {
			defer all.Done()
			for range 4 {
				_, err := s.Do(s.ctx, id, order.Ship{Of: order.Some("mug", 1)}, byStaff)
				assert.True(t, err == nil || errorIs(err, order.Refused, order.Busy), "%v", err)
			}
		}()
	}
	all.Wait()
	numbers := map[int64]bool{}
	for _, id := range ids {
		o, err := s.Order(s.ctx, id)
		require.NoError(t, err)
		for _, d := range o.Documents {
			require.False(t, numbers[d.No], "%s twice", d.Number())
			numbers[d.No] = true
		}
	}
	for no := range int64(len(numbers)) {
		require.True(t, numbers[no+1], "number %d of %d is missing", no+1, len(numbers))
	}
	require.Len(t, numbers, orders*4)
}

func TestACommitOfWhichNobodyKnowsBillsOnce(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	w.commit = func(ctx context.Context, c *order.Change) error {
		w.commit = nil
		if err := w.Store.Commit(ctx, c); err != nil {
			return err
		}
		return errBroken
	}
	_, err := s.Do(s.ctx, o.ID, order.Issue{}, byStaff, order.Key("bill"))
	problem(t, err, order.Unavailable)
	s.do(o.ID, order.Issue{}, byStaff, order.Key("bill"))
	assert.Equal(t, []string{"INV-2026-000001 17.40: 1 mug, shipping"}, documents(s.check(o.ID)))
	other := s.place(numbered(goods(1), "2"))
	w.commit = func(context.Context, *order.Change) error { w.commit = nil; return errBroken }
	_, err = s.Do(s.ctx, other.ID, order.Issue{}, byStaff, order.Key("bill"))
	problem(t, err, order.Unavailable)
	s.do(other.ID, order.Issue{}, byStaff, order.Key("bill"))
	assert.Equal(t, []string{"INV-2026-000002 17.40: 1 mug, shipping"}, documents(s.check(other.ID)))
}

func TestAStoreThatNumbersNothingIsNoticed(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	w.commit = func(ctx context.Context, c *order.Change) error {
		old := *c
		old.Number = nil
		return w.Store.Commit(ctx, &old)
	}
	_, err := s.Do(s.ctx, o.ID, order.Issue{}, byStaff)
	assert.Contains(t, problem(t, err, order.Quarantined).Reason, "numbers no documents")
}

func TestSeries(t *testing.T) {
	named := func(f func(order.Order, order.DocumentKind, time.Time) string) func(*order.Config) {
		return func(c *order.Config) { c.Invoices.Series = f }
	}
	first := func(s *shop, d order.Draft) string {
		o := s.place(d)
		return s.do(o.ID, order.Issue{}).Order.Documents[0].Number()
	}
	t.Run("by year in UTC and by channel", func(t *testing.T) {
		s := newShop(t)
		s.clock.t = time.Date(2026, 12, 31, 23, 30, 0, 0, time.FixedZone("PST", -8*3600))
		assert.Equal(t, "INV-2027-000001", first(s, goods(1)))
		d := numbered(goods(1), "2")
		d.Channel = "outlet"
		assert.Equal(t, "INV-outlet-2027-000001", first(s, d))
		assert.Equal(t, "INV-2027-000002", first(s, numbered(goods(1), "3")))
	})
	t.Run("as the shop names them", func(t *testing.T) {
		s := newShop(t, named(func(o order.Order, kind order.DocumentKind, _ time.Time) string {
			o.Lines[0].Runs = nil // a copy
			return map[order.DocumentKind]string{order.Invoice: o.Number + "/R"}[kind]
		}))
		o := s.place(goods(1))
		assert.Equal(t, "2026-1/R000001", s.do(o.ID, order.Issue{}).Order.Documents[0].Number())
		r := s.do(o.ID, order.Cancel{})
		assert.Equal(t, "CN-2026-000001", r.Order.Documents[1].Number(), "no name: the default")
	})
	for series, name := range map[string]string{"R0": "ends in a digit", "R9": "ends in a digit", "R\n-": "control characters",
		strings.Repeat("R", 201): "is longer"} {
		t.Run("refused: "+series[:2], func(t *testing.T) {
			s := newShop(t, after("pay"), named(func(order.Order, order.DocumentKind, time.Time) string { return series }))
			o := s.place(goods(1))
			_, err := s.Do(s.ctx, o.ID, order.Issue{}, byStaff)
			assert.Contains(t, problem(t, err, order.Invalid).Reason, name)
			_, err = s.Plan(s.ctx, o.ID, order.Pay{}, byCustomer)
			assert.Contains(t, problem(t, err, order.Invalid).Reason, name)
			_, err = s.tryPay(o.ID)
			assert.Contains(t, problem(t, err, order.Quarantined).Reason, name)
			stored, err := s.Order(s.ctx, o.ID)
			require.NoError(t, err)
			assert.Empty(t, stored.Documents)
		})
	}
}

func TestASeriesThatPanicsLosesNothingThatWasDone(t *testing.T) {
	calm := true
	s := newShop(t, after("ship"), func(c *order.Config) {
		c.Invoices.Series = func(order.Order, order.DocumentKind, time.Time) string {
			if !calm {
				panic("no series")
			}
			return "R-"
		}
	})
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	calm = false
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	e := problem(t, err, order.Quarantined)
	assert.Contains(t, e.Reason, "Config.Invoices.Series panicked: no series")
	assert.Contains(t, e.Reason, "done and not recorded", "an engineer can look up what was booked")
}

func TestInvoicesComeAfterActionsThatExist(t *testing.T) {
	cfg := newShop(t).Config
	cfg.Invoices.After = []string{"ship", "dispatch", "issue"}
	_, err := order.New(cfg)
	problem(t, err, order.Invalid)
	assert.Equal(t, []string{"Invoices.After[1] unknown_action", "Invoices.After[2] unknown_action"}, faultsOf(t, err))
}

func TestTheTaxIsAlsoInTheCurrencyOfTheTaxAuthority(t *testing.T) {
	s := newShop(t)
	d := mixed()
	rate, err := currency.NewRate(currency.EUR, currency.CHF, eur("0.93").Decimal(), s.clock.now(), "customs office")
	require.NoError(t, err)
	d.TaxRates = []currency.Rate{rate}
	d.Items[1].Line.Taxes[0].ID, d.Items[1].Line.Taxes[0].Percent = "de-7", eur("7.00").Decimal()
	o := s.place(d)
	o = &s.do(o.ID, order.Issue{}).Order
	inv := o.Documents[0]
	require.Len(t, inv.Taxes, 2)
	assert.Equal(t, "EUR 6.89 EUR 4.71", fmt.Sprint(inv.Taxes[0].Tax, " ", inv.Taxes[1].Tax))
	assert.Equal(t, "CHF 6.41 CHF 4.38 CHF 10.79", fmt.Sprint(inv.Abroad.Taxes[0], " ", inv.Abroad.Taxes[1], " ", inv.Abroad.Tax), "each once, then added")
	o = &s.do(o.ID, order.Cancel{}).Order
	assert.Equal(t, inv.Abroad.Tax, o.Documents[1].Abroad.Tax)

	rate, err = currency.NewRate(currency.USD, currency.CHF, eur("0.93").Decimal(), s.clock.now(), "customs office")
	require.NoError(t, err)
	d.TaxRates = []currency.Rate{rate}
	_, err = s.Place(s.ctx, numbered(d, "2"))
	problem(t, err, order.Invalid)
	assert.Equal(t, []string{"taxRates rate"}, faultsOf(t, err))
}

func TestRoundingForCashIsOnTheDocuments(t *testing.T) {
	s := newShop(t, after("pay"))
	d := goods(1)
	d.Currency, d.Charges, d.Policy.Cash = currency.CAD, nil, true
	d.Items[0].Line.Unit = eur("4.92").Decimal()
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	r := s.do(o.ID, order.Cancel{})
	assert.Equal(t, []string{
		"INV-2026-000001 4.90: 1 mug, cash rounding",
		"CN-2026-000001 4.90: 1 mug, cash rounding of INV-2026-000001",
	}, documents(&r.Order))
}

func TestAHundredThousandUnitsAreOneItem(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(100_000))
	r := s.do(o.ID, order.Issue{})
	assert.Len(t, r.Order.Documents[0].Items, 2)
	r = s.do(o.ID, order.Cancel{Of: order.Some("mug", 99_999)})
	assert.Equal(t, "CN-2026-000001 1249987.50: 99999 mug of INV-2026-000001", documents(&r.Order)[1])
}
