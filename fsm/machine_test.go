package fsm_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
)

func TestAMachineNeverChanges(t *testing.T) {
	d := fsm.Goods()
	m := fsm.MustCompile(d)
	hash := m.Hash()

	d.States[0].Timer.Action = "changed"
	d.Transitions[0].Steps[0].Do = "changed"
	out := m.Definition()
	out.States[0].Timer.Action = "changed"
	out.Transitions[1].By[0] = "changed"
	out.Otherwise[0].In[0] = "changed"
	s, ok := m.State("placed")
	require.True(t, ok)
	s.Timer.Action = "changed"
	m.Holds("paid")[0] = 0

	assert.Equal(t, fsm.Goods(), m.Definition())
	assert.Equal(t, hash, m.Hash())
	s, _ = m.State("placed")
	assert.Equal(t, "cancel", s.Timer.Action)
	assert.NotZero(t, m.Holds("paid")[0])
}

func TestTheHashTellsDefinitionsApart(t *testing.T) {
	seen := map[string]int{}
	for i, edit := range []func(d *fsm.Definition){
		func(d *fsm.Definition) {},
		func(d *fsm.Definition) { d.Version = 2 },
		func(d *fsm.Definition) { d.States[paid].Label = "x" },
		func(d *fsm.Definition) { d.States[placed].Timer.After++ },
		func(d *fsm.Definition) { d.Transitions[ship].Steps[0].Using = "air" },
		func(d *fsm.Definition) { d.Transitions[pay].By = []fsm.Role{fsm.Staff} },
		func(d *fsm.Definition) { d.Otherwise[0].Because = "x" },
	} {
		d := little()
		edit(&d)
		m := fsm.MustCompile(d)
		require.Len(t, m.Hash(), 16)
		other, twice := seen[m.Hash()]
		require.False(t, twice, "%d and %d", i, other)
		seen[m.Hash()] = i
	}
	d := little()
	d.Transitions[pay].Guards, d.Transitions[pay].By = []string{}, []fsm.Role{}
	assert.Equal(t, fsm.MustCompile(little()).Hash(), fsm.MustCompile(d).Hash(), "no list and an empty list are the same")
}

func TestAMachineAnswersAboutStates(t *testing.T) {
	m := fsm.MustCompile(fsm.Goods())
	assert.Equal(t, "goods", m.Name())
	assert.Equal(t, []string{"cancel", "modify", "ship"}, m.Offers("paid"))
	assert.Equal(t, []string{"place"}, m.Offers(""))
	assert.Empty(t, m.Offers("completed"))
	assert.Empty(t, m.Offers("nowhere"))
	assert.Equal(t, fsm.Production, m.Phase("shipped"))
	assert.Empty(t, m.Phase("nowhere"))
	assert.Empty(t, m.Candidates("nowhere", "pay"))
	for _, name := range []string{"", "new", "nowhere"} {
		_, ok := m.State(name)
		assert.False(t, ok, name)
	}
	pay := m.Candidates("placed", "pay")[0]
	assert.True(t, pay.Allows(fsm.Webhook))
	ship := m.Candidates("paid", "ship")[0]
	assert.False(t, ship.Allows(fsm.Customer))
	assert.True(t, (&fsm.Transition{}).Allows(fsm.Customer), "no list is everybody")
}

func TestPlacingMayBeLeftOut(t *testing.T) {
	d := fsm.Definition{Name: "bare", Version: 1, Initial: "here",
		States:      []fsm.State{{Name: "here", Phase: fsm.Created, Waits: true}, {Name: "gone", Phase: fsm.Cancelled, Final: true}},
		Transitions: []fsm.Transition{{Action: "cancel", From: "here", To: "gone"}},
		Otherwise:   []fsm.Otherwise{{Action: "cancel", Answer: fsm.Ignore}},
	}
	m, err := fsm.Compile(d)
	require.NoError(t, err)
	tr, choice, ok := m.Next("", "place", nil)
	require.True(t, ok)
	assert.Equal(t, fsm.Transition{Action: "place", To: "here"}, *tr)
	to, err := m.Fire("", "place", choice)
	require.NoError(t, err)
	assert.Equal(t, "here", to)
	assert.Equal(t, d, m.Definition(), "it is not written into the definition")
}

