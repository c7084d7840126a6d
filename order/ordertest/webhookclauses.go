package ordertest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/orderkit/orderkit/order"
)

func answerClauses() []clause[Webhooks] {
	return []clause[Webhooks]{
		{"answer/taken", "An event that is signed rightly is notified once and answered 2xx.", func(c *check, s Webhooks) {
			d := &desk{}
			h := s.Handler(d.notify)
			for i := range 3 {
				c.accepts(h, d, s.Signed(c.T, s.event(fmt.Sprint("evt-", i))), "a signed event")
			}
		}},
		{"answer/not_before", "Success is answered only after Notify has returned: until then the event can get lost.", func(c *check, s Webhooks) {
			entered, release, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
			var once sync.Once
			h := s.Handler(func(context.Context, order.Notice) error {
				once.Do(func() { close(entered) })
				<-release
				return nil
			})
			r, w := s.Signed(c.T, s.event("evt-1")), &reply{header: http.Header{}}
			go func() {
				defer close(ended)
				serve(h, r, w)
			}()
			select {
			case <-entered:
				select {
				case <-ended:
				case <-time.After(50 * time.Millisecond):
				}
			case <-ended:
			}
			early := w.sent()
			close(release)
			<-ended
			if early != 0 {
				c.broken("the answer was %d while Notify was still under way", early)
			}
			if status := w.sent(); !good(status) {
				c.broken("after Notify returned nil the answer is %d", status)
			}
		}},
		{"answer/failed", "When Notify fails the answer is 5xx; the provider sends the event again, and it is notified again.", func(c *check, s Webhooks) {
			for _, err := range []error{&order.Error{Kind: order.Unavailable, Op: "notify", Cause: errTrouble}, errTrouble, context.DeadlineExceeded} {
				d := &desk{fail: func(order.Notice) error { return err }}
				h := s.Handler(d.notify)
				for range 2 {
					if status := knock(h, s.Signed(c.T, s.event("evt-1"))); status/100 != 5 {
						c.broken("Notify says %q, and the answer is %d", err, status)
					}
				}
				d.fail = nil
				c.accepts(h, d, s.Signed(c.T, s.event("evt-1")), "the event when Notify works again")
			}
		}},
		{"answer/invalid", "An event that Notify calls invalid is not answered with success: it was not stored.", func(c *check, s Webhooks) {
			d := &desk{fail: func(order.Notice) error { return &order.Error{Kind: order.Invalid, Op: "notify"} }}
			if status := knock(s.Handler(d.notify), s.Signed(c.T, s.event("evt-1"))); good(status) {
				c.broken("the answer is %d", status)
			}
		}},
		{"answer/panicked", "When Notify panics the event is not answered with success.", func(c *check, s Webhooks) {
			d := &desk{fail: func(order.Notice) error { panic(errTrouble) }}
			if status := knock(s.Handler(d.notify), s.Signed(c.T, s.event("evt-1"))); good(status) {
				c.broken("the answer is %d", status)
			}
		}},
		{"answer/hung_up", "When the provider hangs up, success is answered only if Notify returned nil.", func(c *check, s Webhooks) {
			d := &desk{}
			r := s.Signed(c.T, s.event("evt-1"))
			status := knock(s.Handler(d.notify), r.WithContext(ended(c.ctx)))
			if n := len(d.taken()); good(status) && n != 1 {
				c.broken("the answer is %d, and Notify returned nil %d times", status, n)
			}
		}},
		{"answer/unused", "An event of a kind that says nothing about orders is answered 2xx, so that it does not come again, and not notified: no order would ever be found for it.", func(c *check, s Webhooks) {
			if s.Unused == nil {
				c.skip("no kind is named that says nothing about orders")
			}
			d := &desk{}
			if status := knock(s.Handler(d.notify), s.Unused(c.T)); !good(status) {
				c.broken("the answer is %d", status)
			}
			if n := len(d.taken()) + d.odd; n > 0 {
				c.broken("it was notified %d times", n)
			}
		}},
	}
}

