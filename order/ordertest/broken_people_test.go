package ordertest_test

import (
	"context"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// brokenPeople are mistakes with personal data.
func brokenPeople() []broken {
	return []broken{
		shelved("has personal data of everybody", "people/none people/erased", func(s *cabinet) {
			s.person = func(ctx context.Context, id string) (order.Person, error) {
				p, err := s.Store.Person(ctx, id)
				if err != nil {
					return order.Person{Order: id}, nil
				}
				return p, nil
			}
		}),
		committing("merges personal data", "people/stored", func(s *memory.Store, c *order.Change) {
			if old, err := s.Person(context.Background(), c.Order.ID); err == nil && c.Person != nil && c.Person.Name == "" {
				p := *c.Person
				p.Name = old.Name
				c.Person = &p
			}
		}),
		shelved("reads personal data before it stores them", "people/read", func(s *cabinet) {
			s.commit = func(ctx context.Context, c *order.Change) error {
				before, _ := s.Store.Person(ctx, c.Order.ID)
				err := s.Store.Commit(ctx, c)
				if c.Read != nil && err == nil {
					*c.Read = before
				}
				return err
			}
		}),
		shelved("reads personal data that were erased", "people/read", func(s *cabinet) {
			known := map[string]order.Person{}
			s.commit = func(ctx context.Context, c *order.Change) error {
				err := s.Store.Commit(ctx, c)
				if c.Person != nil {
					known[c.Order.ID] = *c.Person
				}
				if p, ok := known[c.Order.ID]; ok && c.Read != nil && err == nil {
					*c.Read = p
				}
				return err
			}
		}),
		shelved("lets callers change what it read", "people/read", func(s *cabinet) {
			var own *order.Person
			s.commit = func(ctx context.Context, c *order.Change) error {
				err := s.Store.Commit(ctx, c)
				if own == nil && c.Read != nil && c.Read.Order != "" {
					own = c.Read
				}
				if own != nil && c.Read != nil && c.Read.Order == own.Order {
					*c.Read = *own
				}
				return err
			}
		}),
		shelved("never stores a person again that was erased", "people/given_again", func(s *cabinet) {
			gone := map[string]bool{}
			s.erase = func(ctx context.Context, id string) error {
				gone[id] = true
				return s.Store.Erase(ctx, id)
			}
			s.commit = func(ctx context.Context, c *order.Change) error {
				if gone[c.Order.ID] {
					c.Person = nil
				}
				return s.Store.Commit(ctx, c)
			}
		}),
	}
}