func TestAllFaultsComeAtOnceInTheOrderOfThePlaces(t *testing.T) {
	broken := func() fsm.Definition {
		d := little()
		d.Version = 0
		d.States[paid].Phase = "payed"
		d.Transitions[cancelPlaced].Steps = nil
		d.Transitions[ship].Steps[0] = fsm.Step{Do: "bok"}
		d.Otherwise = nil
		for range 8 { // places with two digits
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "note", From: "placed", To: "dome"})
		}
		return d
	}
	_, err := fsm.Compile(broken())
	var faults fsm.Faults
	require.ErrorAs(t, err, &faults)
	var got []string
	for _, f := range faults {
		got = append(got, f.Code+" "+f.Place)
	}
	assert.Equal(t, []string{
		"unknown states[1].phase", "unanswered states[2]", "coupon_held states[3]", "stock_held states[3]", "unanswered states[3]",
		"effect transitions[4].steps[0]", "no_undo transitions[4].steps[0]", "unknown transitions[5].to",
		"ambiguous transitions[6]", "unknown transitions[6].to", "ambiguous transitions[7]", "unknown transitions[7].to",
		"ambiguous transitions[8]", "unknown transitions[8].to", "ambiguous transitions[9]", "unknown transitions[9].to",
		"ambiguous transitions[10]", "unknown transitions[10].to", "ambiguous transitions[11]", "unknown transitions[11].to",
		"ambiguous transitions[12]", "unknown transitions[12].to", "size version",
	}, got)
	for range 20 {
		_, again := fsm.Compile(broken())
		require.Equal(t, err, again)
	}
	assert.Equal(t, len(faults), strings.Count(err.Error(), "\n"))
	assert.True(t, faults.Has(fsm.CodeEffect))
	assert.False(t, faults.Has(fsm.CodeEndless))
}

func TestMustCompilePanicsWithTheFaults(t *testing.T) {
	assert.PanicsWithError(t, func() error { _, err := fsm.Compile(fsm.Definition{}); return err }().Error(), func() { fsm.MustCompile(fsm.Definition{}) })
	assert.NotPanics(t, func() { fsm.MustCompile(little()) })
}

func TestRetryFillsInTheDefault(t *testing.T) {
	def := fsm.DefaultRetry()
	assert.Equal(t, fsm.Retry{First: fsm.Duration(5 * time.Minute), Factor: 2, Max: fsm.Duration(6 * time.Hour), Attempts: 10, For: fsm.Duration(72 * time.Hour)}, def)
	assert.Equal(t, def, fsm.Retry{}.Or(def))
	own := fsm.Retry{First: 1, Factor: 3, Max: 4, Attempts: 5, For: 6}
	assert.Equal(t, own, own.Or(def))
}

func TestAStepKnowsItsVerbItsEffectAndItsWayBack(t *testing.T) {
	for _, c := range []struct {
		step       fsm.Step
		verb, undo string
		kind       fsm.Effect
	}{
		{fsm.Step{Do: "capture"}, "capture", "refund", fsm.Money},
		{fsm.Step{Do: "charge_card", Means: "capture"}, "capture", "refund", fsm.Money},
		{fsm.Step{Do: "charge_card", Means: "capture", Undo: "uncharge"}, "capture", "uncharge", fsm.Money},
		{fsm.Step{Do: "capture", Irreversible: true}, "capture", "", fsm.Money},
		{fsm.Step{Do: "void"}, "void", "", fsm.Money},
		{fsm.Step{Do: "engrave", Effect: fsm.Stock}, "", "", fsm.Stock},
		{fsm.Step{Do: "engrave"}, "", "", ""},
	} {
		assert.Equal(t, c.verb, c.step.Verb(), c.step.Do)
		assert.Equal(t, c.undo, c.step.Compensation(), c.step.Do)
		assert.Equal(t, c.kind, c.step.Kind(), c.step.Do)
	}
}

func TestPhasesComeInTheOrderOfTheProcess(t *testing.T) {
	assert.Equal(t, []fsm.Phase{"created", "paid", "production", "confirmed", "completed", "cancelled", "returned"}, fsm.Phases())
}
