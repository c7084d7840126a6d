package main

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"time"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/examples/quickstart/outside"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// shop is the demo shop: an engine over a database file, with partners that keep
// their own files beside it, and a worker that does what is due.
type shop struct {
	*order.Engine
	store    *sqlite.Store
	payments *outside.Ledger // of the payment provider
	others   *outside.Ledger // of warehouse, carrier, promotions and club
	unlock   func() error
	stop     func() // ends the worker
}

// open opens the database file and everything beside it, and starts the worker.
func open(ctx context.Context, path string, partners func(*shop) order.Config) (*shop, error) {
	s := &shop{stop: func() {}, unlock: func() error { return nil }}
	err := s.open(ctx, path)
	if err == nil {
		s.Engine, err = order.New(partners(s))
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = s.Run(ctx) // it only ever ends because of the context
	}()
	s.stop = func() { cancel(); <-ended }
	return s, nil
}

func (s *shop) open(ctx context.Context, path string) (err error) {
	if s.unlock, err = lock(path + ".lock"); err != nil {
		return err
	}
	if s.store, err = sqlite.Open(ctx, path, sqlite.Config{}); err != nil {
		return err
	}
	if s.payments, err = outside.OpenLedger(path + ".payments.jsonl"); err != nil {
		return err
	}
	s.others, err = outside.OpenLedger(path + ".partners.jsonl")
	return err
}

// standard wires the shop. It is all that a host has to do, besides writing its
// own adapters.
func standard(s *shop) order.Config {
	carrier := outside.NewCarrier(s.others)
	p := usual()
	return order.Config{
		Store: s.store, Now: time.Now, NewID: rand.Text,
		Gateways:   map[string]order.PaymentGateway{"": outside.Busy{Gateway: outside.NewGateway(s.payments)}},
		Carriers:   map[string]order.Carrier{"": carrier, "download": carrier},
		Stock:      outside.NewWarehouse(s.others),
		Promotions: outside.NewCoupons(s.others, outside.Once),
		Members:    outside.NewClub(s.others),
		Retry:      fsm.Retry{First: fsm.Duration(p.retry), Max: fsm.Duration(8 * p.retry), Attempts: 20},
		Patience:   p.patience, Poll: p.poll,
	}
}

// pace is how long the shop waits. In a real shop the first retry comes after 5
// minutes and patience lasts a minute; a demo is in more of a hurry.
type pace struct{ retry, patience, poll time.Duration }

// usual is the pace of the demo. ORDERKIT_FAST shortens its waits and changes
// nothing else; the test that kills the demo many times sets it.
func usual() pace {
	if os.Getenv("ORDERKIT_FAST") != "" {
		return pace{5 * time.Millisecond, 100 * time.Millisecond, 5 * time.Millisecond}
	}
	return pace{200 * time.Millisecond, 2 * time.Second, 50 * time.Millisecond}
}

func (s *shop) close() error {
	s.stop()
	var errs []error
	if s.others != nil {
		errs = append(errs, s.others.Close())
	}
	if s.payments != nil {
		errs = append(errs, s.payments.Close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	return errors.Join(append(errs, s.unlock())...)
}
