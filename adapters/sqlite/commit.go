package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/orderkit/orderkit/order"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Commit stores one change of one order, or nothing. When ctx ends while the
// change waits for its turn or for the disk, Commit returns the context's error
// at once; the change may or may not be stored then.
func (s *Store) Commit(ctx context.Context, c *order.Change) error {
	if c.Order.ID == "" || c.Order.Version != c.Expect+1 {
		return fmt.Errorf("order %q: version %d does not follow %d", c.Order.ID, c.Order.Version, c.Expect)
	}
	e, err := encodeChange(c)
	if err != nil {
		return fmt.Errorf("order %s: %w", c.Order.ID, err)
	}
	if err := s.written(ctx, e.apply); err != nil {
		return fmt.Errorf("order %s: %w", e.id, err)
	}
	for _, i := range c.Number {
		c.Order.Documents[i].No = e.order.Documents[i].No
	}
	return nil
}

// change is an order.Change as it is written; it shares nothing with it, since
// its caller may be gone before it is applied.
type change struct {
	id, token string
	expect    int64
	due       any
	keys      keys
	keysText  string
	head      string
	order     *order.Order // a copy, if documents in it get their numbers when it is written
	number    []int        // their indices
	events    []numbered
	entries   []numbered
	answers   []keyed
	person    string
	applied   []order.NoticeID
}

type numbered struct {
	no   int64
	data string
}

type keyed struct{ key, data string }

func encodeChange(c *order.Change) (*change, error) {
	e := &change{id: c.Order.ID, token: c.Token, expect: c.Expect, due: dueNanos(c.Due), keys: keysOf(c.Order),
		applied: append([]order.NoticeID(nil), c.Applied...), number: slices.Clone(c.Number)}
	for k, i := range c.Number {
		if i < 0 || i >= len(c.Order.Documents) || k > 0 && i <= c.Number[k-1] {
			return nil, fmt.Errorf("documents to be numbered: %v of %d", c.Number, len(c.Order.Documents))
		}
	}
	var err error
	put := func(v any) string {
		if err != nil {
			return ""
		}
		var text string
		text, err = encode(v)
		return text
	}
	if len(c.Number) == 0 {
		e.head, e.keysText = put(c.Order), put(e.keys)
	} else {
		o := c.Order.Clone()
		e.order = &o
	}
	for i := range c.Events {
		e.events = append(e.events, numbered{c.Events[i].No, put(&c.Events[i])})
	}
	for i := range c.Entries {
		e.entries = append(e.entries, numbered{c.Entries[i].No, put(&c.Entries[i])})
	}
	for i := range c.Answers {
		e.answers = append(e.answers, keyed{c.Answers[i].Key, put(&c.Answers[i])})
	}
	if c.Person != nil {
		e.person = put(c.Person)
	}
	return e, err
}

// apply writes the change; it runs inside a savepoint.
func (e *change) apply(w *writeStmts) error {
	if err := e.numbers(w); err != nil {
		return err
	}
	n, err := e.applyOrder(w)
	if err != nil {
		return err
	}
	ctx := context.Background()
	for _, x := range e.events {
		if _, err := w.event.ExecContext(ctx, n, x.no, x.data); err != nil {
			return fmt.Errorf("event %d: %w", x.no, err)
		}
	}
	for _, x := range e.entries {
		if _, err := w.entry.ExecContext(ctx, n, x.no, x.data); err != nil {
			return fmt.Errorf("entry %d: %w", x.no, err)
		}
	}
	for _, x := range e.answers {
		if _, err := w.answer.ExecContext(ctx, n, x.key, x.data); err != nil {
			return fmt.Errorf("answer: %w", err)
		}
	}
	if e.person != "" {
		if _, err := w.person.ExecContext(ctx, n, e.person); err != nil {
			return fmt.Errorf("personal data: %w", err)
		}
	}
	for _, id := range e.applied {
		changed, err := rows(w.apply.ExecContext(ctx, id.Provider, id.ID))
		if err != nil {
			return fmt.Errorf("notice: %w", err)
		}
		if changed == 0 {
			return fmt.Errorf("notice %s of %s does not wait: %w", id.ID, id.Provider, order.ErrConflict)
		}
	}
	return nil
}

// numbers gives documents their numbers. Whatever undoes the change takes the
// numbers back with it, since both are in one savepoint and one transaction.
func (e *change) numbers(w *writeStmts) (err error) {
	if len(e.number) == 0 {
		return nil
	}
	for _, i := range e.number {
		d := &e.order.Documents[i]
		if err := w.number.QueryRowContext(context.Background(), d.Series).Scan(&d.No); err != nil {
			return fmt.Errorf("number of series %q: %w", d.Series, err)
		}
	}
	e.keys = keysOf(e.order)
	if e.head, err = encode(e.order); err == nil {
		e.keysText, err = encode(e.keys)
	}
	return err
}

// applyOrder writes the row of the order, under the version check, and what it
// is listed by. It returns the row's number.
func (e *change) applyOrder(w *writeStmts) (int64, error) {
	ctx := context.Background()
	k := &e.keys
	if e.expect == 0 {
		if e.token != "" {
			return 0, fmt.Errorf("a new order has no lease: %w", order.ErrConflict)
		}
		res, err := w.create.ExecContext(ctx, e.id, 1, e.due, e.head, e.keysText,
			k.Channel, k.Number, k.Customer, k.Placed, k.Stage)
		if err != nil {
			return 0, taken(err)
		}
		n, err := res.LastInsertId()
		if err != nil {
			return 0, err
		}
		return n, e.mark(w, n, keys{})
	}
	var n int64
	var oldText string
	switch err := w.find.QueryRowContext(ctx, e.id).Scan(&n, &oldText); {
	case errors.Is(err, sql.ErrNoRows):
		return 0, fmt.Errorf("it does not exist: %w", order.ErrConflict)
	case err != nil:
		return 0, err
	}
	changed, err := rows(w.replace.ExecContext(ctx, n, e.token, e.expect, e.due, e.head))
	switch {
	case err != nil:
		return 0, err
	case changed == 0:
		return 0, fmt.Errorf("it is no longer at version %d under this lease: %w", e.expect, order.ErrConflict)
	case oldText == e.keysText:
		return n, nil
	}
	old, err := readKeys(oldText)
	if err != nil {
		return 0, err
	}
	if _, err := w.rekey.ExecContext(ctx, e.keysText, k.Channel, k.Number, k.Customer, k.Placed, k.Stage, n); err != nil {
		return 0, taken(err)
	}
	return n, e.mark(w, n, old)
}

// taken turns a broken uniqueness of ID or number into a conflict.
func taken(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE {
		return fmt.Errorf("its id, or channel and number, exists already: %w", order.ErrConflict)
	}
	return err
}

func rows(res sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}
