package memory

import (
	"context"
	"fmt"

	"github.com/orderkit/orderkit/order"
)

// Person returns a copy of the personal data of an order.
func (s *Store) Person(ctx context.Context, id string) (order.Person, error) {
	if err := ctx.Err(); err != nil {
		return order.Person{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	p, ok := s.people[id]
	if !ok {
		return order.Person{}, fmt.Errorf("personal data of order %s: %w", id, order.ErrNotFound)
	}
	return clonePerson(p), nil
}

// Erase deletes the personal data of an order for good.
func (s *Store) Erase(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.people, id)
	return nil
}
