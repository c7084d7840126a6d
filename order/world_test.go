package order_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

var (
	byStaff    = order.By(fsm.Staff, "anna")
	byCustomer = order.By(fsm.Customer, "c-7")
	errBroken  = errors.New("the database is on fire")
)

// problem is the one error type of the package, of the kind that is expected.
func problem(t testing.TB, err error, kind order.Kind) *order.Error {
	t.Helper()
	require.ErrorIs(t, err, kind)
	var e *order.Error
	require.ErrorAs(t, err, &e)
	return e
}

// faultsOf lists "path code" of every fault.
func faultsOf(t testing.TB, err error) []string {
	t.Helper()
	var e *order.Error
	require.ErrorAs(t, err, &e)
	out := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		out[i] = f.Path + " " + f.Code
		require.NotEmpty(t, f.Reason, out[i])
	}
	return out
}

// calls counts what the outside world was asked so far.
func (s *shop) calls() int {
	n := 0
	for _, script := range s.scripts() {
		n += len(script.Calls(""))
	}
	return n
}

// snapshot is everything that the store holds about an order, as JSON.
func (s *shop) snapshot(id string) string {
	s.t.Helper()
	o, err := s.Order(s.ctx, id)
	require.NoError(s.t, err)
	events, err := s.History(s.ctx, id)
	require.NoError(s.t, err)
	entries, err := s.Journal(s.ctx, id)
	require.NoError(s.t, err)
	return asJSON(s.t, o) + asJSON(s.t, events) + asJSON(s.t, entries)
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

// oneCase is the only open case of an order.
func (s *shop) oneCase(id string) order.Case {
	s.t.Helper()
	o := s.check(id)
	require.Len(s.t, o.Cases, 1, "%s", lazy(func() string { return s.story(id) }))
	return o.Cases[0]
}

func (s *shop) resolve(id string, d order.Decide) *order.Order {
	s.t.Helper()
	_, err := s.Resolve(s.ctx, id, d, byStaff)
	require.NoError(s.t, err)
	return s.check(id)
}

// shipped is an order whose units are on their way.
func shipped(s *shop, d order.Draft) *order.Order {
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	return &s.do(o.ID, order.Ship{}).Order
}

func numbered(d order.Draft, number string) order.Draft {
	d.Number = number
	return d
}

// bare is a workflow without goods, stock, coupons or points, to try single
// steps on: "work" leads from open to done through the steps, and then takes
// the money.
func bare(steps ...fsm.Step) fsm.Definition {
	return fsm.Definition{
		Name: "bare", Version: 1, Initial: "open",
		States: []fsm.State{
			{Name: "open", Phase: fsm.Created, Waits: true},
			{Name: "done", Phase: fsm.Completed, Final: true},
			{Name: "cancelled", Phase: fsm.Cancelled, Final: true},
		},
		Transitions: []fsm.Transition{
			{Action: "place", To: "open"},
			{Action: "work", From: "open", To: "done", Steps: append(steps, fsm.Step{Do: "authorize"}, fsm.Step{Do: "capture"})},
			{Action: "cancel", From: "open", To: "cancelled"},
		},
		Otherwise: []fsm.Otherwise{{Action: "cancel", Answer: fsm.Refuse, Because: "it is over"}},
	}
}

// bareShop sells pieces of that workflow, of type "bare".
func bareShop(t testing.TB, d fsm.Definition, steps map[string]order.Step, change ...func(*order.Config)) *shop {
	return newShop(t, append([]func(*order.Config){func(c *order.Config) {
		c.Workflows = append(order.StandardWorkflows(), order.Workflow{Type: "bare", Definition: d})
		c.Steps = steps
	}}, change...)...)
}

func bareDraft() order.Draft {
	d := goods(2)
	d.Items[0].Type = "bare"
	return d
}

// free is a draft of pieces that cost nothing.
func free(typ string, quantity int64) order.Draft {
	d := goods(quantity)
	d.Number, d.Charges = "", nil
	d.Items = []order.Item{item("piece", typ, "0.00", quantity)}
	d.Items[0].SKU = ""
	return d
}

// wrapped is a store of which single methods can be replaced.
type wrapped struct {
	order.Store
	load    func(context.Context, string, string) (order.Record, error)
	commit  func(context.Context, *order.Change) error
	person  func(context.Context, string) (order.Person, error)
	find    func(context.Context, order.Query) ([]order.Order, error)
	waiting func(context.Context, time.Time, int) ([]order.Notice, error)
}

func (w *wrapped) Load(ctx context.Context, id, key string) (order.Record, error) {
	if w.load != nil {
		return w.load(ctx, id, key)
	}
	return w.Store.Load(ctx, id, key)
}

func (w *wrapped) Commit(ctx context.Context, c *order.Change) error {
	if w.commit != nil {
		return w.commit(ctx, c)
	}
	return w.Store.Commit(ctx, c)
}

func (w *wrapped) Person(ctx context.Context, id string) (order.Person, error) {
	if w.person != nil {
		return w.person(ctx, id)
	}
	return w.Store.Person(ctx, id)
}

func (w *wrapped) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	if w.find != nil {
		return w.find(ctx, q)
	}
	return w.Store.Find(ctx, q)
}

func (w *wrapped) Waiting(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
	if w.waiting != nil {
		return w.waiting(ctx, due, limit)
	}
	return w.Store.Waiting(ctx, due, limit)
}

// wrap puts a wrapped store under the engine.
func wrap(w *wrapped) func(*order.Config) {
	return func(c *order.Config) {
		w.Store = c.Store
		c.Store = w
	}
}

// damaged loads orders of which a run is gone.
func damaged(w *wrapped) func(context.Context, string, string) (order.Record, error) {
	return func(ctx context.Context, id, key string) (order.Record, error) {
		rec, err := w.Store.Load(ctx, id, key)
		if err == nil {
			rec.Order.Lines[0].Runs[0].Count++
		}
		return rec, err
	}
}

// plain hides what a gateway can do beyond charging and refunding.
type plain struct{ g *memory.Payments }

func (p plain) Traits() order.Traits { return unasked(p.g.Traits()) }

// unasked are the traits of a port whose lookup a wrapper hides.
func unasked(t order.Traits) order.Traits {
	t.Lookup = order.LookupNone
	return t
}

func (p plain) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return p.g.Capture(ctx, c)
}

func (p plain) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return p.g.Refund(ctx, c)
}

// r5 is when the first retry is due.
const r5 = 5 * time.Minute

func broken(context.Context, *order.Change) error { return errBroken }

func errorIs(err error, kinds ...order.Kind) bool {
	return slices.ContainsFunc(kinds, func(k order.Kind) bool { return errors.Is(err, k) })
}
