package ordertest

import (
	"fmt"
	"sync"

	"github.com/orderkit/orderkit/order"
)

func bookClauses() []clause[Carrier] {
	return []clause[Carrier]{
		{"book/same_key", "A parcel is booked once per key, however often and concurrently it is called, and every answer carries the same tracking number.", func(c *check, s Carrier) {
			s.needsKeys(c)
			c.keyed("booking", func() (order.Receipt, error) { return s.do(c.ctx, "book", "k-1", "") })
			s.live(c, 1)
		}},
		{"book/other_key", "Another key is another parcel with a tracking number of its own.", func(c *check, s Carrier) {
			seen := make(map[string]bool)
			for i := range 3 {
				seen[s.book(c, fmt.Sprint("k-", i))] = true
			}
			if len(seen) != 3 {
				c.broken("3 parcels have %d tracking numbers", len(seen))
			}
			s.live(c, 3)
		}},
		{"book/together", "Parcels booked at the same time each get a tracking number of their own.", func(c *check, s Carrier) {
			var mu sync.Mutex
			seen := make(map[string]bool)
			c.together(callers, func(i int) error {
				return persistently(func() error {
					r, err := s.do(c.ctx, "book", fmt.Sprint("k-", i), "")
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						seen[r.Ref] = true
					}
					return err
				})
			})
			if len(seen) != callers {
				c.broken("%d parcels have %d tracking numbers", callers, len(seen))
			}
			s.live(c, callers)
		}},
		{"book/nowhere", "An address that the carrier does not deliver to is a Decline with a code, and books nothing.", func(c *check, s Carrier) {
			if s.Nowhere.Country == "" {
				c.skip("no address is named that the carrier does not deliver to")
			}
			p := s.parcel("book", "k-1", "")
			p.To = s.Nowhere
			_, err := s.Carrier.Book(c.ctx, p)
			c.declined(err, "booking a parcel to nowhere")
			s.live(c, 0)
		}},
		{"label/same_key", "A return label is made once per key.", func(c *check, s Carrier) {
			s.needsKeys(c)
			out := s.book(c, "k-1")
			s.label(c, "k-2", out)
			back := c.keyed("making a return label", func() (order.Receipt, error) { return s.do(c.ctx, "label", "k-2", out) })
			if back == "" || back == out {
				c.broken("the return label of %q has the tracking number %q", out, back)
			}
			s.live(c, 2)
		}},
		{"label/other_key", "Another key is another return label: one parcel may come back in two.", func(c *check, s Carrier) {
			out := s.book(c, "k-1")
			if a, b := s.label(c, "k-2", out), s.label(c, "k-3", out); a == b {
				c.broken("two return labels have the tracking number %q", a)
			}
			s.live(c, 3)
		}},
		{"label/cancelled", "A return label can be cancelled, and the outward parcel stands.", func(c *check, s Carrier) {
			out := s.book(c, "k-1")
			back := s.label(c, "k-2", out)
			_, err := s.do(c.ctx, "unlabel", "k-3", back)
			c.done(err, "cancelling a return label")
			s.live(c, 1)
			_, err = s.do(c.ctx, "unbook", "k-4", out)
			c.done(err, "cancelling the outward parcel")
			s.live(c, 0)
		}},
	}
}

func cancelClauses() []clause[Carrier] {
	return []clause[Carrier]{
		{"cancel/booked", "Cancel takes a booking back, and only that one.", func(c *check, s Carrier) {
			first := s.book(c, "k-1")
			s.book(c, "k-2")
			_, err := s.do(c.ctx, "unbook", "k-3", first)
			c.done(err, "cancelling")
			s.live(c, 1)
		}},
		{"cancel/same_key", "Cancelling again with the same key is done again, and changes nothing.", func(c *check, s Carrier) {
			s.needsKeys(c)
			tracking := s.book(c, "k-1")
			s.book(c, "k-2")
			c.keyed("cancelling", func() (order.Receipt, error) { return s.do(c.ctx, "unbook", "k-3", tracking) })
			s.live(c, 1)
		}},
		{"cancel/twice", "Cancelling what is cancelled is done or a Decline, and takes no other parcel.", func(c *check, s Carrier) {
			tracking := s.book(c, "k-1")
			s.book(c, "k-2")
			_, err := s.do(c.ctx, "unbook", "k-3", tracking)
			c.done(err, "cancelling")
			_, err = s.do(c.ctx, "unbook", "k-4", tracking)
			c.harmless(err, "cancelling a second time")
			s.live(c, 1)
		}},
		{"cancel/does_not_free_key", "A booking that was cancelled is not made again by its own key.", func(c *check, s Carrier) {
			s.needsKeys(c)
			tracking := s.book(c, "k-1")
			_, err := s.do(c.ctx, "unbook", "k-2", tracking)
			c.done(err, "cancelling")
			_, err = s.do(c.ctx, "book", "k-1", "")
			c.harmless(err, "booking again with the key of a cancelled parcel")
			s.live(c, 0)
		}},
		{"cancel/parts", "Where single units can be taken out of a booking, the others stay, and with the last the booking is gone.", func(c *check, s Carrier) {
			if !s.Parts {
				c.skip("the carrier takes back whole bookings")
			}
			tracking := s.book(c, "k-1")
			for i := range int64(2) {
				p := s.parcel("unbook", fmt.Sprint("c-", i), tracking)
				p.Goods[0].First, p.Goods[0].Quantity = i, 1
				_, err := s.Carrier.Cancel(c.ctx, p)
				c.done(err, "taking unit %d of 2 out of a booking", i+1)
				s.live(c, int(1-i))
			}
		}},
		{"cancel/unknown", "Cancelling a parcel that does not exist is a Decline.", func(c *check, s Carrier) {
			_, err := s.do(c.ctx, "unbook", "k-1", "no-such-parcel")
			c.declined(err, "cancelling an unknown parcel")
		}},
	}
}

