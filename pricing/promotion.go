package pricing

import (
	"fmt"
	"time"

	"github.com/orderkit/orderkit/currency"
)

// Promotion is one rule of a shop as data. Promote turns the promotions that a
// cart deserves into discounts. Exactly one reward is set: Percent, Off, Tiers,
// Get, Bundle or FreeShipping.
type Promotion struct {
	ID    string `json:"id"` // unique in the list; it becomes the id of discounts
	Title string `json:"title,omitempty"`

	// Coupons are codes of which the customer must enter one, in any case and in
	// full or half width; blanks around it and invisible characters do not count.
	// None means that it applies by itself.
	Coupons []string  `json:"coupons,omitempty"`
	From    time.Time `json:"from,omitzero"`  // the first moment; zero is always
	Until   time.Time `json:"until,omitzero"` // the first moment after it; zero is never
	// Limit is how often it may be used in all; 0 is any number. Whoever redeems
	// coupons enforces it, under concurrency; Promote only compares it with Used.
	Limit int64 `json:"limit,omitempty"`

	// For are the ids of lines, or the tags that PromoContext gives to lines. None
	// means all lines. Goods that come back never count.
	For         []string        `json:"for,omitempty"`
	MinAmount   currency.Amount `json:"min_amount,omitzero"`    // what these lines must cost at least, after the promotions before
	MinQuantity int64           `json:"min_quantity,omitempty"` // how many units these lines must have at least

	Rank  int64  `json:"rank,omitempty"`  // lower ranks are applied first, equal ones as they are listed
	Group string `json:"group,omitempty"` // of one group only the promotion that takes off the most applies
	// Exclusive promotions apply alone. One does so if it takes off more than any
	// other exclusive one and than all that are not exclusive together.
	Exclusive bool `json:"exclusive,omitempty"`

	Percent      Number          `json:"percent,omitzero"` // off these lines, 0 to 100
	Off          currency.Amount `json:"off,omitzero"`     // off these lines in total
	Tiers        []Tier          `json:"tiers,omitempty"`  // the last one that is reached counts
	Get          *Get            `json:"get,omitempty"`
	Bundle       *Bundle         `json:"bundle,omitempty"`
	FreeShipping bool            `json:"free_shipping,omitempty"` // all charges of kind "shipping"
}

// KindShipping is the Kind of the charges that free shipping is about.
const KindShipping = "shipping"

// Tier is a reward from an amount or a quantity on: one of Percent and Off.
type Tier struct {
	Amount   currency.Amount `json:"amount,omitzero"`
	Quantity int64           `json:"quantity,omitempty"`
	Percent  Number          `json:"percent,omitzero"`
	Off      currency.Amount `json:"off,omitzero"`
}

// Get is "buy so many, get so many for less". For every Buy units of the lines
// of the promotion, Free units are Percent cheaper: the cheapest of those lines,
// which are then no units that were bought, or the cheapest of other lines.
type Get struct {
	Buy     int64    `json:"buy"`
	Free    int64    `json:"free"`
	For     []string `json:"for,omitempty"`    // other lines, as in Promotion; none means those of the promotion
	Percent Number   `json:"percent,omitzero"` // 0 means 100, for nothing
	Most    int64    `json:"most,omitempty"`   // how many units at most get it; 0 is any number
}

// Bundle is a price for some units together. It is split over them by what they
// cost alone, which is right for goods of several tax rates too: shares of gross
// prices by gross prices are shares of the net by net prices.
type Bundle struct {
	Price currency.Amount `json:"price"` // in the prices of the cart, for one of every part
	Parts []Part          `json:"parts"`
	Most  int64           `json:"most,omitempty"` // how many bundles at most; 0 is any number
}

// Part is some units of a bundle: the dearest of its lines. Parts with fewer lines
// to choose from choose first.
type Part struct {
	For      []string `json:"for"` // as in Promotion, but not empty
	Quantity int64    `json:"quantity"`
}

