package order_test

import (
	"context"
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
