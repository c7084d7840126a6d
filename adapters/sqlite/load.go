package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/orderkit/orderkit/order"
)

// Load returns the order as last committed, and the answer under the key.
func (s *Store) Load(ctx context.Context, id, key string) (order.Record, error) {
	r, err := s.reading(ctx)
	if err != nil {
		return order.Record{}, fmt.Errorf("order %s: %w", id, err)
	}
	var head, answer []byte
	if key == "" {
		err = r.load.QueryRowContext(ctx, id).Scan(&head)
	} else {
		err = r.answer.QueryRowContext(ctx, id, key).Scan(&head, &answer)
	}
	if err != nil {
		return order.Record{}, missing(err, "order", id)
	}
	var rec order.Record
	if err := json.Unmarshal(head, &rec.Order); err != nil {
		return order.Record{}, fmt.Errorf("order %s: %w", id, err)
	}
	rec.Order.ID = id // JSON has nothing that is not UTF-8
	if answer != nil {
		rec.Answer = new(order.Answer)
		if err := json.Unmarshal(answer, rec.Answer); err != nil {
			return order.Record{}, fmt.Errorf("answer %q of order %s: %w", key, id, err)
		}
	}
	return rec, nil
}

// missing names what is not there, and turns no row into order.ErrNotFound.
func missing(err error, what, id string) error {
	if errors.Is(err, sql.ErrNoRows) {
		err = order.ErrNotFound
	}
	return fmt.Errorf("%s %s: %w", what, id, err)
}
