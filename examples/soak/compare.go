package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/orderkit/orderkit/adapters/sandbox"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

// fault lets the bank go wrong once, in one of its ways.
func (b *boss) fault(ctx context.Context) {
	if b.proxy != nil {
		b.proxy.odds.Store(60)
	}
	answers := strings.Fields("unavailable limited declined dropped lost broken stuck slow")
	f := sandbox.Fault{Answer: answers[b.r.IntN(len(answers))], Times: 1, Delay: 2 * patience}
	if b.r.IntN(3) == 0 {
		hooks := strings.Fields("twice late swapped never forged")
		f = sandbox.Fault{On: "webhook", Answer: hooks[b.r.IntN(len(hooks))], Times: 1, Delay: 3 * patience}
	}
	body, _ := json.Marshal(f)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.bank+"/v1/faults", bytes.NewReader(body))
	if err != nil {
		return
	}
	r.Header.Set("Authorization", "Bearer "+secret)
	if w, err := http.DefaultClient.Do(r); err == nil {
		_ = w.Body.Close()
	}
}

// calm ends all faults.
func (b *boss) calm(ctx context.Context) {
	if b.proxy != nil {
		b.proxy.odds.Store(0)
	}
	if w, err := b.ask(ctx, http.MethodDelete, "/v1/faults"); err == nil {
		_ = w.Body.Close()
	}
}

// settle is longer than the latest webhook takes.
const settle = 4 * patience

// rest works off what is due until nothing is under way; what nobody can tell is
// looked up in the bank's ledger, as staff would. All orders are looked at only when
// nothing has happened for a while: there are thousands.
func (b *boss) rest(ctx context.Context, e *order.Engine) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	for since := time.Now(); ; {
		n, err := passes(ctx, e)
		if err != nil {
			return fmt.Errorf("coming to rest: %w", err)
		}
		cases, err := e.Cases(ctx, 2)
		if err != nil {
			return err
		}
		for _, c := range cases {
			if err := b.decide(ctx, e, c); err != nil {
				return err
			}
		}
		if n+len(cases) > 0 {
			since = time.Now()
			continue
		}
		if time.Since(since) > settle {
			open, err := b.underWay(ctx, e)
			if err != nil || open == 0 {
				return err
			}
			since = since.Add(time.Second) // something is tried again soon
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// passes lets several workers look for due orders, and counts those that were.
func passes(ctx context.Context, e *order.Engine) (n int, err error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	for range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			did, failed := e.Pass(ctx)
			mu.Lock()
			n, err = n+did, errors.Join(err, failed)
			mu.Unlock()
		}()
	}
	all.Wait()
	return n, err
}

// underWay counts orders with actions under way.
func (b *boss) underWay(ctx context.Context, e *order.Engine) (n int, err error) {
	err = each(ctx, e, func(o *order.Order) error {
		if len(o.Intents)+len(o.Queue) > 0 {
			n++
		}
		return nil
	})
	return n, err
}

// each walks over all orders, page by page.
func each(ctx context.Context, e interface {
	Find(context.Context, order.Query) ([]order.Order, error)
}, f func(*order.Order) error) error {
	q := order.Query{Limit: 500}
	for {
		page, err := e.Find(ctx, q)
		if err != nil {
			return err
		}
		for i := range page {
			if err := f(&page[i]); err != nil {
				return err
			}
		}
		if len(page) < q.Limit {
			return nil
		}
		last := page[len(page)-1]
		q.BeforePlaced, q.BeforeID = last.Placed, last.ID
	}
}

func (b *boss) decide(ctx context.Context, e *order.Engine, c order.Case) error {
	d := order.Decide{Case: c.No, Choice: c.Choices[0], Why: "looked it up", Ref: "evidence"}
	if c.Code == order.CaseUnknown {
		l, err := b.ledger(ctx, c.Order)
		if err != nil {
			return err
		}
		d.Choice = order.NotDone
		for _, m := range l.Movements {
			if m.Key == c.Step && m.Status == sandbox.Done {
				d.Choice, d.Ref = order.MarkDone, m.ID
			}
		}
	}
	_, err := e.Resolve(ctx, c.Order, d, order.By(fsm.Staff, "anna"))
	if err != nil && !errors.Is(err, order.Refused) && !errors.Is(err, order.NotFound) && !errors.Is(err, order.Busy) {
		return err
	}
	return nil
}

