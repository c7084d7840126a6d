package pricing

import (
	"context"
	"fmt"
	"slices"
)

// Pricer is a host's own source of prices: price lists, contracts, markets.
//
// Price returns the cart with unit prices and charges filled in, in the cart's
// currency. It may be called any number of times and from many goroutines, also
// for carts that never become orders, so it changes nothing anywhere.
type Pricer interface {
	Price(ctx context.Context, c Cart) (Cart, error)
}

// Promoter is a host's own promotion engine. Rules is the one that comes with
// this package.
//
// Promote returns the cart with discounts added, in the order in which they
// apply, and what it decided. It redeems nothing: a cart that is looked at ten
// times uses a coupon once, when it is ordered. It may be called any number of
// times and from many goroutines.
type Promoter interface {
	Promote(ctx context.Context, c Cart) (Cart, []Decision, error)
}

// Taxer is a host's own tax engine, or a service.
//
// Tax returns the cart with the taxes of all lines and charges. It is asked after
// the discounts, which thresholds depend on. It files nothing; it may be called
// any number of times and from many goroutines, and gives up when ctx is done.
type Taxer interface {
	Tax(ctx context.Context, c Cart) (Cart, error)
}

// Pipeline runs the engines of a host around Calculate: price, promote, tax,
// calculate. An engine that is nil is left out, and the zero Pipeline is
// Calculate with Check.
type Pipeline struct {
	Pricer   Pricer
	Promoter Promoter
	Taxer    Taxer
}

// Quote prices a cart. The error is that of the engine, or a Faults of the cart
// that the engines made. An engine that changes which lines and charges there
// are, their quantity, what is prepaid or the cart's currency is told so by a
// Faults of the code FaultConflict: the order could not be matched with its quote
// any more.
func (p Pipeline) Quote(ctx context.Context, c Cart) (Quote, []Decision, error) {
	asked := c
	// Engines may well write into what they are given: never into the caller's cart.
	c.Lines, c.Charges, c.Prepaid = slices.Clone(c.Lines), slices.Clone(c.Charges), slices.Clone(c.Prepaid)
	var decisions []Decision
	var err error
	if p.Pricer != nil {
		if c, err = p.Pricer.Price(ctx, c); err == nil {
			err = sameGoods(asked, c)
		}
		if err != nil {
			return Quote{}, nil, fmt.Errorf("pricing: price: %w", err)
		}
	}
	if p.Promoter != nil {
		if c, decisions, err = p.Promoter.Promote(ctx, c); err == nil {
			err = sameGoods(asked, c)
		}
		if err != nil {
			return Quote{}, nil, fmt.Errorf("pricing: promote: %w", err)
		}
	}
	if p.Taxer != nil {
		if c, err = p.Taxer.Tax(ctx, c); err == nil {
			err = sameGoods(asked, c)
		}
		if err != nil {
			return Quote{}, nil, fmt.Errorf("pricing: tax: %w", err)
		}
	}
	q, err := Calculate(c)
	if err != nil {
		return Quote{}, nil, err
	}
	return q, decisions, q.Check()
}

// sameGoods says what an engine must not have changed.
func sameGoods(a, b Cart) error {
	p := &plan{}
	if a.Currency != b.Currency {
		p.fault(FaultConflict, "changed", "currency")
	}
	if len(a.Lines) != len(b.Lines) {
		p.fault(FaultConflict, "another number of them", "lines")
	}
	for i := range min(len(a.Lines), len(b.Lines)) {
		if x, y := &a.Lines[i], &b.Lines[i]; x.ID != y.ID || x.Quantity != y.Quantity || x.Return != y.Return {
			p.fault(FaultConflict, "another line or quantity", "lines[%d]", i)
		}
	}
	if len(a.Charges) != len(b.Charges) {
		p.fault(FaultConflict, "another number of them", "charges")
	}
	for i := range min(len(a.Charges), len(b.Charges)) {
		if a.Charges[i].ID != b.Charges[i].ID {
			p.fault(FaultConflict, "another charge", "charges[%d]", i)
		}
	}
	if !slices.Equal(a.Prepaid, b.Prepaid) {
		p.fault(FaultConflict, "changed", "prepaid")
	}
	if len(p.faults) > 0 {
		return p.faults
	}
	return nil
}
