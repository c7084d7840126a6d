package pricing

import (
	"errors"
	"fmt"
	"slices"

	"github.com/orderkit/orderkit/currency"
)

// ErrRange is in the error of every call that names units an item does not have
// or an amount that is nothing or has the wrong sign.
var ErrRange = errors.New("out of range")

// ErrExceeds is in the error of Allow when more is asked than is left.
var ErrExceeds = errors.New("more than what is left")

// ErrDamaged is in the error of a share of an item or allowance whose amounts do
// not fit together, so that no exact share exists.
var ErrDamaged = errors.New("amounts do not fit together")

// Share is what some units of an item carry of its amounts. Net + Tax = Gross,
// and each of them has the sign of the item.
type Share struct {
	Gross    currency.Amount `json:"gross"`
	Net      currency.Amount `json:"net"`
	Tax      currency.Amount `json:"tax"` // sum of Taxes
	Discount currency.Amount `json:"discount"`
	Taxes    []TaxShare      `json:"taxes,omitempty"`
}

// Share returns what the units first to first+count-1 of the item carry, counted
// from 0. Any partition of the units, in any order, adds up to exactly the item.
// It takes the same time for any quantity. The error is ErrRange for units that
// the item does not have and ErrDamaged for an item no quote would hold.
//
// The price that was given, gross or net, is shared over the units by
// currency.Amount.PortionOf. Taxes are shared over the cents of that price, so
// that a unit of which rounding left no cent carries no tax either; the fixed
// taxes of an item that costs nothing are shared over its units.
func (i Item) Share(first, count int64) (Share, error) {
	if err := i.has(first, count); err != nil {
		return Share{}, err
	}
	if err := i.fits(); err != nil {
		return Share{}, err
	}
	if count == i.Quantity {
		return Share{Gross: i.Gross, Net: i.Net, Tax: i.Tax, Discount: i.Discount, Taxes: slices.Clone(i.Taxes)}, nil
	}
	v := view{code: i.Gross.Code(), negative: i.Return, taxes: i.Taxes}
	from, to := v.cut(&i, first), v.cut(&i, first+count)
	s := v.between(from, to)
	s.Discount = i.discountOf(first, count)
	return s, nil
}

// GrossOf returns the Gross of Share, with the same errors and without
// allocating.
func (i Item) GrossOf(first, count int64) (currency.Amount, error) {
	if err := i.has(first, count); err != nil {
		return currency.Amount{}, err
	}
	if i.Prices == Gross {
		return i.Gross.PortionOf(first, count, i.Quantity)
	}
	if err := i.fits(); err != nil {
		return currency.Amount{}, err
	}
	from, to := i.grossUpTo(first), i.grossUpTo(first+count)
	if i.Return {
		from, to = to, from
	}
	return currency.New(to-from, i.Gross.Code()), nil
}

// grossUpTo is the magnitude of the gross of the first k units.
func (i *Item) grossUpTo(k int64) int64 {
	c := i.Gross.Code()
	if i.Prices == Gross {
		return portion(c, abs(i.Gross.Minor()), k, i.Quantity)
	}
	net := abs(i.Net.Minor())
	price := portion(c, net, k, i.Quantity)
	return price + i.taxUpTo(c, price, k)
}

// taxUpTo is the magnitude of the taxes of the first k units, whose price is
// given: it goes along the cents of the price, and along the units if there are
// none.
func (i *Item) taxUpTo(c currency.Code, price, k int64) int64 {
	all := abs(i.price())
	if all == 0 {
		price, all = k, i.Quantity
	}
	return portion(c, abs(i.Tax.Minor()), price, all)
}

func (i *Item) discountOf(first, count int64) currency.Amount {
	a, _ := i.Discount.PortionOf(first, count, i.Quantity) // the range is checked
	return a
}

func (i *Item) has(first, count int64) error {
	if first < 0 || count < 0 || first > i.Quantity || count > i.Quantity-first || i.Quantity < 1 {
		return fmt.Errorf("pricing: item %q: %d units from unit %d of %d: %w", i.ID, count, first, i.Quantity, ErrRange)
	}
	return nil
}

// fee reports whether the item has a fixed tax, which a price of nothing can
// carry too.
func (i *Item) fee() bool {
	for k := range i.Taxes {
		if !i.Taxes[k].Fixed.IsZero() {
			return true
		}
	}
	return false
}

// fits makes sure that exact shares exist: one currency, one sign, sums that add
// up, and no percentage of a price of nothing.
func (i *Item) fits() error {
	c := i.Gross.Code()
	tax := i.Tax.Minor()
	ok := i.proper(i.Gross, c) && i.proper(i.Net, c) && i.proper(i.Tax, c) &&
		i.Gross.Minor()-i.Net.Minor() == tax && i.Discount.Valid() && i.Discount.Code() == c &&
		(i.Prices == Net || i.Prices == Gross) && (tax == 0 || i.price() != 0 || i.fee())
	for k := range i.Taxes {
		a := i.Taxes[k].Amount
		ok = ok && i.proper(a, c)
		tax -= a.Minor() // of one sign: cannot overflow unless it is too much already
		ok = ok && (tax == 0 || tax < 0 == i.Return)
	}
	if !ok || tax != 0 {
		return fmt.Errorf("pricing: item %q: %w", i.ID, ErrDamaged)
	}
	return nil
}

// proper reports whether an amount of the item has its currency and sign.
func (i *Item) proper(a currency.Amount, c currency.Code) bool {
	return a.Valid() && a.Code() == c && (a.Sign() == 0 || a.Sign() < 0 == i.Return)
}

// price is the amount that was given and not derived.
func (i *Item) price() int64 {
	if i.Prices == Net {
		return i.Net.Minor()
	}
	return i.Gross.Minor()
}

// portion is round(of * k / n) of magnitudes, for k <= n; nothing of nothing.
func portion(c currency.Code, of, k, n int64) int64 {
	if of == 0 || k == 0 {
		return 0
	}
	return currency.New(of, c).Portion(k, n).Minor()
}
