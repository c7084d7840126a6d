package memory

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/orderkit/orderkit/order"
)

// Commit stores one change of one order, or nothing.
func (s *Store) Commit(ctx context.Context, c *order.Change) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	id := c.Order.ID
	if id == "" || c.Order.Version != c.Expect+1 {
		return fmt.Errorf("order %q: version %d does not follow %d", id, c.Order.Version, c.Expect)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rows[id]
	if err := s.check(c, r); err != nil {
		return err
	}
	if r == nil {
		r = &row{answers: make(map[string]order.Answer)}
		s.rows[id] = r
	}
	s.number(c)
	s.place(r, c)
	events := make([]order.Event, len(c.Events))
	for i := range c.Events {
		events[i] = cloneEvent(c.Events[i])
		r.events = append(r.events, &events[i])
		s.log = append(s.log, &events[i])
	}
	for i := range c.Entries {
		r.entries = append(r.entries, cloneEntry(c.Entries[i]))
	}
	for _, a := range c.Answers {
		r.answers[a.Key] = a
	}
	if c.Person != nil {
		s.people[id] = clonePerson(*c.Person)
	}
	if c.Read != nil {
		*c.Read = clonePerson(s.people[id])
	}
	for _, n := range c.Applied {
		s.settle(n)
	}
	return nil
}

// number gives the documents of the change their numbers. Nothing can fail from
// here on, so no number is lost.
func (s *Store) number(c *order.Change) {
	for _, i := range c.Number {
		d := &c.Order.Documents[i]
		s.series[d.Series]++
		d.No = s.series[d.Series]
	}
}

// check says why the change cannot be stored; it changes nothing.
func (s *Store) check(c *order.Change, r *row) error {
	id := c.Order.ID
	switch {
	case r == nil && c.Expect != 0:
		return fmt.Errorf("order %s does not exist: %w", id, order.ErrConflict)
	case r != nil && r.order.Version != c.Expect:
		return fmt.Errorf("order %s is at version %d: %w", id, r.order.Version, order.ErrConflict)
	case c.Token != "" && (r == nil || r.token != c.Token):
		return fmt.Errorf("order %s is leased to another: %w", id, order.ErrConflict)
	}
	for _, a := range c.Answers {
		if c.Guess && r != nil && r.answers[a.Key].Key != "" {
			return fmt.Errorf("order %s has an answer under the key %q: %w", id, a.Key, order.ErrConflict)
		}
	}
	if other := s.numbers[number{c.Order.Channel, c.Order.Number}]; other != nil && other != r {
		return fmt.Errorf("order %s: number %s is taken: %w", id, c.Order.Number, order.ErrConflict)
	}
	var events, entries int
	if r != nil {
		events, entries = len(r.events), len(r.entries)
	}
	for i, e := range c.Events {
		if e.No != int64(events+i+1) {
			return fmt.Errorf("order %s: event %d does not follow %d", id, e.No, events+i)
		}
	}
	for i, e := range c.Entries {
		if e.No != int64(entries+i+1) {
			return fmt.Errorf("order %s: entry %d does not follow %d", id, e.No, entries+i)
		}
	}
	for k, i := range c.Number {
		if i < 0 || i >= len(c.Order.Documents) || k > 0 && i <= c.Number[k-1] {
			return fmt.Errorf("order %s: documents to be numbered: %v of %d", id, c.Number, len(c.Order.Documents))
		}
	}
	for i, n := range c.Applied {
		if a := s.inbox[n]; a == nil || a.applied || slices.Contains(c.Applied[:i], n) {
			return fmt.Errorf("order %s: notice %s of %s does not wait: %w", id, n.ID, n.Provider, order.ErrConflict)
		}
	}
	return nil
}

// place puts the new order into the row and the row into the indexes.
func (s *Store) place(r *row, c *order.Change) {
	fresh := r.order.ID == ""
	if r.in != nil {
		r.in.remove(r)
	}
	moved := fresh || !r.order.Placed.Equal(c.Order.Placed)
	if !fresh && moved {
		i, _ := slices.BinarySearchFunc(s.list, r, byPlaced)
		s.list = slices.Delete(s.list, i, i+1)
	}
	was, is := number{r.order.Channel, r.order.Number}, number{c.Order.Channel, c.Order.Number}
	if fresh || was != is {
		if !fresh {
			delete(s.numbers, was)
		}
		s.numbers[is] = r
	}
	old := r.keys.Refs
	r.order = c.Order.Clone()
	r.keys = r.order.Keys()
	r.due, r.token = c.Due, ""
	if moved {
		i, _ := slices.BinarySearchFunc(s.list, r, byPlaced)
		s.list = slices.Insert(s.list, i, r)
	}
	if !r.due.IsZero() {
		s.due.add(r)
	}
	if slices.Equal(old, r.keys.Refs) {
		return
	}
	for _, ref := range old {
		if delete(s.refs[ref], r); len(s.refs[ref]) == 0 {
			delete(s.refs, ref)
		}
	}
	for _, ref := range r.keys.Refs {
		if s.refs[ref] == nil {
			s.refs[ref] = make(map[*row]struct{})
		}
		s.refs[ref][r] = struct{}{}
	}
}

func byPlaced(a, b *row) int {
	if c := a.order.Placed.Compare(b.order.Placed); c != 0 {
		return c
	}
	return strings.Compare(a.order.ID, b.order.ID)
}
