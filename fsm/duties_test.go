package fsm_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
)

func builtIn(words string) []fsm.Step {
	var steps []fsm.Step
	for _, w := range strings.Fields(words) {
		do, pivot := strings.CutSuffix(w, "!")
		steps = append(steps, fsm.Step{Do: do, Pivot: pivot})
	}
	return steps
}

// with sets the steps of one transition.
func with(transition int, words string) func(d *fsm.Definition) {
	return func(d *fsm.Definition) { d.Transitions[transition].Steps = builtIn(words) }
}

// after adds a state "back" behind done's place: paid -ship-> back -accept-> to.
func after(to string, words string) func(d *fsm.Definition) {
	return func(d *fsm.Definition) {
		d.States = append(d.States,
			fsm.State{Name: "back", Phase: fsm.Confirmed, Waits: true},
			fsm.State{Name: "returned", Phase: fsm.Returned, Final: true})
		d.Transitions[ship].To = "back"
		d.Transitions = append(d.Transitions,
			fsm.Transition{Action: "keep", From: "back", To: "done", Steps: builtIn("accrue")},
			fsm.Transition{Action: "note", From: "back", To: "back", Steps: builtIn("accrue")},
			fsm.Transition{Action: "accept", From: "back", To: "returned", Steps: builtIn("refund! reverse")},
			fsm.Transition{Action: "try", From: "back", To: to, Steps: builtIn(words)})
	}
}

