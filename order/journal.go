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
	// ClawedBack is the net value of discounts that are charged again because they
	// are no longer deserved.
	ClawedBack Account = "clawed_back"
	Rounding   Account = "rounding" // what rounding for cash added (credit) or took (debit)
	TaxDue     Account = "tax"      // tax owed to the state
	Exchange   Account = "exchange" // gain (credit) or loss (debit) by exchange rates, and rounding; in Settled only
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
	// Settled is the same entry in the shop's own currency at the order's rates,
	// what was really credited or debited by the provider instead, and the
	// difference as exchange. It adds up to zero, too.
	Settled []Posting `json:"settled,omitempty"`
}

// Balanced reports whether the postings add up to zero, in both currencies.
func (e Entry) Balanced() bool { return balanced(e.Postings) && balanced(e.Settled) }

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
	return w.bookReal(what, ref, currency.Amount{}, postings...)
}

// bookReal is book with what the provider really moved in the shop's currency.
func (w *work) bookReal(what, ref string, real currency.Amount, postings ...Posting) error {
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
	settled, err := w.inSettlement(kept, real)
	if err != nil {
		return err
	}
	for _, p := range kept {
		if err := post(&w.o.Accounts, p); err != nil {
			return err
		}
	}
	for _, p := range settled {
		if err := post(&w.o.Settled, p); err != nil {
			return err
		}
	}
	w.o.LastEntry++
	w.entries = append(w.entries, Entry{Order: w.o.ID, No: w.o.LastEntry, At: w.now,
		Event: w.o.LastEvent, What: what, Ref: ref, Postings: kept, Settled: settled})
	return nil
}

// post adds to an account's balance.
func post(accounts *[]Posting, p Posting) error {
	list := *accounts
	for i := range list {
		if list[i].Account == p.Account {
			sum, err := list[i].Amount.Add(p.Amount)
			if err != nil {
				return err
			}
			list[i].Amount = sum
			return nil
		}
	}
	if list == nil {
		list = make([]Posting, 0, 4) // most orders have these: customer, provider, sales, tax
	}
	*accounts = append(list, p)
	return nil
}
