package pricing

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

// Regime is the sales tax of one country or of a region of it on one day, as
// data with sources: which rates there are and where the law rounds. Which kind
// of rate some goods have is not in it; that is the host's to decide, and so are
// places of supply, registrations and exemptions.
type Regime struct {
	Country string `json:"country"`          // ISO 3166-1, such as "DE"
	Region  string `json:"region,omitempty"` // such as "QC"; see RegionAt
	// Union says that distance sales to consumers there are taxed at these rates
	// under the one stop shop of the European Union: its 27 states, and for goods
	// only, Northern Ireland.
	Union bool          `json:"union,omitempty"`
	Rates []RegimeRate  `json:"rates"` // none where the host brings them
	Scope Scope         `json:"scope"`
	Mode  currency.Mode `json:"mode"`
	// Free says that the law leaves the mode to the seller; Mode is then the usual
	// one.
	Free bool `json:"free,omitempty"`
	// CashStep is the smallest coin in minor units, where coins of the currency's
	// own smallest unit are gone; zero where the currency knows (Code.CashStep).
	CashStep int64  `json:"cash_step,omitempty"`
	Source   string `json:"source"`   // the law that sets the rates
	Rounding string `json:"rounding"` // what Scope, Mode and CashStep are from
}

// RegimeRate is one rate of a regime. Its kinds are, from the highest rate to the
// lowest, "standard"; "intermediate", which some laws have above their reduced
// one; "reduced", "reduced-2", "reduced-3"; "super-reduced" and "super-reduced-2",
// for which the law goes below 5 percent; and "zero". A parking rate (Directive
// 2006/112/EC art. 118) is among the intermediate and reduced ones. Several taxes
// on the same goods have the same kind.
//
// A kind keeps its goods when its rate changes, as far as the law lets it: where a
// law scatters them, as that of Slovakia did with its 10 percent in 2025, hosts
// sort their products anew. A kind of one country says nothing about another.
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
	// Sources are publications in which this rate was found for this time. As far
	// as they tell, none was made from another.
	Sources []string `json:"sources"`
}

// Verified reports whether at least two sources name the rate. One that is not
// verified may be right; look it up before taking money by it.
func (r RegimeRate) Verified() bool { return len(r.Sources) > 1 }

// RegimesAsOf is the day on which the table of RegimeOf was last compared with
// its sources. Later days get the rates of that day unless a change was already
// law. Known to be prepared then, and not in the table: a cut of Japan's 8
// percent for April 2027.
const RegimesAsOf = "2026-09-07"

// RegimeOf returns the regime of a country, and of a region where there is one of
// its own, with the rates of a day: the one on which the sale is taxed, as the
// clock of at's own location shows it. Regions are the provinces of CA, and the
// places that [RegionAt] finds by postal code; others have the tax of their
// country. EL is GR, and Monaco (MC), the Isle of Man (IM) and Northern Ireland
// (XI) have the tax they share.
//
// It reports false for a place or a day that the table does not know, and for
// places that belong to a country but not to its tax area, such as the Canary
// Islands. That is never a reason to tax nothing: who sells there exports, or
// owes a tax of the place. A US regime has no rates: those are by address, and
// the host's.
//
// The table begins in 2024, in a few places earlier. For every rate it says who
// was asked ([RegimeRate.Sources]), and Source names the law, but it is no
// advice. It lacks zero rates and exemptions for narrow groups of goods, fuel in
// Corsica (13), livestock in the French overseas departments (1.75), and the rates
// of shops on Greek islands (17, 9, 4), which goods sent there to consumers from
// elsewhere do not have.
func RegimeOf(country, region string, at time.Time) (Regime, bool) {
	country, region = taxOf(strings.ToUpper(country), strings.ToUpper(region))
	day := at.Format(time.DateOnly)
	row, ok := rowOf(country, region)
	if !ok {
		return Regime{}, false
	}
	law := laws[row.law]
	r := Regime{
		Country: country, Region: row.region(), Union: law.union,
		Scope: law.scope, Mode: law.mode, Free: law.free, CashStep: law.cash,
		Source: row.act, Rounding: law.rounding,
	}
	for _, rate := range row.rates {
		if rate.from <= day && (rate.until == "" || day < rate.until) {
			r.Rates = append(r.Rates, rate.of(row))
		}
	}
	if len(r.Rates) == 0 && row.law != lawUS {
		return Regime{}, false
	}
	return r, true
}

// Policy is how carts are calculated under the regime, at prices of the seller's.
// Whether it is paid in cash is left open.
func (r Regime) Policy(prices Prices) Policy {
	return Policy{Prices: prices, TaxScope: r.Scope, TaxMode: r.Mode, CashStep: r.CashStep}
}

// Kinds are the kinds of rates that the regime has, from the highest rate to the
// lowest.
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

// of is the rate as it is told: its percent without trailing zeros, its ID by the
// place whose tax it is (the GST is Canada's in every province).
func (r rateRow) of(row regimeRow) RegimeRate {
	n, places := r.thousandths, int32(-3)
	for ; places < 0 && n%10 == 0; places++ {
		n /= 10
	}
	percent := decimal.New(n, places)
	words := []string{strings.ToLower(row.country)}
	if region := row.region(); region != "" && r.name != "gst" {
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
	for key := range strings.FieldsSeq(cmp.Or(r.seen, row.seen)) {
		rate.Sources = append(rate.Sources, published(key))
	}
	return rate
}