func doorClauses() []clause[Webhooks] {
	return []clause[Webhooks]{
		{"forged/other_secret", "An event that somebody signed who does not know the secret is answered 4xx and never notified.", func(c *check, s Webhooks) {
			d := &desk{}
			c.refusal(s.Handler(d.notify), d, s.Forged(c.T, s.event("evt-1")), "a forged event")
		}},
		{"forged/unsigned", "An event without any signature is answered 4xx and never notified.", func(c *check, s Webhooks) {
			d := &desk{}
			r := s.Forged(c.T, s.event("evt-1")) // so that no signature is left in the body either
			kind := r.Header.Get("Content-Type")
			r.Header = http.Header{"Content-Type": {kind}}
			c.refusal(s.Handler(d.notify), d, r, "an unsigned event")
		}},
		{"forged/swapped", "The signature of one event does not let another one in.", func(c *check, s Webhooks) {
			d := &desk{}
			h := s.Handler(d.notify)
			body, signature := s.event("evt-2"), s.event("evt-1")
			c.accepts(h, d, s.Signed(c.T, signature), "the event whose signature is taken")
			if s.Swapped != nil {
				c.refusal(h, d, s.Swapped(c.T, body, signature), "an event under the signature of another")
				return
			}
			r, from := s.Signed(c.T, signature), s.Signed(c.T, body)
			r.Body, r.ContentLength, r.GetBody = from.Body, from.ContentLength, from.GetBody
			c.refusal(h, d, r, "an event under the signature of another")
		}},
		{"forged/old", "An event that was signed long ago is answered 4xx and never notified: somebody replays it.", func(c *check, s Webhooks) {
			if s.Old == nil {
				c.skip("the provider does not sign the time")
			}
			d := &desk{}
			c.refusal(s.Handler(d.notify), d, s.Old(c.T, s.event("evt-1")), "a replayed event")
		}},
		{"body/malformed", "A body that cannot be read is answered 4xx and never notified, also when it is signed rightly.", func(c *check, s Webhooks) {
			if s.Body == nil {
				c.skip("bodies of our own cannot be signed")
			}
			d := &desk{}
			h := s.Handler(d.notify)
			for _, body := range []string{"", "{", `{"id":`, "[1,2", "\x00\xff\xfe", `{"id":"evt-1"`} {
				c.refusal(h, d, s.Body(c.T, []byte(body)), fmt.Sprintf("the signed body %q", body))
			}
		}},
		{"body/no_event", "A body that can be read and is no event is not answered with success, and nothing is notified that could be taken for one.", func(c *check, s Webhooks) {
			if s.Body == nil {
				c.skip("bodies of our own cannot be signed")
			}
			d := &desk{}
			h := s.Handler(d.notify)
			for _, body := range []string{"{}", "null", "[]", `""`, "0"} {
				if status := knock(h, s.Body(c.T, []byte(body))); good(status) {
					c.broken("the signed body %s is answered %d", body, status)
				}
			}
			if got := d.taken(); len(got) > 0 {
				c.broken("a body that is no event was notified as %+v", got[0])
			}
		}},
		{"body/endless", "A body without end is answered 4xx after at most 16 MiB: nobody can fill the memory.", func(c *check, s Webhooks) {
			d := &desk{}
			r := s.Signed(c.T, s.event("evt-1"))
			endless := &flood{}
			r.Body, r.ContentLength, r.GetBody = io.NopCloser(endless), -1, nil
			c.refusal(s.Handler(d.notify), d, r, "an endless body")
			if endless.read > 16<<20 {
				c.broken("%d MiB of an endless body were read", endless.read>>20)
			}
		}},
		{"body/large", "An event of a few hundred kilobytes is an event: providers put whole carts into one.", func(c *check, s Webhooks) {
			d := &desk{}
			n := s.event("evt-1")
			r := s.Signed(c.T, n)
			text, err := io.ReadAll(r.Body)
			c.ok(err, "reading the body of a signed event")
			if s.Body == nil || !bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
				c.skip("bodies of our own cannot be signed, or are no JSON")
			}
			room := bytes.Repeat([]byte(" "), 300<<10)
			got, want := c.accepts(s.Handler(d.notify), d, s.Body(c.T, append(room, text...)), "a large event"), s.tell(c, n)
			if got.ID != want.ID || got.Ref != want.Ref {
				c.broken("a large event is notified as %+v", got)
			}
		}},
		{"method/others", "Only POST tells events: other methods are answered 4xx and never notified.", func(c *check, s Webhooks) {
			d := &desk{}
			h := s.Handler(d.notify)
			for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodDelete} {
				r := s.Signed(c.T, s.event("evt-1"))
				r.Method = method
				c.refusal(h, d, r, "a "+method)
			}
		}},
	}
}

// flood is a body without end.
type flood struct{ read int }

// Read is part of io.Reader.
func (f *flood) Read(p []byte) (int, error) {
	if f.read > 64<<20 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = 'x'
	}
	f.read += len(p)
	return len(p), nil
}
