package memory

import (
	"context"
	"slices"

	"github.com/orderkit/orderkit/order"
)

// Find returns copies of the orders that match, newest first by placing time,
// then by ID downwards.
func (s *Store) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []order.Order
	rows := s.candidates(q)
	for i := len(rows) - 1; i >= 0 && len(out) < limit; i-- {
		if matches(rows[i], &q) {
			out = append(out, rows[i].order.Clone())
		}
	}
	return out, nil
}

// candidates narrows the search to rows that can match, oldest first.
func (s *Store) candidates(q order.Query) []*row {
	if q.Ref != "" {
		var rows []*row
		for r := range s.refs[q.Ref] {
			rows = append(rows, r)
		}
		slices.SortFunc(rows, byPlaced)
		return rows
	}
	rows := s.list
	if !q.Until.IsZero() {
		i, _ := slices.BinarySearchFunc(rows, &row{order: order.Order{Placed: q.Until}}, byPlaced)
		rows = rows[:i]
	}
	if !q.BeforePlaced.IsZero() {
		behind := &row{order: order.Order{Placed: q.BeforePlaced, ID: q.BeforeID}}
		i, _ := slices.BinarySearchFunc(rows, behind, byPlaced)
		rows = rows[:i]
	}
	return rows
}

func matches(r *row, q *order.Query) bool {
	o := &r.order
	switch {
	case q.Customer != "" && o.Customer != q.Customer,
		q.Channel != "" && o.Channel != q.Channel,
		q.Number != "" && o.Number != q.Number,
		q.Phase != "" && !slices.Contains(r.keys.Phases, q.Phase),
		q.State != "" && !slices.Contains(r.keys.States, q.State),
		q.Type != "" && !slices.Contains(r.keys.Types, q.Type),
		q.Cases > 0 && r.keys.Stage < q.Cases,
		!q.Since.IsZero() && o.Placed.Before(q.Since),
		!q.Until.IsZero() && !o.Placed.Before(q.Until):
		return false
	}
	if q.BeforePlaced.IsZero() {
		return true
	}
	c := o.Placed.Compare(q.BeforePlaced)
	return c < 0 || (c == 0 && o.ID < q.BeforeID)
}