func trackClauses() []clause[Carrier] {
	return []clause[Carrier]{
		{"traits/true", "Traits promise only what the carrier has methods for, and are the same whenever they are asked for.", func(c *check, s Carrier) {
			_, canLookUp := s.Carrier.(order.CarrierLookup)
			c.traits(s.Carrier.Traits(), s.Carrier.Traits(), canLookUp, true)
		}},
		{"keys/alike", "Keys that differ only in case or far behind are different keys.", func(c *check, s Carrier) {
			c.apart("booking", func(key string) (order.Receipt, error) { return s.do(c.ctx, "book", key, "") })
			s.live(c, len(alikeKeys()))
		}},
		{"keys/life", "The keys of a booking and of a cancellation are honoured until just before the life that the Traits declare is over.", func(c *check, s Carrier) {
			s.needsKeys(c)
			other := s.book(c, "k-1")
			_, err := s.do(c.ctx, "unbook", "k-2", other)
			c.done(err, "cancelling")
			c.lasts(s.Provider, s.Carrier.Traits().KeyLife, "booking", func() (order.Receipt, error) { return s.do(c.ctx, "book", "k-3", "") })
			_, err = s.do(c.ctx, "unbook", "k-2", other)
			c.done(err, "cancelling once more with the same key")
			s.live(c, 1)
		}},
		{"lookup/found", "Lookup finds a booking, a return label and a cancellation by their keys, with the same tracking numbers; a lookup that is strong finds them at once.", func(c *check, s Carrier) {
			s.lookup(c)
			out := s.book(c, "k-1")
			s.finds(c, "book", "k-1", "", out)
			r, err := s.do(c.ctx, "unbook", "k-2", out)
			c.done(err, "cancelling")
			s.finds(c, "unbook", "k-2", out, r.Ref)
			if _, ok := s.Carrier.(order.Returner); ok {
				back := s.label(c, "k-3", out)
				s.finds(c, "label", "k-3", out, back)
			}
		}},
		{"lookup/not_found", "Lookup of a key that was never used is ErrNotFound, and has no effect.", func(c *check, s Carrier) {
			look := s.lookup(c)
			s.book(c, "k-1")
			_, err := look.Lookup(c.ctx, s.parcel("book", "never-used", ""))
			c.want(err, order.ErrNotFound, "looking up a key that was never used, beside an equal parcel")
			s.live(c, 1)
		}},
		{"lookup/unreachable", "A lookup of what was booked, while the carrier cannot be reached or under a context that has ended, is not answered with ErrNotFound or a Decline: a second parcel would follow.", func(c *check, s Carrier) {
			look := s.lookup(c)
			s.book(c, "k-1")
			_, err := look.Lookup(ended(c.ctx), s.parcel("book", "k-1", ""))
			c.silent(err, "looking up under a context that has ended")
			if s.Down == nil {
				return
			}
			c.down(s.Provider, func() {
				_, err = look.Lookup(c.ctx, s.parcel("book", "k-1", ""))
				c.silent(err, "looking up while the carrier cannot be reached")
			})
		}},
		{"down/book", "A booking while the carrier cannot be reached is neither done nor a Decline, and is made once when it is back.", func(c *check, s Carrier) {
			s.needsKeys(c)
			c.survives(s.Provider, "booking", func() (order.Receipt, error) { return s.do(c.ctx, "book", "k-1", "") })
			s.live(c, 1)
		}},
		{"lost/book", "A booking whose answer got lost is not answered with Retry or a Decline; the same key, or a lookup, tells that it was made, once.", func(c *check, s Carrier) {
			c.lost(s.Provider, "booking", func() (order.Receipt, error) { return s.do(c.ctx, "book", "k-1", "") })
			if s.Carrier.Traits().KeyLife > 0 {
				tracking := s.book(c, "k-1")
				if _, ok := s.Carrier.(order.CarrierLookup); ok && s.Carrier.Traits().Lookup != order.LookupNone {
					s.finds(c, "book", "k-1", "", tracking)
				}
			}
			s.live(c, 1)
		}},
		{"context/ended", "A call under a context that has ended is not answered with a final no.", func(c *check, s Carrier) {
			_, err := s.do(ended(c.ctx), "book", "k-1", "")
			c.notRefused(err, "booking")
			tracking := s.book(c, "k-2")
			_, err = s.do(ended(c.ctx), "unbook", "k-3", tracking)
			c.notRefused(err, "cancelling")
		}},
	}
}
