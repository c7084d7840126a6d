package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/orderkit/orderkit/order"
)

// Store keeps orders in one JSON file that is read and written anew by every
// call: as little as an order.Store can be. It is for one process and some
// hundred orders; it is safe for concurrent use.
type Store struct {
	Path string
	mu   sync.Mutex
}

// shelf is what the file holds.
type shelf struct {
	Orders  map[string]*folder      `json:"orders"`
	Log     []order.Event           `json:"log"` // of all orders, as committed
	People  map[string]order.Person `json:"people"`
	Notices []*notice               `json:"notices"`
	Leases  int                     `json:"leases"` // ever given; makes tokens unique
	Series  map[string]int64        `json:"series"` // the last number of every series of documents
}

// folder is one order and what belongs to it.
type folder struct {
	Order   order.Order             `json:"order"`
	Due     time.Time               `json:"due"`
	Token   string                  `json:"token"`
	Until   time.Time               `json:"until"`  // end of the lease
	Events  int64                   `json:"events"` // how many of the log are its own
	Journal []order.Entry           `json:"journal"`
	Answers map[string]order.Answer `json:"answers"`
}

// read shows the shelf. What f takes from it is its own: the file is decoded
// for each call.
func (s *Store) read(ctx context.Context, f func(*shelf) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	sh, err := s.load(ctx)
	if err != nil {
		return err
	}
	return f(sh)
}

// write changes the shelf, or leaves it alone if f fails. The new file replaces
// the old one in a single step, after it has reached the disk, so a crash leaves
// one or the other.
func (s *Store) write(ctx context.Context, f func(*shelf) error) error {
	return s.read(ctx, func(sh *shelf) error {
		if err := f(sh); err != nil {
			return err
		}
		text, err := json.Marshal(sh)
		if err != nil {
			return err
		}
		file, err := os.Create(s.Path + ".new")
		if err != nil {
			return err
		}
		_, err = file.Write(text)
		if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
			return err
		}
		return os.Rename(s.Path+".new", s.Path)
	})
}

func (s *Store) load(ctx context.Context) (*shelf, error) {
	sh := &shelf{Orders: map[string]*folder{}, People: map[string]order.Person{}, Series: map[string]int64{}}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(s.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return sh, nil
	case err != nil:
		return nil, err
	}
	return sh, json.Unmarshal(text, sh)
}

// Load returns an order, and the answer under a key.
func (s *Store) Load(ctx context.Context, id, key string) (rec order.Record, err error) {
	err = s.read(ctx, func(sh *shelf) error {
		f := sh.Orders[id]
		if f == nil {
			return fmt.Errorf("order %s: %w", id, order.ErrNotFound)
		}
		rec.Order = f.Order
		if a, ok := f.Answers[key]; ok && key != "" {
			rec.Answer = &a
		}
		return nil
	})
	return rec, err
}

// Commit stores one change, if the order is still what it was.
func (s *Store) Commit(ctx context.Context, c *order.Change) error {
	stored := c.Order.Clone()
	err := s.write(ctx, func(sh *shelf) error {
		f := sh.Orders[c.Order.ID]
		if f == nil {
			f = &folder{Answers: map[string]order.Answer{}}
		}
		if f.Order.Version != c.Expect || c.Token != "" && c.Token != f.Token || sh.taken(c.Order) || !sh.apply(c.Applied) {
			return fmt.Errorf("order %s: %w", c.Order.ID, order.ErrConflict)
		}
		for _, i := range c.Number { // without gaps: they are stored with the order, or not at all
			d := &stored.Documents[i]
			sh.Series[d.Series]++
			d.No = sh.Series[d.Series]
		}
		f.Order, f.Due, f.Token, f.Until = stored, c.Due, "", time.Time{}
		for _, e := range c.Events {
			if f.Events++; e.No != f.Events {
				return fmt.Errorf("order %s: event %d is not event %d", c.Order.ID, e.No, f.Events)
			}
			sh.Log = append(sh.Log, e)
		}
		for _, e := range c.Entries {
			if f.Journal = append(f.Journal, e); e.No != int64(len(f.Journal)) {
				return fmt.Errorf("order %s: entry %d is not entry %d", c.Order.ID, e.No, len(f.Journal))
			}
		}
		for _, a := range c.Answers {
			f.Answers[a.Key] = a
		}
		sh.Orders[c.Order.ID] = f
		if c.Person != nil {
			sh.People[c.Order.ID] = *c.Person
		}
		return nil
	})
	if err == nil {
		c.Order.Documents = stored.Documents
	}
	return err
}

func (sh *shelf) taken(o *order.Order) bool {
	for id, f := range sh.Orders {
		if id != o.ID && f.Order.Channel == kept(o.Channel) && f.Order.Number == kept(o.Number) {
			return true
		}
	}
	return false
}

// Claim leases due orders that nobody leases.
func (s *Store) Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) (out []order.Lease, err error) {
	err = s.write(ctx, func(sh *shelf) error {
		now := time.Now()
		var free []*folder
		for _, f := range sh.Orders {
			if !f.Due.IsZero() && !f.Due.After(due) && !f.Until.After(now) {
				free = append(free, f)
			}
		}
		slices.SortFunc(free, func(a, b *folder) int { return a.Due.Compare(b.Due) })
		for _, f := range free[:min(len(free), max(limit, 0))] {
			sh.Leases++
			f.Token, f.Until = fmt.Sprintf("%d-%d", sh.Leases, now.UnixNano()), now.Add(lease)
			out = append(out, order.Lease{Order: f.Order.ID, Token: f.Token})
		}
		return nil
	})
	return out, err
}

// Find lists orders, newest first. What an order is found by, Order.Keys says.
func (s *Store) Find(ctx context.Context, q order.Query) (out []order.Order, err error) {
	q.Customer, q.Channel, q.Number, q.Ref = kept(q.Customer), kept(q.Channel), kept(q.Number), kept(q.Ref)
	err = s.read(ctx, func(sh *shelf) error {
		for _, f := range sh.Orders {
			if o := &f.Order; matches(o, o.Keys(), &q) {
				out = append(out, *o)
			}
		}
		slices.SortFunc(out, func(a, b order.Order) int { return newer(&a, b.Placed, b.ID) })
		if q.Limit <= 0 {
			q.Limit = 100
		}
		out = out[:min(len(out), q.Limit)]
		return nil
	})
	return out, err
}

func matches(o *order.Order, k order.Keys, q *order.Query) bool {
	return (q.Customer == "" || q.Customer == o.Customer) &&
		(q.Channel == "" || q.Channel == o.Channel) &&
		(q.Number == "" || q.Number == o.Number) &&
		(q.Ref == "" || slices.Contains(k.Refs, q.Ref)) &&
		(q.Phase == "" || slices.Contains(k.Phases, q.Phase)) &&
		(q.State == "" || slices.Contains(k.States, q.State)) &&
		(q.Type == "" || slices.Contains(k.Types, q.Type)) &&
		k.Stage >= q.Cases &&
		(q.Since.IsZero() || !o.Placed.Before(q.Since)) &&
		(q.Until.IsZero() || o.Placed.Before(q.Until)) &&
		(q.BeforePlaced.IsZero() || newer(o, q.BeforePlaced, q.BeforeID) > 0)
}

// kept is a text as the file has it: JSON has U+FFFD for each byte that is not UTF-8.
func kept(text string) string { return string([]rune(text)) }

// newer is below zero if the order comes before that place in a list.
func newer(o *order.Order, placed time.Time, id string) int {
	if c := placed.Compare(o.Placed); c != 0 {
		return c
	}
	return strings.Compare(id, o.ID)
}
