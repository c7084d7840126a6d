package postgres_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// rings is a workflow of two versions. Under the second one a ring is engraved
// before it is handed out, by a step that programs of the first one do not have.
func rings(version int) fsm.Definition {
	d := fsm.Definition{Name: "rings", Version: version, Initial: "placed",
		States: []fsm.State{
			{Name: "placed", Phase: fsm.Created, Timer: &fsm.Timer{After: fsm.Duration(time.Hour), Action: "cancel"}},
			{Name: "paid", Phase: fsm.Paid, Waits: true},
			{Name: "completed", Phase: fsm.Completed, Final: true},
			{Name: "cancelled", Phase: fsm.Cancelled, Final: true},
		},
		Transitions: []fsm.Transition{
			{Action: "place", To: "placed"},
			{Action: "pay", From: "placed", To: "paid", Steps: []fsm.Step{{Do: "authorize"}}},
			{Action: "cancel", From: "placed", To: "cancelled"},
			{Action: "cancel", From: "paid", To: "cancelled", Steps: []fsm.Step{{Do: "void", Pivot: true}}},
			{Action: "collect", From: "paid", To: "completed", Steps: []fsm.Step{{Do: "capture", Pivot: true}}},
		},
		Otherwise: []fsm.Otherwise{{Action: "cancel", Answer: fsm.Refuse, Because: "too late"}, {Action: "pay", Answer: fsm.Refuse, Because: "paid already"}},
	}
	if version == 2 {
		d.States = append(d.States, fsm.State{Name: "engraved", Phase: fsm.Production, Waits: true})
		d.Transitions[4].From = "engraved"
		d.Transitions = append(d.Transitions,
			fsm.Transition{Action: "cancel", From: "engraved", To: "cancelled", Steps: []fsm.Step{{Do: "void", Pivot: true}}},
			fsm.Transition{Action: "engrave", From: "paid", To: "engraved", Steps: []fsm.Step{{Do: "engrave", Effect: fsm.Logistics, Idempotent: true, Irreversible: true,
				Retry: &fsm.Retry{First: fsm.Duration(time.Millisecond), Factor: 1, Max: fsm.Duration(time.Millisecond), Attempts: 100, For: fsm.Duration(time.Hour)}}}})
	}
	return d
}

// world is what all programs call: a table with a row for each key.
type world struct {
	pool   *pgxpool.Pool
	schema string
}

func (w world) do(ctx context.Context, op, key, of string, amount string) (order.Receipt, error) {
	_, err := w.pool.Exec(ctx, in(w.schema, "INSERT INTO {s}.world VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"), key, op, of, amount)
	return order.Receipt{Ref: key}, err
}

func (w world) Traits() order.Traits { return order.Traits{KeyLife: order.Forever} }

func (w world) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return w.do(ctx, "authorize", c.Key, c.Order, c.Amount.String())
}

func (w world) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return w.do(ctx, "capture", c.Key, c.Order, c.Amount.String())
}

func (w world) Void(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return w.do(ctx, "void", c.Key, c.Order, c.Amount.String())
}

func (w world) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return w.do(ctx, "refund", c.Key, c.Order, c.Amount.String())
}

// Run is the engraving. It takes three attempts.
func (w world) Run(ctx context.Context, c order.StepCall) (order.Receipt, error) {
	var tries int
	err := w.pool.QueryRow(ctx, in(w.schema, "INSERT INTO {s}.tries AS t VALUES ($1, 1) ON CONFLICT (key) DO UPDATE SET tries = t.tries + 1 RETURNING tries"), c.Key).Scan(&tries)
	if err != nil || tries < 3 {
		return order.Receipt{}, order.Retry(errors.New("the machine is warming up"))
	}
	return w.do(ctx, "engrave", c.Key, c.Order.ID, "")
}

