package ordertest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// Replaying says how recorded lives are run again.
type Replaying struct {
	// Open returns an empty store whose leases end by that clock.
	Open func(now func() time.Time) order.Store
	// Wire changes the configuration, as in an Exploration.
	Wire func(*order.Config)
	// Update writes down what happens today instead of comparing: a host's flag.
	Update bool
}

// Recorded is the life of one order, to the letter: what was asked for, what the
// world answered, and, below, what came of it. The upper part is written by hand.
type Recorded struct {
	Why     string   `json:"why"`
	Promise Promised `json:"promise"` // of the bank and the carrier
	// Answers are what calls came to, by their key, one attempt after another; those
	// that are not named were done.
	Answers map[string][]Answer `json:"answers,omitempty"`
	Draft   order.Draft         `json:"draft"`
	Steps   []RecordedStep      `json:"steps"`

	Results []string      `json:"results"` // of placing and of each step
	Calls   []string      `json:"calls"`   // that reached the world
	Status  fsm.Phase     `json:"status"`
	Open    []order.Case  `json:"open,omitempty"`
	History []order.Event `json:"history"`
	Journal []order.Entry `json:"journal"`
}

// Promised is order.Traits as a file has them.
type Promised struct {
	KeyLife        fsm.Duration `json:"keyLife,omitempty"`
	Lookup         order.Lookup `json:"lookup,omitempty"`
	PartialCapture bool         `json:"partialCapture,omitempty"`
	PartialVoid    bool         `json:"partialVoid,omitempty"`
}

// RecordedStep is one thing that happened: time went by and the shop worked off
// what was due, then the webhooks came that waited, then somebody did something.
type RecordedStep struct {
	After fsm.Duration    `json:"after,omitempty"`
	Hooks bool            `json:"hooks,omitempty"`
	Do    string          `json:"do,omitempty"` // the name of an action
	With  json.RawMessage `json:"with,omitempty"`
	Role  fsm.Role        `json:"role,omitempty"`
	Key   string          `json:"key,omitempty"`
}

// Replay runs every life in a folder, each a file ending in .json, and compares
// what comes of it today with what is written down: an action that does something
// else than it did, another amount, another key, another time is a difference.
func Replay(t *testing.T, folder string, x Replaying) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no lives are recorded in %s: %v", folder, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			was, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			is, err := x.Run(was)
			switch {
			case err != nil:
				t.Fatalf("%s: %v", file, err)
			case x.Update:
				if err := os.WriteFile(file, is, 0o644); err != nil {
					t.Fatal(err)
				}
			case !bytes.Equal(was, is):
				t.Errorf("%s is another life today; repeat it with -run '%s'\n%s", file, t.Name(), difference(string(was), string(is)))
			}
		})
	}
}

// Run runs a life as it is in a file, and returns the file as it would be today.
func (x *Replaying) Run(file []byte) ([]byte, error) {
	if err := lacking("Replaying", map[string]bool{"Open": x.Open != nil}); err != nil {
		return nil, err
	}
	var rec Recorded
	dec := json.NewDecoder(bytes.NewReader(file))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&rec); err != nil {
		return nil, err
	}
	if err := x.live(&rec); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(rec)
	return out.Bytes(), err
}

// live fills in what comes of a life.
func (x *Replaying) live(rec *Recorded) error {
	p := rec.Promise
	w := NewWorld(order.Traits{KeyLife: p.KeyLife.Std(), Lookup: p.Lookup, PartialCapture: p.PartialCapture, PartialVoid: p.PartialVoid})
	rec.Results, rec.Calls, rec.Open, rec.History, rec.Journal = nil, nil, nil, nil, nil
	tries := map[string]int{}
	w.at = func(p point) Answer {
		if !p.Port {
			return OK
		}
		n := tries[p.Key]
		tries[p.Key]++
		answer := OK
		if list := rec.Answers[p.Key]; n < len(list) {
			answer = list[n]
		}
		rec.Calls = append(rec.Calls, strings.TrimSpace(fmt.Sprintf("%v %s %s %s", w.now.Sub(monday()), p.Name, p.Key, answer)))
		return answer
	}
	made := 0
	s := x.Open(w.Now)
	cfg := order.Config{Store: s, NewID: func() string { made++; return fmt.Sprint("o-", made) }, Patience: time.Minute}
	w.Wire(&cfg)
	if x.Wire != nil {
		x.Wire(&cfg)
	}
	e, err := order.New(cfg)
	if err != nil {
		return err
	}
	ctx := context.Background()
	res, err := e.Place(ctx, rec.Draft, order.By(fsm.Customer, "c"))
	rec.result("place", res, err)
	if id := res.Order.ID; id != "" {
		for _, step := range rec.Steps {
			err = errors.Join(err, x.step(ctx, e, w, id, step, rec))
		}
		o, failed := s.Load(ctx, id, "")
		rec.Status, rec.Open = o.Order.Status(), o.Order.Cases
		history, lost := s.History(ctx, id, 0, 0)
		journal, gone := s.Journal(ctx, id)
		rec.History, rec.Journal = history, journal
		err = errors.Join(failed, lost, gone)
	}
	for key := range rec.Answers {
		if tries[key] == 0 {
			err = errors.Join(err, fmt.Errorf("no call has the key %s", key))
		}
	}
	return err
}

// result notes what was answered.
func (rec *Recorded) result(name string, res order.Result, err error) {
	text := strings.TrimSpace(fmt.Sprintf("%s: %s %s", name, res.Status, res.Reason))
	if err != nil {
		text = name + ": " + err.Error()
	}
	rec.Results = append(rec.Results, text)
}

func (x *Replaying) step(ctx context.Context, e *order.Engine, w *World, id string, step RecordedStep, rec *Recorded) error {
	w.wait(step.After.Std())
	if step.After > 0 {
		if _, err := e.Pass(ctx); err != nil {
			return err
		}
	}
	if step.Hooks {
		for _, n := range w.notes {
			if err := e.Notify(ctx, n); err != nil {
				return err
			}
		}
		w.notes = nil
	}
	if step.Do == "" {
		return nil
	}
	a, err := e.Decode(step.Do, step.With)
	if err != nil {
		return err
	}
	res, err := e.Do(ctx, id, a, order.By(step.Role, "x"), order.Key(step.Key))
	rec.result(step.Do, res, err)
	return nil
}

// difference is where two texts part, with a few lines around.
func difference(was, is string) string {
	a, b := strings.Split(was, "\n"), strings.Split(is, "\n")
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	var out strings.Builder
	for _, l := range a[max(0, n-4):n] {
		fmt.Fprintln(&out, " ", l)
	}
	for _, l := range a[n:min(len(a), n+6)] {
		fmt.Fprintln(&out, "-", l)
	}
	for _, l := range b[n:min(len(b), n+6)] {
		fmt.Fprintln(&out, "+", l)
	}
	return fmt.Sprintf("line %d, written down (-) and today (+):\n%s", n+1, out.String())
}