// PromoContext is what promotions depend on besides the cart.
type PromoContext struct {
	At      time.Time           `json:"at"`
	Coupons []string            `json:"coupons,omitempty"` // as the customer entered them
	Tags    map[string][]string `json:"tags,omitempty"`    // per id of a line: its product, categories ...
	Used    map[string]int64    `json:"used,omitempty"`    // per id of a promotion: how often it was used so far
}

// Decision says of one promotion, or of a coupon that belongs to none, whether it
// applied, and why or why not in a sentence for people.
type Decision struct {
	Promotion string          `json:"promotion,omitempty"`
	Coupon    string          `json:"coupon,omitempty"` // the code that was entered for it
	Applied   bool            `json:"applied"`
	Off       currency.Amount `json:"off"` // what it took off, 0 if it did not apply
	Why       string          `json:"why"`
}

// checkPromotions lists everything wrong with promotions.
func checkPromotions(list []Promotion) Faults {
	p := &plan{}
	var ids names
	for i := range list {
		rule, at := &list[i], where{"promotions", i}
		p.name(at, rule.ID, &ids)
		rewards := 0
		percent := func(n Number, path string) bool {
			s, ok := steps(n.Decimal())
			if !ok || s < 0 || s > one {
				p.fault(FaultRange, "must be between 0 and 100, with at most 12 decimal places", "%v%s", at, path)
			}
			return n.Decimal().Sign() != 0
		}
		money := func(a currency.Amount, path string) bool {
			if !a.Valid() || a.Sign() < 0 {
				p.fault(FaultRange, "must not be negative", "%v%s", at, path)
			}
			return !a.IsZero()
		}
		count := func(n, least int64, path string) {
			if n < least {
				p.fault(FaultRange, fmt.Sprintf("must be at least %d", least), "%v%s", at, path)
			}
		}
		for _, set := range []bool{percent(rule.Percent, "percent"), money(rule.Off, "off"), len(rule.Tiers) > 0, rule.Get != nil, rule.Bundle != nil, rule.FreeShipping} {
			if set {
				rewards++
			}
		}
		if rewards != 1 {
			p.fault(FaultConflict, fmt.Sprintf("needs one reward and has %d", rewards), "promotions[%d]", i)
		}
		money(rule.MinAmount, "min_amount")
		count(rule.MinQuantity, 0, "min_quantity")
		count(rule.Limit, 0, "limit")
		for k, t := range rule.Tiers {
			path := fmt.Sprintf("tiers[%d]", k)
			money(t.Amount, path+".amount")
			count(t.Quantity, 0, path+".quantity")
			if percent(t.Percent, path+".percent") == money(t.Off, path+".off") {
				p.fault(FaultConflict, "needs either a percentage or an amount off", "%v%s", at, path)
			}
		}
		if g := rule.Get; g != nil {
			count(g.Buy, 1, "get.buy")
			count(g.Free, 1, "get.free")
			count(g.Most, 0, "get.most")
			percent(g.Percent, "get.percent")
		}
		if b := rule.Bundle; b != nil {
			money(b.Price, "bundle.price")
			if !b.Price.Code().Valid() {
				p.fault(FaultRequired, "a price is needed", "%vbundle.price", at)
			}
			count(b.Most, 0, "bundle.most")
			count(int64(len(b.Parts)), 1, "bundle.parts")
			for k := range b.Parts {
				count(b.Parts[k].Quantity, 1, fmt.Sprintf("bundle.parts[%d].quantity", k))
				count(int64(len(b.Parts[k].For)), 1, fmt.Sprintf("bundle.parts[%d].for", k))
			}
		}
		for k, c := range rule.Coupons {
			if plainCode(c) == "" {
				p.fault(FaultRequired, "a code is needed", "%vcoupons[%d]", at, k)
			}
		}
	}
	return p.faults
}