// program is an engine that knows the versions up to the given one.
func program(t testing.TB, s *postgres.Store, w world, version int, change ...func(*order.Config)) *order.Engine {
	return engine(t, s, append([]func(*order.Config){func(c *order.Config) {
		c.Poll, c.Patience = 5*time.Millisecond, 100*time.Millisecond
		c.Gateways = map[string]order.PaymentGateway{"": w}
		c.Workflows = []order.Workflow{{Type: "ring", Definition: rings(1)}}
		if version == 2 {
			c.Workflows = append(c.Workflows, order.Workflow{Type: "ring", Definition: rings(2)})
			c.Switches = []fsm.Switch{fsm.SwitchTo(rings(1), rings(2))}
			c.Steps = map[string]order.Step{"engrave": w}
		}
	}}, change...)...)
}

const rounds = 12

// jewel is a process of the given version. In every round it takes on what is open,
// whoever sold it, and sells a ring. The new one switches half of the rings.
func jewel(url, schema, name string, version int) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s, err := postgres.Open(ctx, url, postgres.Config{Schema: schema})
	if err != nil {
		return err
	}
	defer s.Close()
	p, err := pgxpool.New(ctx, url)
	if err != nil {
		return err
	}
	defer p.Close()
	e := program(quiet{}, s, world{p, schema}, version)
	go func() { _ = e.Run(ctx) }()
	go func() { _ = s.Listen(ctx, e.Kick) }()
	for i := range rounds {
		for _, state := range []string{"paid", "engraved"} {
			open, err := s.Find(ctx, order.Query{State: state, Limit: 1000})
			if err != nil {
				return err
			}
			for _, o := range open {
				said, err := goOn(ctx, e, o, version)
				if err != nil {
					return fmt.Errorf("%s: %w", o.ID, err)
				}
				fmt.Println(said, o.ID)
			}
		}
		if _, err := sellRing(ctx, e, fmt.Sprint(name, "-", i)); err != nil {
			return err
		}
	}
	return nil
}

func sellRing(ctx context.Context, e *order.Engine, key string) (string, error) {
	r, err := e.Place(ctx, mugs(1, "ring"), order.By(fsm.Customer, "c-7"), order.Key(key))
	if err != nil {
		return "", err
	}
	_, err = e.Do(ctx, r.Order.ID, order.Pay{With: []order.Tender{{Token: "card"}}}, order.Key("pay"))
	if errors.Is(err, order.Refused) { // switched before it was paid, perhaps
		err = nil
	}
	return r.Order.ID, err
}

// goOn does the next thing with an order, says what, and takes being told that it
// comes too late, or that it is not for this program.
func goOn(ctx context.Context, e *order.Engine, o order.Order, version int) (string, error) {
	var a order.Action = order.Named{Called: "collect"}
	switch is, half := o.Workflows[0].Version, o.ID[len(o.ID)-1]%2 == 0; {
	case version == 2 && is == 1 && half:
		a = order.Switch{Workflow: "rings", From: 1, To: 2}
	case version == 2 && is == 1:
		return "spared", nil // for the old one
	case version == 2 && o.Lines[0].Runs[0].State == "paid":
		a = order.Named{Called: "engrave"}
	}
	_, err := e.Do(ctx, o.ID, a, order.By(fsm.Staff, "anna"), order.Key(a.Name()))
	var problem *order.Error
	switch {
	case errors.Is(err, order.Conflict), errors.Is(err, order.Busy):
		return "later", nil
	case errors.As(err, &problem) && problem.Kind == order.Refused:
		for _, f := range problem.Faults {
			if f.Code == order.CodeWorkflowGone {
				return "left", nil
			}
		}
		return "late", nil
	}
	return a.Name(), err
}

