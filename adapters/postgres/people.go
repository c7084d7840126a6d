package postgres

import (
	"context"

	"github.com/orderkit/orderkit/order"
)

// Person returns the personal data of an order.
func (s *Store) Person(ctx context.Context, id string) (order.Person, error) {
	people, err := readAll[order.Person](ctx, s.db(ctx), column(id), s.texts.person, column(id))
	if err == nil && len(people) == 0 {
		err = order.ErrNotFound
	}
	if err != nil {
		return order.Person{}, wrapped("personal data of order "+id, err)
	}
	return people[0], nil
}

// Erase deletes the personal data of an order. The server overwrites it when it
// next vacuums the table; its write-ahead log and its backups hold the data for
// as long as they are kept.
func (s *Store) Erase(ctx context.Context, id string) error {
	return wrapped("erase personal data of order "+id, s.exec(ctx, s.texts.erase, column(id)))
}