func TestRule4ObligationsAreSettledOnEveryPath(t *testing.T) {
	const paidPath = "new -place-> placed, placed -pay-> paid"
	for _, w := range []wrong{
		{"goods do not leave unpaid", with(pay, ""), "sent_unpaid transitions[4].steps[0]", paidPath + ", paid -ship-> done"},
		{"money given back does not pay", with(ship, "void! book commit"), "sent_unpaid transitions[4].steps[1]", "-"},
		{"a completed piece is paid", with(ship, "book commit"), "not_paid states[2]", paidPath + ", paid -ship-> done"},
		{"a completed piece is paid also when it pays later", func(d *fsm.Definition) { d.PaysLater = true; with(ship, "book commit")(d); with(pay, "")(d) }, "not_paid states[2]", paidPath + ", paid -ship-> done"},
		{"a completed piece leaves no authorization open", with(ship, "book authorize"), "promise_open states[2]", paidPath + ", paid -ship-> done"},
		{"a completed piece leaves no stock set aside", with(ship, "book capture!"), "stock_held states[2]", paidPath + ", paid -ship-> done"},
		{"what one piece is sent every piece is sent", func(d *fsm.Definition) {
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "skip", From: "paid", To: "done", Steps: builtIn("capture! commit")})
		}, "not_sent states[2]", paidPath + ", paid -skip-> done"},
		{"points that one piece earns every piece earns", after("done", ""), "not_accrued states[2]", paidPath + ", paid -ship-> back, back -try-> done"},
		{"a cancelled piece leaves no authorization open", with(cancelPaid, "release! giveback"), "promise_open states[3]", paidPath + ", paid -cancel-> gone"},
		{"a cancelled piece leaves no stock set aside", with(cancelPlaced, "giveback"), "stock_held states[3]", "new -place-> placed, placed -cancel-> gone"},
		{"a cancelled piece gives the coupon back", with(cancelPlaced, "release"), "coupon_held states[3]", "new -place-> placed, placed -cancel-> gone"},
		{"a cancelled piece gives the money back", func(d *fsm.Definition) { with(pay, "capture")(d); with(cancelPaid, "release! giveback")(d) }, "money_kept states[3]", "-"},
		{"a cancelled piece takes points back", func(d *fsm.Definition) {
			d.Transitions[place].Steps = append(d.Transitions[place].Steps, fsm.Step{Do: "accrue"})
		}, "points_held states[3]", "-"},
		{"a cancelled piece is not with the customer", after("gone", "refund! giveback reverse"), "goods_out states[3]", "-"},
		{"a returned piece gives the money back", after("returned", "reverse"), "money_kept states[5]", "-"},
		{"a returned piece takes points back", after("returned", "refund"), "points_held states[5]", "-"},
		{"a returned piece leaves no stock set aside", after("returned", "reserve refund! reverse"), "stock_held states[5]", "-"},
		{"a returned piece leaves no authorization open", after("returned", "refund! authorize reverse"), "promise_open states[5]", "-"},
		{"nothing is released that was not set aside", with(place, "redeem"), "idle transitions[2].steps[0]", "new -place-> placed, placed -cancel-> gone"},
		{"nothing is given back by placing", with(place, "reserve redeem void"), "idle transitions[0].steps[2]", "new -place-> placed"},
		{"nothing is given back twice", with(cancelPaid, "void! void release giveback"), "idle transitions[3].steps[1]", "-"},
		{"guards are no excuse", func(d *fsm.Definition) {
			kind := d.Transitions[cancelPaid]
			kind.Guards, kind.Steps = []string{"kind"}, builtIn("void! giveback")
			d.Transitions = append(d.Transitions[:cancelPaid], append([]fsm.Transition{kind}, d.Transitions[cancelPaid:]...)...)
		}, "stock_held states[3]", "-"},
		{"when shipping is refused the money comes back", func(d *fsm.Definition) {
			d.Transitions = append(d.Transitions[:cancelPaid], d.Transitions[ship])
		}, "no_refund_route transitions[3].steps[0]", paidPath + ", paid -ship-> done"},
		{"a way back that keeps the money is none", with(cancelPaid, "release! giveback"), "no_refund_route transitions[4].steps[0]", "-"},
		{"a way back that ships first is none", func(d *fsm.Definition) {
			with(cancelPaid, "book unbook void! release giveback")(d)
		}, "no_refund_route transitions[4].steps[0]", "-"},
	} {
		w.run(t)
	}
	t.Run("who pays later may be sent goods first", func(t *testing.T) {
		d := little()
		d.PaysLater = true
		d.Transitions[pay].Steps = nil
		d.Transitions[cancelPaid].Steps = builtIn("release! giveback")
		d.Transitions[ship].Steps = builtIn("book capture! commit")
		_, err := fsm.Compile(d)
		require.NoError(t, err)
	})
	t.Run("a second parcel needs no way back", func(t *testing.T) {
		d := little()
		d.States = append(d.States, fsm.State{Name: "out", Phase: fsm.Confirmed, Waits: true})
		d.Transitions[ship].To = "out"
		d.Transitions = append(d.Transitions,
			fsm.Transition{Action: "resend", From: "out", To: "out", Steps: builtIn("book")},
			fsm.Transition{Action: "close", From: "out", To: "done"})
		_, err := fsm.Compile(d)
		require.NoError(t, err)
	})
	t.Run("a handler of the host's counts by what it means", func(t *testing.T) {
		d := little()
		d.Transitions[ship].Steps[0] = fsm.Step{Do: "call_courier", Means: "book", Lookup: true}
		_, err := fsm.Compile(d)
		require.NoError(t, err)
	})
	t.Run("the machine knows what a piece can hold", func(t *testing.T) {
		m := fsm.MustCompile(fsm.Goods())
		assert.Equal(t, []fsm.Held{fsm.Promised | fsm.Reserved | fsm.Redeemed}, m.Holds("paid"))
		assert.Equal(t, []fsm.Held{fsm.Taken | fsm.Redeemed | fsm.Sent, fsm.Taken | fsm.Redeemed | fsm.Accrued | fsm.Sent}, m.Holds("return_requested"))
		assert.Equal(t, []fsm.Held{0}, m.Holds("cancelled"))
		assert.Empty(t, m.Holds("nowhere"))
	})
}

