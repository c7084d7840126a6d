package order_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// clerk is a carrier that notes for whom parcels are booked.
type clerk struct {
	*memory.Carrier
	to     *[]string
	before func() // happens while it books
}

func (c clerk) Book(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	*c.to = append(*c.to, p.To.Name+" "+p.Email)
	if c.before != nil {
		c.before()
	}
	return c.Carrier.Book(ctx, p)
}

func (c clerk) ReturnLabel(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	*c.to = append(*c.to, p.To.Name+" "+p.Email)
	return c.Carrier.ReturnLabel(ctx, p)
}

// twice is a shop with one transition that calls the carrier twice; to is for whom,
// and asked how often the store was asked for the personal data.
func twice(t *testing.T, w *wrapped) (s *shop, to *[]string, asked *int) {
	to, asked = new([]string), new(int)
	w.person = func(ctx context.Context, id string) (order.Person, error) {
		*asked++
		return w.Store.Person(ctx, id)
	}
	d := bare(fsm.Step{Do: "book"}, fsm.Step{Do: "label"})
	d.PaysLater = true
	s = bareShop(t, d, nil, wrap(w))
	s.rewire(func(c *order.Config) {
		c.Carriers = map[string]order.Carrier{"": clerk{s.carrier, to, func() { require.NoError(t, s.store.Erase(s.ctx, "o1")) }}}
	})
	return s, to, asked
}

func addressed() order.Draft {
	d := bareDraft()
	d.ShipTo.Name, d.Email = "Ada", "ada@example.com"
	return d
}

func TestAParcelIsAddressedToWhomTheCommitBeforeItReadAndEachFurtherOneAnew(t *testing.T) {
	s, to, asked := twice(t, &wrapped{})
	o := s.place(addressed())
	s.do(o.ID, order.Named{Called: "work"})
	require.Equal(t, []string{"Ada ada@example.com", " "}, *to, "erased while the first one was booked")
	require.Equal(t, 1, *asked)
}

func TestAParcelIsAddressedByAStoreThatReadsNothingAsItCommits(t *testing.T) {
	w := &wrapped{}
	w.commit = unread(w)
	s, to, asked := twice(t, w)
	o := s.place(addressed())
	s.do(o.ID, order.Named{Called: "work"})
	require.Equal(t, []string{"Ada ada@example.com", " "}, *to)
	require.Equal(t, 2, *asked)
}

// unread commits without reading personal data.
func unread(w *wrapped) func(context.Context, *order.Change) error {
	return func(ctx context.Context, c *order.Change) error {
		only := *c
		only.Read = nil
		return w.Store.Commit(ctx, &only)
	}
}

func TestOnlyACommitBeforeAParcelReadsPersonalData(t *testing.T) {
	w := &wrapped{}
	var read []bool
	w.commit = func(ctx context.Context, c *order.Change) error {
		read = append(read, c.Read != nil)
		return w.Store.Commit(ctx, c)
	}
	s := newShop(t, wrap(w))
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{})
	require.Equal(t, []bool{false, false, false, false, true, false}, read, "place, pay and ship, each with its intent")
}

// silent is a carrier during whose call the process ends, before anything is sent.
type silent struct{ *memory.Carrier }

func (silent) Book(context.Context, order.Parcel) (order.Receipt, error) {
	runtime.Goexit()
	return order.Receipt{}, nil
}

// A process is stopped between the commit that read for whom the parcel is and the
// call; another one takes over and ends, and the customer has the data erased.
func TestAParcelIsNotAddressedToWhomACommitReadBeforeTheProcessWasStopped(t *testing.T) {
	s := newShop(t)
	var to []string
	s.rewire(func(c *order.Config) { c.Carriers = map[string]order.Carrier{"": clerk{s.carrier, &to, nil}} })
	other := s.Config
	other.Carriers = map[string]order.Carrier{"": silent{s.carrier}}
	heir, err := order.New(other)
	require.NoError(t, err)
	w, once := &wrapped{}, false
	s.rewire(wrap(w))
	w.commit = func(ctx context.Context, c *order.Change) error {
		err := w.Store.Commit(ctx, c)
		if err != nil || c.Read == nil || once {
			return err
		}
		once = true
		s.clock.add(3 * s.Patience)
		ended := make(chan bool)
		go func() {
			defer close(ended)
			_, _ = heir.Pass(ctx)
		}()
		<-ended
		return heir.Erase(ctx, c.Order.ID)
	}
	d := goods(1)
	d.ShipTo.Name, d.Email = "Ada", "ada@example.com"
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{})
	require.True(t, once)
	require.Equal(t, []string{" "}, to)
}

// Somebody stops the parcel just before that commit, and ends before it is undone.
func TestACommitThatUndoesAParcelReadsNoPersonalData(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	asks := &wrapped{Store: s.store}
	asks.commit = func(ctx context.Context, c *order.Change) error {
		require.NoError(t, s.store.Commit(ctx, c))
		runtime.Goexit()
		return nil
	}
	other := s.Config
	other.Store = asks
	stops, err := order.New(other)
	require.NoError(t, err)
	var first error
	var read []bool // by the commits after the first one
	w.commit = func(ctx context.Context, c *order.Change) error {
		if first != nil {
			read = append(read, c.Read != nil)
			return w.Store.Commit(ctx, c)
		}
		require.NotNil(t, c.Read)
		ended := make(chan bool)
		go func() {
			defer close(ended)
			_, _ = stops.Do(s.ctx, o.ID, order.Cancel{}, byStaff)
		}()
		<-ended
		first = w.Store.Commit(ctx, c)
		return first
	}
	s.pass(r5)
	require.ErrorIs(t, first, order.ErrConflict)
	require.NotEmpty(t, read)
	require.NotContains(t, read, true)
	require.Equal(t, "1 cancelled", states(s.check(o.ID), "mug"))
}
