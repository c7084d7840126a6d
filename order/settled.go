package order

import "github.com/orderkit/orderkit/currency"

// inSettlement makes the postings of an entry in the shop's own currency. Each account
// moves by the difference of its converted balances, so that rounding does not
// add up over an order's life; the provider's account moves by what was really
// credited or debited, if that is known, and the rest is exchange.
func (w *work) inSettlement(postings []Posting, real currency.Amount) ([]Posting, error) {
	if w.o.Settlement == nil {
		return nil, nil
	}
	out := make([]Posting, 0, len(postings)+1)
	rest := currency.Zero(w.o.Settlement.To.Code())
	for _, p := range postings {
		before := w.o.Balance(p.Account)
		after, err := before.Add(p.Amount)
		if err != nil {
			return nil, err
		}
		was, err := w.o.Settlement.Again(before)
		if err != nil {
			return nil, err
		}
		is, err := w.o.Settlement.Again(after)
		if err != nil {
			return nil, err
		}
		moved, err := is.To.Sub(was.To)
		if err != nil {
			return nil, err
		}
		if p.Account == Provider && !real.IsZero() && real.Code() == rest.Code() {
			if moved = real.Abs(); p.Amount.Sign() < 0 {
				moved = moved.Neg()
			}
		}
		if rest, err = rest.Sub(moved); err != nil {
			return nil, err
		}
		if !moved.IsZero() {
			out = append(out, Posting{p.Account, moved})
		}
	}
	if !rest.IsZero() {
		out = append(out, Posting{Exchange, rest})
	}
	return out, nil
}

// InSettlement is an amount of the order in the shop's own currency, at the
// order's rates; the amount itself if the order is in that currency.
func (o *Order) InSettlement(a currency.Amount) (currency.Amount, error) {
	if o.Settlement == nil {
		return a, nil
	}
	c, err := o.Settlement.Again(a)
	return c.To, err
}

// SettledBalance is what the journal says about one account in the shop's own
// currency.
func (o *Order) SettledBalance(a Account) currency.Amount {
	if o.Settlement == nil {
		return o.Balance(a)
	}
	for _, p := range o.Settled {
		if p.Account == a {
			return p.Amount
		}
	}
	return currency.Zero(o.Settlement.To.Code())
}