func TestRule5AStepThatIsRefusedLeavesNothingHalfDone(t *testing.T) {
	const through = "new -place-> placed, placed -pay-> paid, paid -ship-> done"
	first := func(s fsm.Step, rest string) func(d *fsm.Definition) {
		return func(d *fsm.Definition) {
			d.Transitions[ship].Steps = append([]fsm.Step{s}, builtIn(rest)...)
		}
	}
	engrave := fsm.Step{Do: "engrave", Effect: fsm.Stock}
	for _, w := range []wrong{
		{"one pivot", with(ship, "book! capture! commit"), "pivots transitions[4].steps[1]", through},
		{"before the pivot everything can be undone", first(engrave, "book capture! commit"), "no_undo transitions[4].steps[0]", through},
		{"without a pivot everything but the last can be undone", with(cancelPaid, "void release giveback"), "no_undo transitions[3].steps[0]", "-"},
		{"after the pivot nothing is refused", with(ship, "capture! book commit"), "after_pivot transitions[4].steps[1]", through},
		{"an undo gives back what the step took", first(fsm.Step{Do: "book", Undo: "unlabel"}, "capture! commit"), "wrong_undo transitions[4].steps[0]", "-"},
		{"an undo is of the same kind", first(fsm.Step{Do: "gift_wrap", Effect: fsm.Stock, Undo: "void"}, "book capture! commit"), "wrong_undo transitions[4].steps[0]", "-"},
		{"doing it again is no undo", first(fsm.Step{Do: "engrave", Effect: fsm.Stock, Undo: "engrave"}, "book capture! commit"), "wrong_undo transitions[4].steps[0]", "-"},
		{"irreversible is irreversible", first(fsm.Step{Do: "engrave", Effect: fsm.Stock, Undo: "polish", Irreversible: true}, "book capture! commit"), "wrong_undo transitions[4].steps[0]", "-"},
		{"somebody must decide", func(d *fsm.Definition) {
			d.States[paid].Waits = false
			d.Transitions[ship].By, d.Transitions[cancelPaid].By = []fsm.Role{fsm.System}, []fsm.Role{fsm.System}
			e := engrave
			e.Irreversible = true
			first(e, "book capture! commit")(d)
		}, "irreversible transitions[4].steps[0]", through},
		{"nobody decides before there is an order", func(d *fsm.Definition) { d.Transitions[place].Steps[0].Irreversible = true }, "irreversible transitions[0].steps[0]", "new -place-> placed"},
	} {
		w.run(t)
	}
	for name, edit := range map[string]func(d *fsm.Definition){
		"a named undo":     first(fsm.Step{Do: "engrave", Effect: fsm.Stock, Undo: "polish"}, "book capture! commit"),
		"a person decides": first(fsm.Step{Do: "engrave", Effect: fsm.Stock, Irreversible: true}, "book capture! commit"),
		"staff decide": func(d *fsm.Definition) {
			d.States[paid].Waits = false
			d.Transitions[ship].By = []fsm.Role{fsm.System}
			first(fsm.Step{Do: "engrave", Effect: fsm.Stock, Irreversible: true}, "book capture! commit")(d)
		},
		"somebody else decides where a piece waits": func(d *fsm.Definition) {
			d.Transitions[ship].By, d.Transitions[cancelPaid].By = []fsm.Role{fsm.System}, []fsm.Role{fsm.Customer}
			first(fsm.Step{Do: "engrave", Effect: fsm.Stock, Irreversible: true}, "book capture! commit")(d)
		},
		"the pivot needs no undo": with(cancelPaid, "void! release giveback"),
		"a mail needs no undo":    first(fsm.Step{Do: "mail", Effect: fsm.Notify}, "book capture! commit"),
		"a mail after all is nothing": func(d *fsm.Definition) {
			d.Transitions[pay].Steps = append(builtIn("authorize"), fsm.Step{Do: "mail", Effect: fsm.Notify})
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := little()
			edit(&d)
			_, err := fsm.Compile(d)
			require.NoError(t, err)
		})
	}
}

