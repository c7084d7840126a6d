package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/adapters/sandbox"
	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

const (
	secret   = "soak"
	patience = time.Second     // after it another process takes over
	beyond   = 3 * time.Second // longer than any lease: 2 x patience
	callers  = 4               // customers of one worker at a time
)

// worker is one process of the shop, or the bank.
type worker struct {
	kind, store, bank, name string
	hooks, listen           string
	seed                    uint64
}

// open opens a store and says how to close it.
func open(ctx context.Context, kind, at string) (order.Store, func(), error) {
	if kind == "sqlite" {
		s, err := sqlite.Open(ctx, at, sqlite.Config{})
		if err != nil {
			return nil, nil, err
		}
		return s, func() { _ = s.Close() }, nil
	}
	s, err := postgres.Open(ctx, at, postgres.Config{})
	if err != nil {
		return nil, nil, err
	}
	return s, func() { _ = s.Close() }, nil
}

// shop is an engine on a store, with the bank for the outside world.
func shop(s order.Store, bank, name string) (*order.Engine, error) {
	client := &http.Client{Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	n := 0
	var mu sync.Mutex
	return order.New(order.Config{
		Store: s, Now: time.Now,
		NewID:    func() string { mu.Lock(); defer mu.Unlock(); n++; return fmt.Sprintf("%s-%d-%d", name, os.Getpid(), n) },
		Gateways: map[string]order.PaymentGateway{"": sandbox.Gateway{URL: bank, Secret: secret, Client: client}},
		Carriers: map[string]order.Carrier{"": sandbox.Carrier{URL: bank, Secret: secret, Client: client}},
		Patience: patience, Poll: 100 * time.Millisecond,
		Retry:    fsm.Retry{First: fsm.Duration(300 * time.Millisecond), Factor: 2, Max: fsm.Duration(2 * time.Second), Attempts: 20, For: fsm.Duration(time.Hour)},
		Invoices: order.Invoices{After: []string{"ship"}},
	})
}

// work serves customers and does what is due, until it is killed.
func (w *worker) work(ctx context.Context) error {
	s, closeStore, err := open(ctx, w.kind, w.store)
	if err != nil {
		return err
	}
	defer closeStore()
	e, err := shop(s, w.bank, w.name)
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	for i := range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			r := rand.New(rand.NewPCG(w.seed, uint64(os.Getpid()*callers+i)))
			for n := 0; ctx.Err() == nil; n++ {
				customer(ctx, e, r, fmt.Sprintf("%s-%d-%d-%d", w.name, os.Getpid(), i, n))
			}
		}()
	}
	err = e.Run(ctx)
	all.Wait()
	return err
}

// customer is the life of one order. Every step is repeated under its key until
// it is answered; a worker that is killed leaves the order as it is.
func customer(ctx context.Context, e *order.Engine, r *rand.Rand, key string) {
	id := ""
	quantity := 1 + r.Int64N(4)
	try(ctx, func() (order.Result, error) {
		res, err := e.Place(ctx, order.Draft{Channel: "soak", Customer: "c", Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
			Items: []order.Item{{Type: "goods", Line: pricing.Line{ID: "mug", Unit: currency.New(1000+r.Int64N(5)*333, currency.EUR).Decimal(), Quantity: quantity,
				Taxes: []pricing.Tax{{ID: "de-19", Category: "S", Percent: currency.New(1900, currency.EUR).Decimal()}}}}},
			Charges: []order.Fee{{Charge: pricing.Charge{ID: "shipping", Kind: "shipping", Amount: currency.New(490, currency.EUR)}}},
			ShipTo:  i18n.Address{Name: "Ada", Lines: []string{"Unter den Linden 1"}, Locality: "Berlin", PostalCode: "10117", Country: "DE"}}, order.Key(key))
		id = res.Order.ID
		return res, err
	})
	if id == "" {
		return
	}
	token := "tok"
	if r.IntN(20) == 0 {
		token = sandbox.DeclinedToken
	}
	steps := []order.Action{order.Pay{With: []order.Tender{{Token: token}}}}
	switch r.IntN(5) {
	case 0:
		steps = append(steps, order.Cancel{Of: order.Some("mug", 1)}, order.Ship{}, order.Deliver{})
	case 1:
		steps = append(steps, order.Cancel{})
	case 2:
		steps = append(steps, order.Ship{Of: order.Some("mug", 1)}, order.Ship{}, order.Deliver{}, order.Return{Of: order.Some("mug", 1)}, order.Receive{}, order.Inspect{Accepted: true})
	case 3:
		steps = append(steps, order.Ship{}, order.Deliver{}, order.Refund{Amount: currency.New(100, currency.EUR)}, order.Confirm{})
	default:
		steps = append(steps, order.Ship{}, order.Deliver{}, order.Confirm{}, order.Complete{})
	}
	for i, a := range steps {
		if !try(ctx, func() (order.Result, error) {
			return e.Do(ctx, id, a, order.Key(fmt.Sprint("step-", i)), order.By(fsm.Staff, "anna"))
		}) {
			return
		}
	}
}

// try repeats a call under its key until it is answered; false if it is refused.
func try(ctx context.Context, f func() (order.Result, error)) bool {
	for wait := 20 * time.Millisecond; ctx.Err() == nil; wait = min(2*wait, time.Second) {
		res, err := f()
		switch {
		case errors.Is(err, order.Refused), errors.Is(err, order.Invalid), errors.Is(err, order.NotFound), errors.Is(err, order.Quarantined):
			return false
		case err == nil && (res.Status == order.Done || res.Status == order.Ignored):
			return true
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
	return false
}

// serve is the bank: a provider whose ledger is the truth.
func (w *worker) serve(ctx context.Context) error {
	s := sandbox.New(sandbox.Config{Secret: secret, Hooks: w.hooks})
	go s.Run(ctx)
	web := &http.Server{Addr: w.listen, Handler: s, ReadHeaderTimeout: 5 * time.Second}
	go func() { <-ctx.Done(); _ = web.Close() }()
	return web.ListenAndServe()
}
