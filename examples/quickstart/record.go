package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"github.com/orderkit/orderkit/examples/quickstart/outside"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// record is everything that is stored about an order, by the shop and by its
// partners.
type record struct {
	Order   order.Order   `json:"order"`
	Money   order.Money   `json:"money"`
	Journal []order.Entry `json:"journal"`
	History []order.Event `json:"history"`
	person  order.Person
	paid    []outside.Deed
	others  []outside.Deed
}

func (s *shop) record(ctx context.Context, id string) (*record, error) {
	r := &record{paid: s.payments.Deeds(id), others: s.others.Deeds(id)}
	var err error
	if r.Order, err = s.Order(ctx, id); err != nil {
		return nil, err
	}
	if r.Money, err = r.Order.Money(); err != nil {
		return nil, err
	}
	if r.Journal, err = s.Journal(ctx, id); err != nil {
		return nil, err
	}
	if r.History, err = s.History(ctx, id); err != nil {
		return nil, err
	}
	r.person, err = s.Person(ctx, id)
	return r, err
}

// same reports whether two records are equal, to the last byte of their JSON.
func (r *record) same(other *record) (bool, error) {
	a, err := json.Marshal([]any{r, r.person, r.paid, r.others})
	if err != nil {
		return false, err
	}
	b, err := json.Marshal([]any{other, other.person, other.paid, other.others})
	return bytes.Equal(a, b), err
}

func (r *record) writeJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// finished reports whether every unit is where its life ends.
func finished(o order.Order) bool {
	for i := range o.Lines {
		for _, r := range o.Lines[i].Runs {
			switch r.Phase {
			case fsm.Completed, fsm.Returned, fsm.Cancelled:
			default:
				return false
			}
		}
	}
	return len(o.Intents) == 0
}