func TestRule6NoAnswerStaysUnclear(t *testing.T) {
	set := func(s fsm.Step) func(d *fsm.Definition) {
		return func(d *fsm.Definition) { d.Transitions[ship].Steps[0] = s }
	}
	retry := func(r fsm.Retry) func(d *fsm.Definition) { return set(fsm.Step{Do: "book", Retry: &r}) }
	const at = "transitions[4].steps[0]"
	for _, w := range []wrong{
		{"a host's shipment can be asked about", set(fsm.Step{Do: "call_courier", Means: "book"}), "blind " + at, "-"},
		{"a host's charge can be asked about", set(fsm.Step{Do: "charge", Effect: fsm.Money, Undo: "uncharge"}), "blind " + at, "-"},
		{"a step has an effect", set(fsm.Step{Do: "bok"}), "effect " + at, "-"},
		{"a step has a known effect", set(fsm.Step{Do: "engrave", Effect: "art"}), "unknown " + at + ".effect", "-"},
		{"a verb keeps its effect", set(fsm.Step{Do: "book", Effect: fsm.Money}), "effect " + at + ".effect", "-"},
		{"a verb keeps its meaning", set(fsm.Step{Do: "book", Means: "label"}), "effect " + at + ".means", "-"},
		{"a meaning is a verb", set(fsm.Step{Do: "call_courier", Means: "courier", Effect: fsm.Logistics, Lookup: true}), "unknown " + at + ".means", "-"},
		{"no endless attempts", retry(fsm.Retry{Attempts: 101}), "retry " + at + ".retry", "-"},
		{"no negative attempts", retry(fsm.Retry{Attempts: -1}), "retry " + at + ".retry", "-"},
		{"no endless time", retry(fsm.Retry{For: fsm.Duration(1 << 62)}), "retry " + at + ".retry", "-"},
		{"no negative time", retry(fsm.Retry{For: -1}), "retry " + at + ".retry", "-"},
		{"no negative wait", retry(fsm.Retry{First: -1}), "retry " + at + ".retry", "-"},
		{"no shrinking wait", retry(fsm.Retry{Factor: -1}), "retry " + at + ".retry", "-"},
		{"no exploding wait", retry(fsm.Retry{Factor: 11}), "retry " + at + ".retry", "-"},
		{"no wait above the longest", retry(fsm.Retry{Max: 1}), "retry " + at + ".retry", "-"},
	} {
		w.run(t)
	}
	for name, s := range map[string]fsm.Step{
		"idempotent":      {Do: "call_courier", Means: "book", Idempotent: true},
		"to be asked":     {Do: "call_courier", Means: "book", Lookup: true},
		"own retry":       {Do: "book", Retry: &fsm.Retry{Attempts: 3}},
		"smallest bounds": {Do: "book", Retry: &fsm.Retry{Attempts: 1, Factor: 1, First: fsm.Duration(3600e9), Max: fsm.Duration(3600e9)}},
		"largest bounds":  {Do: "book", Retry: &fsm.Retry{Attempts: 100, Factor: 10, For: fsm.Duration(720 * 3600e9)}},
	} {
		t.Run(name, func(t *testing.T) {
			d := little()
			set(s)(&d)
			_, err := fsm.Compile(d)
			require.NoError(t, err)
		})
	}
}

