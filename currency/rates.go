package currency

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Rates is a source of exchange rates, which the host implements over whatever
// it trusts: a bank's service, its own table.
type Rates interface {
	// Rates returns the chain of rates that leads from one currency to another
	// as of a time, for Convert: one rate if there is one between the two,
	// otherwise two through a third currency. It may be called any number of
	// times and concurrently. The same arguments should give the same chain, so
	// that a calculation can be repeated; it has no effects. No rate that is
	// good for the time is an error of kind ErrNoRate; any other error means
	// that the source could not be asked, and asking again is fine.
	Rates(ctx context.Context, from, to Code, at time.Time) ([]Rate, error)
}

// RateTable is a source of rates from a list: a file of a central bank, or a
// shop's own prices of currencies. It is immutable and safe for concurrent use.
type RateTable struct {
	byPair map[[2]Code][]Rate // both codes in order, newest first
	config RateTableConfig
}

// RateTableConfig says how a RateTable finds rates.
type RateTableConfig struct {
	// Pivot is the currency through which two others are converted that have
	// no rate of their own, EUR for the ECB. Default: none.
	Pivot Code
	// MaxAge is how much older than the time asked for a rate may be. Banks
	// publish none at weekends and on holidays: five days suit the ECB.
	// Default: any age.
	MaxAge time.Duration
}

// NewRateTable makes a table of rates in any order. Two rates for the same two
// currencies and time, unless equal, are ErrRange: a table must not depend on
// the order of its rows. So are the zero Rate and a negative MaxAge.
func NewRateTable(config RateTableConfig, rates ...Rate) (*RateTable, error) {
	fail := func(r Rate, reason string) (*RateTable, error) {
		return nil, &Error{Op: "rate table", Kind: ErrRange, Code: r.from, Other: r.to, Reason: reason}
	}
	if config.MaxAge < 0 {
		return fail(Rate{}, "a negative age")
	}
	if config.Pivot != 0 && !config.Pivot.Valid() {
		return nil, &Error{Op: "rate table", Kind: ErrUnknownCode, Code: config.Pivot}
	}
	t := &RateTable{byPair: map[[2]Code][]Rate{}, config: config}
	for _, r := range rates {
		if r == (Rate{}) {
			return fail(r, "the zero rate")
		}
		key := pair(r.from, r.to)
		t.byPair[key] = append(t.byPair[key], r)
	}
	for key, list := range t.byPair {
		slices.SortFunc(list, func(a, b Rate) int { return cmp.Compare(b.at, a.at) })
		list = slices.Compact(list)
		for i := 1; i < len(list); i++ {
			if list[i].at == list[i-1].at {
				return fail(list[i], "two rates for the same time: "+list[i-1].String()+", "+list[i].String())
			}
		}
		t.byPair[key] = list
	}
	return t, nil
}

func pair(a, b Code) [2]Code { return [2]Code{min(a, b), max(a, b)} }

// Rates returns the newest rate between the two currencies that is not newer
// than at, or the two through the pivot. It implements the interface Rates.
func (t *RateTable) Rates(_ context.Context, from, to Code, at time.Time) ([]Rate, error) {
	if r, ok := t.find(from, to, at); ok {
		return []Rate{r}, nil
	}
	if p := t.config.Pivot; p != 0 && from != p && to != p {
		first, ok := t.find(from, p, at)
		second, also := t.find(p, to, at)
		if ok && also && from != to {
			return []Rate{first, second}, nil
		}
	}
	return nil, &Error{Op: "rate", Kind: ErrNoRate, Code: from, Other: to, Reason: "from " + from.String() + " to " + to.String() + " at " + at.UTC().Format(time.RFC3339)}
}

func (t *RateTable) find(a, b Code, at time.Time) (Rate, bool) {
	for _, r := range t.byPair[pair(a, b)] {
		if when := r.At(); !when.After(at) {
			return r, t.config.MaxAge == 0 || at.Sub(when) <= t.config.MaxAge
		}
	}
	return Rate{}, false
}
