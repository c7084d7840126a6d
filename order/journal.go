package order

import (
	"fmt"
	"time"

	"github.com/orderkit/orderkit/currency"
)

// Account is an account of an order's journal.
type Account string

// The accounts. A positive posting is a debit, a negative one a credit.
const (
	Customer Account = "customer" // what the customer owes us; negative: we owe the customer
	Provider Account = "provider" // what payment providers hold for us
	Sales    Account = "sales"    // net value of goods after discounts
	Fees     Account = "fees"     // net value of shipping and other charges after discounts
	Goodwill Account = "goodwill" // net value of later reductions
	TaxDue   Account = "tax"      // tax owed to the state
)

// Posting is one side of a journal entry.
type Posting struct {
	Account Account         `json:"account"`
	Amount  currency.Amount `json:"amount"`
}

// Entry is one double-entry booking of an order. Its postings add up to zero.
// The journal is append-only: a reverse action books its own entries.
type Entry struct {
	Order string `json:"order"`
	// No numbers the entries of one order from 1 without gaps.
	No    int64     `json:"no"`
	At    time.Time `json:"at"`
	Event int64     `json:"event"` // the event that caused it
	// What is one of: sale, reversal, capture, refund, chargeback, goodwill.
	What     string    `json:"what"`
	Ref      string    `json:"ref,omitempty"`
	Postings []Posting `json:"postings"`
}

// Balanced reports whether the postings add up to zero.
func (e Entry) Balanced() bool { return balanced(e.Postings) }

func balanced(ps []Posting) bool {
	var sum currency.Amount
	for _, p := range ps {
		var err error
		if sum, err = sum.Add(p.Amount); err != nil {
			return false
		}
	}
	return sum.IsZero()
}

// Balance returns what the journal says about one account.
func (o *Order) Balance(a Account) currency.Amount {
	for _, p := range o.Accounts {
		if p.Account == a {
			return p.Amount
		}
	}
	return currency.Zero(o.Currency)
}

// book appends an entry, after dropping postings of zero. An entry with nothing
// left is not written.
func (w *work) book(what, ref string, postings ...Posting) error {
	kept := make([]Posting, 0, len(postings))
	for _, p := range postings {
		if !p.Amount.IsZero() {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		return nil
	}
	if !balanced(kept) {
		return fmt.Errorf("entry %s of order %s does not balance: %v", what, w.o.ID, kept)
	}
	for _, p := range kept {
		if err := w.post(p); err != nil {
			return err
		}
	}
	w.o.LastEntry++
	w.entries = append(w.entries, Entry{Order: w.o.ID, No: w.o.LastEntry, At: w.now,
		Event: w.o.LastEvent, What: what, Ref: ref, Postings: kept})
	return nil
}

func (w *work) post(p Posting) error {
	for i := range w.o.Accounts {
		if w.o.Accounts[i].Account == p.Account {
			sum, err := w.o.Accounts[i].Amount.Add(p.Amount)
			if err != nil {
				return err
			}
			w.o.Accounts[i].Amount = sum
			return nil
		}
	}
	w.o.Accounts = append(w.o.Accounts, p)
	return nil
}