func TestRule7EveryOutsideEventIsAnswered(t *testing.T) {
	webhook := func(d *fsm.Definition) {
		d.Transitions[pay].By = []fsm.Role{fsm.Customer, fsm.Webhook}
	}
	for _, w := range []wrong{
		{"cancel is answered everywhere", func(d *fsm.Definition) { d.Otherwise = nil }, "unanswered states[2]", "new -place-> placed, placed -pay-> paid, paid -ship-> done"},
		{"a webhook is answered everywhere", webhook, "unanswered states[1]", "new -place-> placed, placed -pay-> paid"},
		{"a webhook is not answered by what only staff may do", func(d *fsm.Definition) {
			webhook(d)
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "pay", From: "paid", To: "paid", By: []fsm.Role{fsm.Staff}})
			d.Otherwise = append(d.Otherwise, fsm.Otherwise{Action: "pay", In: []string{"done", "gone"}, Answer: fsm.Ignore})
		}, "unanswered states[1]", "-"},
		{"one row for a state", func(d *fsm.Definition) {
			d.Otherwise = append(d.Otherwise, fsm.Otherwise{Action: "pay", In: []string{"done", "gone", "done"}, Answer: fsm.Ignore})
		}, "duplicate otherwise[1].in[2]", ""},
		{"one row for the rest", func(d *fsm.Definition) { d.Otherwise = append(d.Otherwise, d.Otherwise[0]) }, "duplicate otherwise[1]", ""},
		{"no row for what transitions answer", func(d *fsm.Definition) { d.Otherwise[0].In = []string{"placed", "done", "gone"} }, "dead_row otherwise[0].in[0]", ""},
		{"no row for who never asks", func(d *fsm.Definition) {
			d.Transitions[pay].By = []fsm.Role{fsm.Customer, fsm.Staff}
			d.Otherwise = append(d.Otherwise, fsm.Otherwise{Action: "pay", In: []string{"placed"}, Answer: fsm.Ignore})
		}, "dead_row otherwise[1].in[0]", ""},
		{"no row for nothing", func(d *fsm.Definition) {
			d.Otherwise = append(d.Otherwise, fsm.Otherwise{Action: "cancel", In: []string{"paid", "done", "gone"}, Answer: fsm.Ignore})
		}, "dead_row otherwise[0]", ""},
	} {
		w.run(t)
	}
	t.Run("a row that names the state wins", func(t *testing.T) {
		d := little()
		d.Otherwise = append(d.Otherwise, fsm.Otherwise{Action: "cancel", In: []string{"gone"}, Answer: fsm.Ignore, Because: "already"})
		m, err := fsm.Compile(d)
		require.NoError(t, err)
		row, ok := m.Otherwise("gone", "cancel")
		assert.True(t, ok)
		assert.Equal(t, fsm.Otherwise{Action: "cancel", Answer: fsm.Ignore, Because: "already"}, row)
		row, ok = m.Otherwise("done", "cancel")
		assert.True(t, ok)
		assert.Equal(t, fsm.Refuse, row.Answer)
		_, ok = m.Otherwise("placed", "cancel")
		assert.False(t, ok, "everybody may cancel there")
		_, ok = m.Otherwise("paid", "cancel")
		assert.True(t, ok, "a customer may not cancel there")
		_, ok = m.Otherwise("done", "ship")
		assert.False(t, ok)
		_, ok = m.Otherwise("nowhere", "cancel")
		assert.False(t, ok)
	})
	t.Run("a row answers whoever may ask elsewhere", func(t *testing.T) {
		d := little() // anybody may pay in placed
		d.Transitions = append(d.Transitions, fsm.Transition{Action: "pay", From: "paid", To: "paid", By: []fsm.Role{fsm.Customer}})
		d.Otherwise = append(d.Otherwise, fsm.Otherwise{Action: "pay", In: []string{"paid"}, Answer: fsm.Ignore, Because: "twice"})
		m, err := fsm.Compile(d)
		require.NoError(t, err)
		row, _ := m.Otherwise("paid", "pay")
		assert.Equal(t, "twice", row.Because)
	})
	t.Run("a row answers when guards fail", func(t *testing.T) {
		d := little()
		d.Transitions[ship].Guards = []string{"in_stock"}
		d.Otherwise = append(d.Otherwise, fsm.Otherwise{Action: "ship", In: []string{"paid"}, Answer: fsm.Refuse, Because: "not in stock"})
		m, err := fsm.Compile(d)
		require.NoError(t, err)
		row, _ := m.Otherwise("paid", "ship")
		assert.Equal(t, "not in stock", row.Because)
	})
}
