package ordertest

import (
	"fmt"
	"net/http"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

func noticeClauses() []clause[Webhooks] {
	return []clause[Webhooks]{
		{"id/repeated", "An event that the provider sends again has the same ID each time, by which the engine knows it.", func(c *check, s Webhooks) {
			d := &desk{}
			h := s.Handler(d.notify)
			first := c.accepts(h, d, s.Signed(c.T, s.event("evt-1")), "an event")
			c.accepts(h, d, s.Signed(c.T, s.event("evt-2")), "another event")
			if status := knock(h, s.Signed(c.T, s.event("evt-1"))); !good(status) {
				c.broken("the repeated event is answered %d", status)
			}
			for _, n := range d.taken()[2:] { // a handler may know it itself
				if n.ID != first.ID {
					c.broken("one event has the IDs %q and %q", first.ID, n.ID)
				}
			}
		}},
		{"id/alike", "Two events that are alike in everything but the provider's ID have two IDs.", func(c *check, s Webhooks) {
			n := s.event("evt-1")
			other := n
			other.ID = "evt-2"
			s.distinct(c, n, other)
		}},
		{"id/same_reference", "Events about one movement have IDs of their own: a chargeback is not lost because the capture came under the same reference and key.", func(c *check, s Webhooks) {
			var all []order.Notice
			for i, kind := range s.Kinds {
				n := s.event(fmt.Sprint("evt-", i))
				n.Kind, n.Ref = kind, "the-same"
				all = append(all, n)
			}
			s.distinct(c, all...)
		}},
		{"id/letter_case", "Events whose IDs differ only in case or far behind have two IDs.", func(c *check, s Webhooks) {
			var all []order.Notice
			for _, id := range []string{"evt_aB", "evt_ab", "evt_3NXyQ0LkdIwHu7ix1bCdEfGhIjKlMnOp_1", "evt_3NXyQ0LkdIwHu7ix1bCdEfGhIjKlMnOp_2"} {
				all = append(all, s.event(id))
			}
			s.distinct(c, all...)
		}},
		{"told/provider", "Every notice carries the name of its provider, as in the engine's configuration.", func(c *check, s Webhooks) {
			for i, kind := range s.Kinds {
				n := s.event(fmt.Sprint("evt-", i))
				n.Kind = kind
				if got := s.tell(c, n); got.Provider != s.Provider {
					c.broken("the notice of %s is of the provider %q, not %q", kind, got.Provider, s.Provider)
				}
			}
		}},
		{"told/kind", "Every kind of event that the provider tells is notified as what it is.", func(c *check, s Webhooks) {
			for i, kind := range s.Kinds {
				n := s.event(fmt.Sprint("evt-", i))
				n.Kind = kind
				if got, want := s.tell(c, n), s.Told(n); got.Kind != want.Kind {
					c.broken("%q is notified as %q", want.Kind, got.Kind)
				}
			}
		}},
		{"told/whose", "Order, key, reference and parent are as the provider tells them, byte for byte: by these the order and the call are found.", func(c *check, s Webhooks) {
			n := s.event("evt-1")
			n.Order, n.Key, n.Ref, n.Parent = "Ord-1é", "Ord-1é/12/3", "pi_3NXyQ0/A+b c", "PSP 883-ß"
			got, want := s.tell(c, n), s.Told(n)
			if got.Order != want.Order || got.Key != want.Key || got.Ref != want.Ref || got.Parent != want.Parent {
				c.broken("the notice says order %q, key %q, reference %q, parent %q; the provider said %q, %q, %q, %q",
					got.Order, got.Key, got.Ref, got.Parent, want.Order, want.Key, want.Ref, want.Parent)
			}
		}},
		{"told/own_reference", "Each event names its own movement, not that of the event before.", func(c *check, s Webhooks) {
			d := &desk{}
			h := s.Handler(d.notify)
			full := s.event("evt-1")
			c.accepts(h, d, s.Signed(c.T, full), "an event")
			bare := s.event("evt-2")
			bare.Key, bare.Parent, bare.Reason, bare.Amount = "", "", "", currency.Amount{}
			got, want := c.accepts(h, d, s.Signed(c.T, bare), "an event that says less"), s.Told(bare)
			if got.Key != want.Key || got.Parent != want.Parent || got.Reason != want.Reason || got.Amount != want.Amount {
				c.broken("an event that says less is notified as %+v", got)
			}
		}},
		{"told/amount", "Amounts are as the provider tells them, to the last digit, in currencies of any number of decimals.", func(c *check, s Webhooks) {
			for i, code := range s.Currencies {
				for k, minor := range []int64{1, 29, 100, 1005, 123456789, 900719925474099} {
					n := s.event(fmt.Sprint("evt-", i, "-", k))
					n.Amount = currency.New(minor, code)
					if got, want := s.tell(c, n), s.Told(n); got.Amount != want.Amount {
						c.broken("%v is notified as %v", want.Amount, got.Amount)
					}
				}
			}
		}},
		{"told/time", "The time of an event, if the notice has one, is when it happened, not when it came.", func(c *check, s Webhooks) {
			n := s.event("evt-1")
			got, want := s.tell(c, n), s.Told(n)
			if d := got.At.Sub(want.At); !got.At.IsZero() && !want.At.IsZero() && (d <= -time.Second || d >= time.Second) {
				c.broken("an event of %v is notified as of %v", want.At, got.At)
			}
		}},
		{"told/reason", "The reason of an event is as the provider tells it, in any script.", func(c *check, s Webhooks) {
			n := s.event("evt-1")
			n.Reason = "Kontó lezárva 口座 <&> \"no\""
			if got, want := s.tell(c, n), s.Told(n); got.Reason != want.Reason {
				c.broken("the reason %q is notified as %q", want.Reason, got.Reason)
			}
		}},
		{"order/late", "Events are notified in whatever order they come: an older one is not dropped because a newer one came first.", func(c *check, s Webhooks) {
			d := &desk{}
			h := s.Handler(d.notify)
			for i, age := range []time.Duration{0, 2 * time.Hour, time.Hour} {
				n := s.event(fmt.Sprint("evt-", i))
				n.At = n.At.Add(-age)
				c.accepts(h, d, s.Signed(c.T, n), "an event older than the one before")
			}
		}},
		{"together/events", "Events that come at the same time are notified each, with nothing of another's.", func(c *check, s Webhooks) {
			d := &desk{}
			h := s.Handler(d.notify)
			want := make(map[string]order.Notice)
			requests := make([]*http.Request, callers)
			for i := range requests {
				n := s.numbered(i)
				want[n.Ref], requests[i] = s.Told(n), s.Signed(c.T, n)
			}
			c.together(callers, func(i int) error {
				if status := knock(h, requests[i]); !good(status) {
					return fmt.Errorf("answered %d", status)
				}
				return nil
			})
			for _, got := range d.taken() {
				w, ok := want[got.Ref]
				if !ok || got.Order != w.Order || got.Key != w.Key || got.Amount != w.Amount {
					c.broken("among %d events is one of %+v, which nobody sent", callers, got)
				}
				delete(want, got.Ref)
			}
			if len(want) > 0 {
				c.broken("%d of %d events were not notified", len(want), callers)
			}
		}},
		{"together/repeated", "One event that comes many times at the same time is answered 2xx each time and has one ID.", func(c *check, s Webhooks) {
			d := &desk{}
			h := s.Handler(d.notify)
			requests := make([]*http.Request, callers)
			for i := range requests {
				requests[i] = s.Signed(c.T, s.event("evt-1"))
			}
			c.together(callers, func(i int) error {
				if status := knock(h, requests[i]); !good(status) {
					return fmt.Errorf("answered %d", status)
				}
				return nil
			})
			got := d.taken()
			if len(got) == 0 {
				c.broken("nobody was notified")
			}
			for _, n := range got {
				if n.ID != got[0].ID {
					c.broken("one event has the IDs %q and %q", got[0].ID, n.ID)
				}
			}
		}},
	}
}

// numbered is one of many events that differ in everything.
func (s *Webhooks) numbered(i int) order.Notice {
	n := s.event(fmt.Sprint("evt-", i))
	n.Order, n.Key, n.Ref = fmt.Sprint("o-", i), fmt.Sprint("o-", i, "/1/1"), fmt.Sprint("cap-", i)
	n.Amount = currency.New(int64(100+i), s.Currencies[0])
	return n
}

// tell has the provider tell one event and returns the notice.
func (s *Webhooks) tell(c *check, n order.Notice) order.Notice {
	d := &desk{}
	return c.accepts(s.Handler(d.notify), d, s.Signed(c.T, n), fmt.Sprintf("a signed event of the kind %q", n.Kind))
}

// distinct ends the clause unless the events are notified under IDs of their own.
func (s *Webhooks) distinct(c *check, events ...order.Notice) {
	d := &desk{}
	h := s.Handler(d.notify)
	seen := make(map[string]string)
	for _, n := range events {
		got := c.accepts(h, d, s.Signed(c.T, n), fmt.Sprintf("the event %q", n.ID))
		if other, ok := seen[got.ID]; ok {
			c.broken("the events %q and %q both have the ID %q", other, n.ID, got.ID)
		}
		seen[got.ID] = n.ID
	}
}
