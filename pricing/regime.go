package pricing

import (
	"slices"
	"strings"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

// Regime is the sales tax of one country or of a region of it on one day, as
// data with a source: which rates there are and where the law rounds. Which kind
// of rate some goods have is not in it; that is the host's to decide, and so are
// places of supply, registrations and exemptions.
type Regime struct {
	Country string        `json:"country"`          // ISO 3166-1, such as "DE"
	Region  string        `json:"region,omitempty"` // ISO 3166-2 without the country, such as "QC"
	Union   bool          `json:"union,omitempty"`  // a state of the European Union, where OSS taxes at the destination
	Rates   []RegimeRate  `json:"rates"`            // none where the host brings them
	Scope   Scope         `json:"scope"`
	Mode    currency.Mode `json:"mode"`
	// Free says that the law leaves the mode to the seller; Mode is then the usual
	// one.
	Free   bool   `json:"free,omitempty"`
	Source string `json:"source"`
}

// RegimeRate is one rate of a regime. Kinds are "standard", "reduced", "reduced-2",
// "reduced-3" from the highest to the lowest, and "zero". Where several taxes are
// on the same goods they have the same kind.
type RegimeRate struct {
	ID       string `json:"id"` // such as "de-19" or "ca-qc-qst-9.975"
	Kind     string `json:"kind"`
	Percent  Number `json:"percent"`
	Compound bool   `json:"compound,omitempty"`
	// From is the first day for which the table speaks, which may be later than the
	// first day of the rate; Until is the first day after it, zero if it has
	// no end. Days are midnights in UTC.
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"`
}

// RegimeOf returns the regime of a country, and of a region where there is one of
// its own (the provinces of CA), with the rates of a day. It reports false for a
// place or a day that the table does not know, which is never a reason to tax
// nothing. A US regime has no rates: those are by address, and the host's.
//
// The table was written down as the law stood on the day in RegimesAsOf and is
// no advice: Source names where each rate can be looked up, and whoever sells in
// earnest does that and watches for changes.
func RegimeOf(country, region string, at time.Time) (Regime, bool) {
	country, region = strings.ToUpper(country), strings.ToUpper(region)
	day := at.UTC().Format(time.DateOnly)
	var r Regime
	found := false
	for _, row := range regimes {
		if row.country != country || row.region != "" && row.region != region {
			continue
		}
		found = true
		law := laws[row.law]
		r = Regime{Country: country, Region: row.region, Union: row.law == lawEU, Scope: law.scope, Mode: law.mode, Free: law.free, Source: law.source}
		for _, rate := range row.rates {
			if rate.from <= day && (rate.until == "" || day < rate.until) {
				r.Rates = append(r.Rates, rate.of(country, row.region))
			}
		}
		if row.region == region {
			break // rows of regions come before that of the country
		}
	}
	if !found || len(r.Rates) == 0 && country != "US" {
		return Regime{}, false
	}
	return r, true
}

// RegimesAsOf is the day on which the law was as the table of RegimeOf has it.
// Later days get the rates of that day unless the table has a later change.
const RegimesAsOf = "2026-01-01"

// Policy is how carts are calculated under the regime, at prices of the seller's.
func (r Regime) Policy(prices Prices) Policy {
	return Policy{Prices: prices, TaxScope: r.Scope, TaxMode: r.Mode}
}

// Kinds are the kinds of rates that the regime has, in the order of the table.
func (r Regime) Kinds() (kinds []string) {
	for _, rate := range r.Rates {
		if !slices.Contains(kinds, rate.Kind) {
			kinds = append(kinds, rate.Kind)
		}
	}
	return kinds
}

// Taxes are the taxes on goods of a kind, for Line.Taxes; false if the regime has
// no such kind. The category is "S", or "Z" for a rate of 0, as in EN 16931.
func (r Regime) Taxes(kind string) (list []Tax, ok bool) {
	for _, rate := range r.Rates {
		if rate.Kind != kind {
			continue
		}
		category := "S"
		if rate.Percent.Decimal().Sign() == 0 {
			category = "Z"
		}
		list = append(list, Tax{ID: rate.ID, Category: category, Percent: rate.Percent.Decimal(), Compound: rate.Compound})
	}
	return list, len(list) > 0
}

// rateRow is a rate in the table: the name of the tax where there are several,
// and thousandths of a percent.
type rateRow struct {
	kind, name  string
	thousandths int64
	from, until string // days
	compound    bool
}

func (r *rateRow) of(country, region string) RegimeRate {
	n, places := r.thousandths, int32(-3)
	for ; places < 0 && n%10 == 0; places++ {
		n /= 10
	}
	percent := decimal.New(n, places)
	words := []string{strings.ToLower(country)}
	if region != "" && r.name != "gst" {
		words = append(words, strings.ToLower(region))
	}
	if r.name != "" {
		words = append(words, r.name)
	}
	text, _ := numberText(percent)
	rate := RegimeRate{ID: strings.Join(append(words, text), "-"), Kind: r.kind, Percent: Number(percent), Compound: r.compound}
	rate.From, _ = time.Parse(time.DateOnly, r.from)
	if r.until != "" {
		rate.Until, _ = time.Parse(time.DateOnly, r.until)
	}
	return rate
}
