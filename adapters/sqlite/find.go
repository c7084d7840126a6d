package sqlite

import (
	"context"
	"strings"

	"github.com/orderkit/orderkit/order"
)

// Find returns the orders that match, newest first by placing time, then by ID
// downwards. What cannot be read takes no place of the limit, and is named by an
// order.Unread beside the others.
func (s *Store) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	r, err := s.reading(ctx)
	if err != nil {
		return nil, wrapped("find", err)
	}
	limit := pageOf(q)
	orders, err := readable(limit, func(first int) ([]order.Order, error) {
		q.Limit = first
		text, args := findQuery(q)
		rows, err := r.list(ctx, text, args...)
		var id string
		return readEach(rows, err, limit,
			func(o *order.Order) { o.ID = id }, // JSON has nothing that is not UTF-8
			func() order.Unreadable { return order.Unreadable{Order: id} }, &id)
	})
	return orders, wrapped("find", err)
}

// findQuery walks the index of one field, the most telling one, in the order of
// the list, and looks the other fields up for each order that it meets.
func findQuery(q order.Query) (string, []any) {
	var where []string
	var args []any
	and := func(condition string, values ...any) {
		where = append(where, condition)
		args = append(args, values...)
	}
	marks := marksOf(q)
	from, by := "orderkit_orders o", "o"
	if len(marks) > 0 && (marks[0].kind == markRef || q.Number == "" && q.Customer == "" && q.Cases == 0) {
		// The walk is along marks; CROSS JOIN keeps the planner from turning it round.
		from, by = "orderkit_marks m CROSS JOIN orderkit_orders o ON o.n = m.n", "m"
		and("m.kind = ? AND m.value = ?", marks[0].kind, marks[0].value)
		marks = marks[1:]
	}
	if q.Number != "" {
		and("o.number = ?", asRead(q.Number))
	}
	if q.Channel != "" {
		and("o.channel = ?", asRead(q.Channel))
	}
	if q.Customer != "" {
		and("o.customer = ? AND o.customer <> ''", asRead(q.Customer))
	}
	if q.Cases > 0 {
		and("o.stage > 0 AND o.stage >= ?", q.Cases)
	}
	for _, m := range marks {
		and("EXISTS (SELECT 1 FROM orderkit_marks x WHERE x.kind = ? AND x.value = ? AND x.placed = o.placed AND x.id = o.id)", m.kind, m.value)
	}
	if !q.Since.IsZero() {
		and(by+".placed >= ?", nanos(q.Since))
	}
	if !q.Until.IsZero() {
		and(by+".placed < ?", nanos(q.Until))
	}
	if !q.BeforePlaced.IsZero() {
		and("("+by+".placed, "+by+".id) < (?, ?)", nanos(q.BeforePlaced), q.BeforeID)
	}
	text := "SELECT o.id, o.head FROM " + from
	if len(where) > 0 {
		text += " WHERE " + strings.Join(where, " AND ")
	}
	return text + " ORDER BY " + by + ".placed DESC, " + by + ".id DESC LIMIT ?", append(args, pageOf(q))
}

// pageOf is the most orders that the query returns.
func pageOf(q order.Query) int {
	if q.Limit <= 0 {
		return 100
	}
	return q.Limit
}

// wanted is a mark that an order must have.
type wanted struct {
	kind  int
	value string
}

// marksOf returns the marks that the query asks for, the most telling first.
func marksOf(q order.Query) []wanted {
	var out []wanted
	for _, m := range []wanted{{markRef, q.Ref}, {markState, q.State}, {markPhase, string(q.Phase)}, {markType, q.Type}} {
		if m.value != "" {
			m.value = asRead(m.value)
			out = append(out, m)
		}
	}
	return out
}
