package postgres

import (
	"context"
	"strconv"
	"strings"

	"github.com/orderkit/orderkit/order"
)

// Find returns the orders that match, newest first by placing time, then by ID
// downwards. What cannot be read takes no place of the limit, and is named by an
// order.Unread beside the others.
func (s *Store) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	limit := pageOf(q)
	orders, err := readable(limit, func(rows int) ([]order.Order, error) {
		q.Limit = rows
		text, args := s.texts.finding(q)
		var id string
		var goods, head []byte
		return readEach(ctx, s.db(ctx), limit, []any{&id, &goods, &head},
			func(o *order.Order) error { return join(id, goods, head, o) },
			func() order.Unreadable { return order.Unreadable{Order: whole(id)} }, text, args...)
	})
	return orders, wrapped("find", err)
}

// finding walks the index of one field, the most telling one, in the order of
// the list, and looks the other fields up for each order that it meets.
func (t *texts) finding(q order.Query) (string, []any) {
	var where []string
	var args []any
	and := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		where = append(where, condition)
	}
	marks := marksOf(q)
	from, by := "{s}.orders o", "o"
	if len(marks) > 0 && (q.Ref != "" || q.Number == "" && q.Customer == "" && q.Cases == 0) {
		from, by = "{s}.marks m JOIN {s}.orders o ON o.n = m.n", "m"
		and(marks[0].in("m"), marks[0].value)
		marks = marks[1:]
	}
	switch number := listed(q.Number); {
	case number == "":
	case by == "o":
		// The few that have the number are to be looked up and sorted. OFFSET 0 keeps
		// them apart: the planner, which may not sort, would walk all orders in the
		// order of the list instead.
		args = append(args, number)
		from = "(SELECT * FROM {s}.orders WHERE number = $1 OFFSET 0) o"
	default:
		and("o.number = ?", number)
	}
	if q.Channel != "" {
		and("o.channel = ? AND o.channel <> ''", listed(q.Channel))
	}
	if q.Customer != "" {
		and("o.customer = ? AND o.customer <> ''", listed(q.Customer))
	}
	if q.Cases > 0 {
		and("o.stage > 0 AND o.stage >= ?", q.Cases)
	}
	for _, m := range marks {
		// OFFSET 0 keeps it a question about each order: joined, the planner may walk
		// all orders that have the mark.
		and("EXISTS (SELECT FROM {s}.marks x WHERE "+m.in("x")+" AND x.placed = o.placed AND x.n = o.n OFFSET 0)", m.value)
	}
	if !q.Since.IsZero() {
		and(by+".placed >= ?", nanos(q.Since))
	}
	if !q.Until.IsZero() {
		and(by+".placed < ?", nanos(q.Until))
	}
	if !q.BeforePlaced.IsZero() {
		and(by+".placed <= ? AND (o.placed, o.id) < (?, ?)", nanos(q.BeforePlaced), nanos(q.BeforePlaced), column(q.BeforeID))
	}
	text := "SELECT o.id, h.goods, h.head FROM " + from + " JOIN {s}.heads h ON h.n = o.n"
	if len(where) > 0 {
		text += " WHERE " + strings.Join(where, " AND ")
	}
	args = append(args, pageOf(q))
	return t.in(text + " ORDER BY " + by + ".placed DESC, o.id DESC LIMIT $" + strconv.Itoa(len(args))), args
}

// pageOf is the most orders that the query returns.
func pageOf(q order.Query) int {
	if q.Limit <= 0 {
		return 100
	}
	return q.Limit
}

// asked is what some mark of an order must be.
type asked struct {
	phase bool
	value string
}

// in is the condition for a row of marks.
func (a asked) in(row string) string {
	if a.phase {
		return row + ".phase = ? AND " + row + ".phase <> ''"
	}
	return row + ".mark = ?"
}

// marksOf returns what the query asks of marks, the most telling first.
func marksOf(q order.Query) []asked {
	var out []asked
	add := func(letter, value string) {
		if value != "" {
			out = append(out, asked{value: marked(letter, value)})
		}
	}
	add(markRef, q.Ref)
	add(markState, q.State)
	if q.Phase != "" {
		out = append(out, asked{true, column(string(q.Phase))})
	}
	add(markType, q.Type)
	return out
}
