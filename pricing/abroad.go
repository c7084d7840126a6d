package pricing

import (
	"fmt"
	"slices"

	"github.com/orderkit/orderkit/currency"
)

// Use says what amounts in another currency are for.
type Use string

// The uses of amounts in another currency.
const (
	// ForTax is the currency of the tax authority, where an invoice in another one
	// must say the tax in it too (Directive 2006/112/EC art. 230; EN 16931 BT-6 and
	// BT-111; Japan).
	ForTax Use = "tax"
	// ForSettlement is the currency that the seller is paid out in.
	ForSettlement Use = "settlement"
	// ForPresentment is the currency that the customer sees and pays in.
	ForPresentment Use = "presentment"
)

// Abroad is what a quote comes to in another currency, with the rates that it
// was converted at, so that no later rate is ever asked for.
type Abroad struct {
	Use   Use             `json:"use"`
	Rates []currency.Rate `json:"rates"` // one, or a chain through other currencies
	Mode  currency.Mode   `json:"mode"`
	// Taxes are Quote.Taxes, each converted once, and Tax is their sum; for ForTax
	// only.
	Taxes []currency.Amount `json:"taxes,omitempty"`
	Tax   currency.Amount   `json:"tax"`
	// Payable is Quote.Payable, so without what was prepaid, converted once; for the
	// other uses only.
	Payable currency.Amount `json:"payable"`
}

// In adds what the quote comes to in another currency. Nothing else in the quote
// changes: prices are converted before they are calculated with, or not at all.
// A use that the quote has already is replaced. The error is that of
// currency.Convert, or ErrRange for an unknown use.
func (q Quote) In(use Use, mode currency.Mode, rates ...currency.Rate) (Quote, error) {
	a, err := q.abroad(use, mode, rates)
	if err != nil {
		return Quote{}, err
	}
	q.Abroad = slices.DeleteFunc(slices.Clone(q.Abroad), func(b Abroad) bool { return b.Use == use })
	q.Abroad = append(q.Abroad, a)
	return q, nil
}

func (q *Quote) abroad(use Use, mode currency.Mode, rates []currency.Rate) (Abroad, error) {
	a := Abroad{Use: use, Rates: slices.Clone(rates), Mode: mode}
	convert := func(of currency.Amount) (currency.Amount, error) {
		c, err := currency.Convert(of, mode, rates...)
		if err != nil {
			return currency.Amount{}, fmt.Errorf("pricing: %s: %w", use, err)
		}
		return c.To, nil
	}
	var err error
	switch use {
	case ForTax:
		zero, err := convert(currency.Zero(q.Currency)) // a quote without taxes still has none of them
		if err != nil {
			return Abroad{}, err
		}
		for k := range q.Taxes {
			t, err := convert(q.Taxes[k].Tax)
			if err != nil {
				return Abroad{}, err
			}
			a.Taxes = append(a.Taxes, t)
		}
		a.Tax, err = currency.Sum(append(slices.Clip(a.Taxes), zero)...)
		return a, err
	case ForSettlement, ForPresentment:
		a.Payable, err = convert(q.Payable())
		return a, err
	}
	return Abroad{}, fmt.Errorf("pricing: use %q: %w", use, ErrRange)
}

// Part is what a part of the payable amount comes to at the rates of the quote: a
// refund, after refunds of before. Parts that add up to payable come to exactly
// Payable, in any order. The error is ErrRange for parts beyond payable or
// another sign, and currency.ErrMismatch for amounts of two currencies.
func (a Abroad) Part(payable, before, part currency.Amount) (currency.Amount, error) {
	after, err := before.Add(part)
	if err == nil {
		_, err = after.Cmp(payable)
	}
	if err != nil {
		return currency.Amount{}, fmt.Errorf("pricing: part: %w", err)
	}
	all, from, to := payable.Minor(), before.Minor(), after.Minor()
	if all < 0 {
		all, from, to = -all, -from, -to
	}
	if from < 0 || to < from || to > all || all == 0 && to > 0 {
		return currency.Amount{}, fmt.Errorf("pricing: part: %v after %v of %v: %w", part, before, payable, ErrRange)
	}
	if all == 0 {
		return currency.Zero(a.Payable.Code()), nil
	}
	return a.Payable.PortionOf(from, to-from, all)
}

// abroad checks the amounts in other currencies against their own rates.
func (a *audit) abroad() {
	var uses names
	for k := range a.quote.Abroad {
		b := &a.quote.Abroad[k]
		if _, fresh := uses.add(string(b.Use)); !fresh {
			a.fault(FaultDuplicate, "a use that was there before", "abroad[%d].use", k)
		}
		want, err := a.quote.abroad(b.Use, b.Mode, b.Rates)
		if err != nil || !slices.Equal(want.Taxes, b.Taxes) || want.Tax != b.Tax || want.Payable != b.Payable {
			a.fault(FaultSum, "not what its rates give", "abroad[%d]", k)
		}
	}
}
