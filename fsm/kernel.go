package fsm

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	looplab "github.com/looplab/fsm"
)

// kernel steps a piece through looplab/fsm. Building a machine costs 9 KB, so
// machines are pooled per definition; what a machine remembers is only its
// current state, which is set before every event.
//
// No callbacks: a panic or a cancelled context inside one leaves a machine in
// transition for good (looplab/fsm#115). No host context for the same reason.
type kernel struct{ pool sync.Pool }

func newKernel(initial string, transitions []Transition, choices []int) *kernel {
	events := make(looplab.Events, len(transitions))
	for i, t := range transitions {
		events[i] = looplab.EventDesc{Name: eventName(t.Action, choices[i]), Src: []string{t.From}, Dst: t.To}
	}
	k := &kernel{}
	k.pool.New = func() any { return looplab.NewFSM(initial, events, nil) }
	return k
}

// eventName keeps alternatives apart: looplab takes the last of two
// transitions with the same event and source without a word.
func eventName(action string, choice int) string {
	return action + "#" + strconv.Itoa(choice)
}

func (k *kernel) fire(from, event string) (string, error) {
	f := k.pool.Get().(*looplab.FSM)
	f.SetState(from)
	if err := f.Event(context.Background(), event); err != nil && !stays(err) {
		return "", fmt.Errorf("fsm: %w", err) // the machine is dropped
	}
	to := f.Current()
	k.pool.Put(f)
	return to, nil
}

// stays reports whether the error says that the transition leads back to its state.
func stays(err error) bool {
	var same looplab.NoTransitionError
	return errors.As(err, &same) && same.Err == nil
}
