package sqlite

import (
	"context"
	"encoding/json"

	"github.com/orderkit/orderkit/order"
)

// Person returns the personal data of an order.
func (s *Store) Person(ctx context.Context, id string) (order.Person, error) {
	var data []byte
	var p order.Person
	err := s.stmts.person.QueryRowContext(ctx, id).Scan(&data)
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
// then the next checkpoint empties it.
func (s *Store) Erase(ctx context.Context, id string) error {
	err := s.writer.submit(ctx, func(w *writer) error {
		_, err := w.stmts.erase.ExecContext(context.Background(), id)
		w.erased = true
		return err
	})
	if err != nil {
		return wrapped("erase personal data of order "+id, err)
	}
	return nil
}