// A release in the middle of the day: the old program goes on while the new one
// switches orders under its hands, is killed, and comes back.
func TestAnOldAndANewProgramShareTheDatabase(t *testing.T) {
	ctx := context.Background()
	schema := fresh(t)
	run(t, in(schema, "CREATE TABLE {s}.world (key text PRIMARY KEY, op text, of_order text, amount text); CREATE TABLE {s}.tries (key text PRIMARY KEY, tries int)"))
	s := open(t, schema)
	w := world{pool(t, 4), schema}
	old, fresh := program(t, s, w, 1), program(t, s, w, 2)
	var ids []string
	for i := range 6 {
		id, err := sellRing(ctx, old, fmt.Sprint("open-", i))
		require.NoError(t, err)
		ids = append(ids, id)
	}
	for _, id := range ids[:2] {
		_, err := fresh.Do(ctx, id, order.Switch{Workflow: "rings", From: 1, To: 2}, order.By(fsm.Staff, "anna"))
		require.NoError(t, err)
	}
	waiting, err := fresh.Do(ctx, ids[1], order.Named{Called: "engrave"}, order.By(fsm.Staff, "anna"))
	require.NoError(t, err)
	require.Equal(t, order.Pending, waiting.Status)

	start := func(role, name string) (*exec.Cmd, *bufio.Scanner) {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), roleEnv+"="+role, urlEnv+"="+server.URL, schemaEnv+"="+schema, nameEnv+"="+name)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		t.Cleanup(func() { _ = cmd.Process.Kill() })
		return cmd, bufio.NewScanner(out)
	}
	oldOne, oldSays := start("old", "old")
	for oldSays.Scan() && oldSays.Text() != "left "+ids[0] { // what it does not know
	}
	var version int64
	require.Eventually(t, func() (leased bool) {
		s.Query(t, []any{&leased, &version}, "SELECT h.lease IS NOT NULL, h.version FROM {s}.heads h JOIN {s}.orders o ON o.n = h.n WHERE o.id = $1", ids[1])
		return leased || version != waiting.Order.Version
	}, 20*time.Second, time.Millisecond, "it comes by")
	require.Equal(t, waiting.Order.Version, version, "and leaves what it does not know as it is")

	killed, says := start("new", "new-1")
	for n := 0; n < 4 && says.Scan(); n++ {
	}
	require.NoError(t, killed.Process.Kill())
	_ = killed.Wait()
	newOne, newSays := start("new", "new-2")
	for newSays.Scan() {
	}
	for oldSays.Scan() {
	}
	require.NoError(t, newOne.Wait())
	require.NoError(t, oldOne.Wait())

	// What is left, somebody takes on.
	require.Eventually(t, func() bool {
		_, err := fresh.Pass(ctx)
		require.NoError(t, err)
		left := 0
		for _, state := range []string{"placed", "paid", "engraved"} {
			open, err := s.Find(ctx, order.Query{State: state, Limit: 1000})
			require.NoError(t, err)
			left += len(open)
			for _, o := range open {
				e, version := old, o.Workflows[0].Version
				if version == 2 {
					e = fresh
				}
				_, err := e.Do(ctx, o.ID, order.Pay{With: []order.Tender{{Token: "card"}}}, order.Key("pay"))
				require.True(t, err == nil || errors.Is(err, order.Refused) || errors.Is(err, order.Busy), "%v", err)
				_, err = goOn(ctx, e, o, version)
				require.NoError(t, err)
			}
		}
		return left == 0
	}, 60*time.Second, 5*time.Millisecond)
	all, err := s.Find(ctx, order.Query{Limit: 1000})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(all), len(ids)+2*rounds+1)
	versions := map[int]int{}
	for i := range all {
		o := &all[i]
		require.NoError(t, o.Check())
		require.Equal(t, fsm.Completed, o.Status(), o.ID)
		require.Empty(t, o.Intents)
		require.Empty(t, o.Cases, "nobody is alarmed about another version")
		require.Empty(t, o.Quarantine)
		history, err := s.History(ctx, o.ID, 0, 0)
		require.NoError(t, err)
		require.Len(t, history, int(o.LastEvent))
		// An order may have been switched after it was collected.
		at := slices.IndexFunc(history, func(e order.Event) bool { return e.Kind == order.EventAction && e.Action == "collect" })
		require.Positive(t, at)
		want, version := "authorize EUR 12.50, capture EUR 12.50", 1
		if history[at].Moves[0].From == "engraved" {
			want, version = want+", engrave ", 2
		}
		versions[version]++
		var done string
		s.Query(t, []any{&done}, "SELECT string_agg(op || ' ' || amount, ', ' ORDER BY op) FROM {s}.world WHERE of_order = $1", o.ID)
		require.Equal(t, want, done, o.ID)
	}
	t.Logf("%d rings, by the version they were handed out under: %v", len(all), versions)
	require.Positive(t, versions[1])
	require.GreaterOrEqual(t, versions[2], rounds)
}