func (b *boss) ledger(ctx context.Context, id string) (l sandbox.Ledger, err error) {
	w, err := b.ask(ctx, http.MethodGet, "/v1/ledger?order="+id)
	if err != nil {
		return l, err
	}
	defer func() { _ = w.Body.Close() }()
	return l, json.NewDecoder(w.Body).Decode(&l)
}

// money is what one order came to, in cents.
type money struct{ authorized, captured, voided, refunded, parcels, labels int64 }

// compare judges every order and holds its sums against the bank's ledger.
func (b *boss) compare(ctx context.Context, s order.Store) (orders int, err error) {
	l, err := b.ledger(ctx, "")
	if err != nil {
		return 0, err
	}
	bank := map[string]money{}
	for _, p := range l.Payments {
		m := bank[p.Order]
		m.authorized += p.Authorized.Minor()
		m.captured += p.Captured.Minor()
		m.voided += p.Voided.Minor()
		m.refunded += p.Refunded.Minor()
		bank[p.Order] = m
	}
	for _, p := range l.Parcels {
		m := bank[p.Order]
		if !p.Cancelled {
			for _, g := range p.Goods {
				if p.Return {
					m.labels += g.Quantity
				} else {
					m.parcels += g.Quantity
				}
			}
		}
		bank[p.Order] = m
	}
	var broken []error
	keys := map[string]string{}
	for _, m := range l.Movements {
		if m.Status != sandbox.Done || m.Key == "" {
			continue
		}
		if keys[m.Key] != "" {
			broken = append(broken, fmt.Errorf("G2: %s of order %s happened twice: %s and %s", m.Op, m.Order, keys[m.Key], m.ID))
		}
		keys[m.Key] = m.ID
	}
	series := map[string]map[int64]bool{}
	err = each(ctx, s, func(o *order.Order) error {
		orders++
		history, err := s.History(ctx, o.ID, 0, 0)
		if err != nil {
			return err
		}
		journal, err := s.Journal(ctx, o.ID)
		if err != nil {
			return err
		}
		for _, sentence := range ordertest.Judge(o, history, journal) {
			broken = append(broken, fmt.Errorf("order %s: %s", o.ID, sentence))
		}
		if got := said(o); got != bank[o.ID] {
			broken = append(broken, fmt.Errorf("G3: order %s says %+v, the bank %+v", o.ID, got, bank[o.ID]))
		}
		for _, d := range o.Documents {
			if series[d.Series] == nil {
				series[d.Series] = map[int64]bool{}
			}
			if series[d.Series][d.No] {
				broken = append(broken, fmt.Errorf("document %s was given twice", d.Number()))
			}
			series[d.Series][d.No] = true
		}
		delete(bank, o.ID)
		return nil
	})
	for id, m := range bank {
		broken = append(broken, fmt.Errorf("G1: the bank knows order %s, which is lost: %+v", id, m))
	}
	for name, numbers := range series {
		for n := int64(1); n <= int64(len(numbers)); n++ {
			if !numbers[n] {
				broken = append(broken, fmt.Errorf("series %s has %d documents and no number %d", name, len(numbers), n))
				break
			}
		}
	}
	if len(broken) > 10 {
		broken = append(broken[:10], fmt.Errorf("and %d more", len(broken)-10))
	}
	return orders, errors.Join(append(broken, err)...)
}

// said is what an order says of its money and parcels.
func said(o *order.Order) (m money) {
	for _, p := range o.Payments {
		m.authorized += p.Authorized.Minor()
		m.captured += p.Captured.Minor()
		m.voided += p.Voided.Minor()
		m.refunded += p.Refunded.Minor()
	}
	for _, s := range o.Shipments {
		for _, u := range s.Units {
			switch {
			case s.Cancelled:
			case s.Return:
				m.labels += u.Count
			default:
				m.parcels += u.Count
			}
		}
	}
	return m
}
