package fsm_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"sync"
	"testing"

	looplab "github.com/looplab/fsm"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
)

// wild makes a random workflow without obligations: any graph of states, with
// alternatives, self-transitions and dead ends that a person waits in.
func wild(r *rand.Rand) fsm.Definition {
	d := fsm.Definition{Name: "wild", Version: 1, Initial: "s0",
		Otherwise: []fsm.Otherwise{{Action: "cancel", Answer: fsm.Refuse}}}
	n := 2 + r.Intn(8)
	for i := range n {
		d.States = append(d.States, fsm.State{Name: fmt.Sprintf("s%d", i), Phase: fsm.Created, Waits: true})
		d.Transitions = append(d.Transitions, fsm.Transition{Action: "next", From: fmt.Sprintf("s%d", i), To: fmt.Sprintf("s%d", i+1)})
		for action := range r.Intn(4) {
			for choice := range r.Intn(3) {
				d.Transitions = append(d.Transitions, fsm.Transition{
					Action: fmt.Sprintf("a%d", action), From: fmt.Sprintf("s%d", i), To: fmt.Sprintf("s%d", r.Intn(n+1)),
					Guards: []string{fmt.Sprintf("g%d", choice)}})
			}
			d.Transitions = append(d.Transitions, fsm.Transition{
				Action: fmt.Sprintf("a%d", action), From: fmt.Sprintf("s%d", i), To: fmt.Sprintf("s%d", r.Intn(n+1))})
		}
	}
	d.States = append(d.States, fsm.State{Name: fmt.Sprintf("s%d", n), Phase: fsm.Cancelled, Final: true})
	return d
}

// The table answers all questions; looplab makes all moves. They must never
// disagree: every state, every action, every choice, and what is not there.
func TestTheTableAndLooplabAgree(t *testing.T) {
	definitions := append(standard(), little())
	r := rand.New(rand.NewSource(1))
	for range 60 {
		definitions = append(definitions, wild(r))
	}
	for _, d := range definitions {
		m, err := fsm.Compile(d)
		require.NoError(t, err)
		states, actions := []string{""}, map[string]bool{"nonsense": true}
		for _, s := range d.States {
			states = append(states, s.Name)
		}
		for _, tr := range d.Transitions {
			actions[tr.Action] = true
		}
		for _, from := range states {
			for action := range actions {
				agree(t, d, m, from, action)
			}
		}
	}
}

func agree(t *testing.T, d fsm.Definition, m *fsm.Machine, from, action string) {
	var written []fsm.Transition
	for _, tr := range d.Transitions {
		if tr.From == from && tr.Action == action {
			written = append(written, tr)
		}
	}
	if from == "" && action == "place" && len(written) == 0 {
		written = []fsm.Transition{{Action: "place", To: d.Initial}}
	}
	require.Len(t, m.Candidates(from, action), len(written))
	for choice, tr := range written {
		require.Equal(t, tr, *m.Candidates(from, action)[choice])

		own := looplab.NewFSM(from, looplab.Events{{Name: "e", Src: []string{tr.From}, Dst: tr.To}}, nil)
		err := own.Event(context.Background(), "e")
		if err != nil {
			require.True(t, errors.As(err, &looplab.NoTransitionError{}))
		}
		to, err := m.Fire(from, action, choice)
		require.NoError(t, err)
		require.Equal(t, tr.To, to)
		require.Equal(t, own.Current(), to)
	}
	for _, choice := range []int{-1, len(written)} {
		_, err := m.Fire(from, action, choice)
		require.Error(t, err)
	}
	if len(written) == 0 {
		require.NotContains(t, m.Offers(from), action)
	} else {
		require.Contains(t, m.Offers(from), action)
	}
	_, choice, ok := m.Next(from, action, nil)
	require.Equal(t, len(written) > 0, ok)
	if ok {
		require.Equal(t, len(written)-1, choice, "the last one has no guards")
	}
	for choice, tr := range written {
		if len(tr.Guards) == 0 {
			continue
		}
		got, at, ok := m.Next(from, action, func(g string) bool { return g == tr.Guards[0] })
		require.True(t, ok)
		require.Equal(t, choice, at)
		require.Same(t, m.Candidates(from, action)[choice], got)
	}
}

func TestAMachineIsUsedByManyAtOnce(t *testing.T) {
	m := fsm.MustCompile(fsm.Goods())
	var wait sync.WaitGroup
	for range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for range 200 {
				state := ""
				for _, action := range []string{"place", "modify", "pay", "modify", "ship", "deliver", "confirm", "complete"} {
					_, choice, ok := m.Next(state, action, nil)
					assert.True(t, ok, action)
					to, err := m.Fire(state, action, choice)
					assert.NoError(t, err)
					state = to
				}
				assert.Equal(t, "completed", state)
				_, err := m.Fire(state, "pay", 0)
				assert.Error(t, err)
			}
		}()
	}
	wait.Wait()
}

func TestReadingAllocatesNothing(t *testing.T) {
	m := fsm.MustCompile(fsm.Goods())
	yes := func(string) bool { return true }
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		m.Next("paid", "ship", nil)
		m.Next("paid", "deliver", yes)
		m.Next("return_received", "inspect", yes)
		m.Candidates("paid", "cancel")
		m.Offers("paid")
		m.Otherwise("shipped", "cancel")
		m.Phase("shipped")
	}))
}

func BenchmarkNext(b *testing.B) {
	m := fsm.MustCompile(fsm.Goods())
	yes := func(string) bool { return true }
	for _, c := range []struct {
		name, from, action string
		pass               func(string) bool
		ok                 bool
	}{
		{"accepted", "paid", "ship", nil, true},
		{"accepted by a guard", "return_received", "inspect", yes, true},
		{"rejected action", "paid", "deliver", nil, false},
		{"rejected state", "elsewhere", "ship", nil, false},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				if _, _, ok := m.Next(c.from, c.action, c.pass); ok != c.ok {
					b.Fatal(c.name)
				}
			}
		})
	}
}

// The same questions put to looplab alone, kept and rebuilt.
func BenchmarkLooplab(b *testing.B) {
	var events looplab.Events
	for _, t := range fsm.Goods().Transitions {
		events = append(events, looplab.EventDesc{Name: t.Action, Src: []string{t.From}, Dst: t.To})
	}
	can := func(event string, want bool) func(b *testing.B) {
		return func(b *testing.B) {
			b.ReportAllocs()
			f := looplab.NewFSM("paid", events, nil)
			for range b.N {
				if f.Can(event) != want {
					b.Fatal(event)
				}
			}
		}
	}
	b.Run("accepted", can("ship", true))
	b.Run("rejected", can("deliver", false))
	b.Run("new and event", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			if err := looplab.NewFSM("paid", events, nil).Event(context.Background(), "ship"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkFire(b *testing.B) {
	m := fsm.MustCompile(fsm.Goods())
	b.ReportAllocs()
	for range b.N {
		if _, err := m.Fire("paid", "ship", 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompileTheStandardWorkflows(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		for _, d := range standard() {
			if _, err := fsm.Compile(d); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkHeldAfter(b *testing.B) {
	b.ReportAllocs()
	var h fsm.Held
	for range b.N {
		h = h.After("book")
	}
	if h != fsm.Sent {
		b.Fatal(h)
	}
}
