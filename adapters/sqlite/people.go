package sqlite

import (
	"context"
	"encoding/json"

	"github.com/orderkit/orderkit/order"
)

// Person returns the personal data of an order.
func (s *Store) Person(ctx context.Context, id string) (order.Person, error) {
	r, err := s.reading(ctx)
	if err != nil {
		return order.Person{}, wrapped("personal data of order "+id, err)
	}
	var data []byte
	var p order.Person
	err = r.person.QueryRowContext(ctx, id).Scan(&data)
	if err == nil {
		err = json.Unmarshal(data, &p)
	}
	if err != nil {
		return order.Person{}, missing(err, "personal data of order", id)
	}
	return p, nil
}

// Erase deletes the personal data of an order, overwrites it in the file, and
// empties the write-ahead log, unless another process is just reading in it:
// then the next checkpoint empties it. In a transaction of the host's the log is
// emptied soon after that has committed.
func (s *Store) Erase(ctx context.Context, id string) error {
	err := s.written(ctx, func(w *writeStmts) error {
		_, err := w.erase.ExecContext(context.Background(), id)
		s.writer.erased.Store(true)
		return err
	})
	if err == nil && within(ctx) != nil {
		// The writer's next turn comes after the host's, and has to empty the log.
		_, err = s.writer.enqueue(func(*writeStmts) error { return nil })
	}
	if err != nil {
		return wrapped("erase personal data of order "+id, err)
	}
	return nil
}
