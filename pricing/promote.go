package pricing

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/orderkit/orderkit/currency"
)

// Promote adds to a cart the discounts of the promotions that it deserves, and
// says of each promotion and of each coupon that was entered what became of it:
// first those of the list, then coupons that belong to none. The cart that is
// given is not changed. Discounts that the cart has already come first.
//
// Promotions apply one after the other by rank, each on what the ones before it
// left, so thresholds and percentages are of that. They become discounts of the
// order, whatever lines they are for, because those keep that order; only free
// shipping becomes a discount of charges. Where a promotion takes off a certain
// amount of a certain line, the id of the discount is the promotion's and the
// line's with a slash between them.
//
// The error is a Faults: of the promotions ("promotions[0].percent"), or of the
// cart. The result depends on nothing but the arguments.
func Promote(c Cart, list []Promotion, ctx PromoContext) (Cart, []Decision, error) {
	if faults := checkPromotions(list); len(faults) > 0 {
		return Cart{}, nil, faults
	}
	s := &stack{ctx: &ctx, list: list, decisions: make([]Decision, len(list)), cart: c}
	start, err := fillBasket(c)
	if err != nil {
		return Cart{}, nil, err
	}
	for i := range list {
		s.decisions[i] = Decision{Promotion: list[i].ID, Off: currency.Zero(c.Currency)}
	}
	var shared, alone []int
	for _, i := range s.inOrder() {
		if list[i].Exclusive {
			alone = append(alone, i)
		} else {
			shared = append(shared, i)
		}
	}
	with, err := s.apply(start, shared)
	if err != nil {
		return Cart{}, nil, err
	}
	if with, err = s.exclusive(start, with, alone, shared); err != nil {
		return Cart{}, nil, err
	}
	c.Discounts = append(slices.Clip(c.Discounts), with.discounts...)
	if len(with.free) > 0 {
		c.Charges = slices.Clone(c.Charges)
		for i := range c.Charges {
			if c.Charges[i].Kind == KindShipping {
				c.Charges[i].Discounts = append(slices.Clip(c.Charges[i].Discounts), with.free...)
			}
		}
	}
	if _, err := fillBasket(c); err != nil {
		return Cart{}, nil, err // two discounts with one id
	}
	return c, append(s.decisions, s.unknown()...), nil
}

// Rules are promotions that are a Promoter.
type Rules struct {
	List    []Promotion
	Context PromoContext
}

// Promote calls Promote with the list and the context.
func (r Rules) Promote(_ context.Context, c Cart) (Cart, []Decision, error) {
	return Promote(c, r.List, r.Context)
}

// stack is promotions being applied.
type stack struct {
	ctx       *PromoContext
	list      []Promotion
	decisions []Decision
	cart      Cart // as it was given
}

// inOrder are the promotions by rank.
func (s *stack) inOrder() []int {
	order := make([]int, len(s.list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.list[a].Rank, s.list[b].Rank) })
	return order
}

// apply applies promotions one after the other, of each group the best when its
// first one comes.
func (s *stack) apply(b basket, order []int) (basket, error) {
	done := map[string]bool{}
	for _, i := range order {
		group := []int{i}
		if g := s.list[i].Group; g != "" {
			if done[g] {
				continue
			}
			done[g] = true
			group = nil
			for _, j := range order {
				if s.list[j].Group == g {
					group = append(group, j)
				}
			}
		}
		next, chosen, err := s.best(b, group)
		if err != nil {
			return b, err
		}
		for _, j := range group {
			if d := &s.decisions[j]; chosen >= 0 && j != chosen && d.Why == "" {
				d.Why = fmt.Sprintf("%q of the group %q takes off at least as much", s.list[chosen].ID, s.list[j].Group)
			}
		}
		b = next
	}
	return b, nil
}

// best applies the one of several promotions that takes off the most, the first
// of equal ones, and says why the others cannot apply at all.
func (s *stack) best(b basket, group []int) (next basket, chosen int, err error) {
	next, chosen = b, -1
	for _, i := range group {
		p, d := &s.list[i], &s.decisions[i]
		d.Why = ""
		code, why := s.admits(p)
		d.Coupon = code
		if why == "" {
			var discounts, free []Discount
			discounts, free, why = s.reward(p, code, &b)
			if why == "" {
				with, err := b.add(discounts, free)
				if err != nil {
					return b, -1, err
				}
				switch n := off(b, with); {
				case n <= 0:
					why = "there is nothing left that it could take off"
				case chosen < 0 || n > off(b, next):
					next, chosen = with, i
				}
			}
		}
		d.Why = why
	}
	if chosen >= 0 {
		d := &s.decisions[chosen]
		d.Applied, d.Off = true, currency.New(off(b, next), b.cart.Currency)
		d.Why = fmt.Sprintf("takes off %s", d.Off.Number())
	}
	return next, chosen, nil
}

// exclusive lets the best promotion that applies alone replace all others, if it
// takes off more.
func (s *stack) exclusive(start, with basket, alone, shared []int) (basket, error) {
	if len(alone) == 0 {
		return with, nil
	}
	next, chosen, err := s.best(start, alone)
	if err != nil {
		return with, err
	}
	switch {
	case chosen < 0:
		return with, nil
	case off(start, next) <= off(start, with):
		d := &s.decisions[chosen]
		d.Applied, d.Off = false, currency.Zero(s.cart.Currency)
		d.Why = "applies only alone, and the others together take off at least as much"
		next = with
	default:
		for _, i := range shared {
			if d := &s.decisions[i]; d.Applied {
				*d = Decision{Promotion: d.Promotion, Coupon: d.Coupon, Off: currency.Zero(s.cart.Currency),
					Why: fmt.Sprintf("%q applies alone and takes off more", s.list[chosen].ID)}
			}
		}
	}
	for _, i := range alone {
		if d := &s.decisions[i]; d.Why == "" {
			d.Why = fmt.Sprintf("applies only alone, and %q takes off at least as much", s.list[chosen].ID)
		}
	}
	return next, nil
}

// admits says why a promotion is out of the question, or with which code it is in.
func (s *stack) admits(p *Promotion) (code, why string) {
	for _, entered := range s.ctx.Coupons {
		for _, c := range p.Coupons {
			if code == "" && sameCode(entered, c) {
				code = strings.TrimSpace(c)
			}
		}
	}
	switch {
	case len(p.Coupons) > 0 && code == "":
		return "", "none of its coupons was entered"
	case !p.From.IsZero() && s.ctx.At.Before(p.From):
		return code, "begins at " + p.From.UTC().Format("2006-01-02 15:04 UTC")
	case !p.Until.IsZero() && !s.ctx.At.Before(p.Until):
		return code, "ended at " + p.Until.UTC().Format("2006-01-02 15:04 UTC")
	case p.Limit > 0 && s.ctx.Used[p.ID] >= p.Limit:
		return code, fmt.Sprintf("was used %d times, as often as it may be", s.ctx.Used[p.ID])
	}
	return code, ""
}

// unknown are the coupons that no promotion has.
func (s *stack) unknown() (list []Decision) {
	for _, entered := range s.ctx.Coupons {
		known := slices.ContainsFunc(s.list, func(p Promotion) bool {
			return slices.ContainsFunc(p.Coupons, func(c string) bool {
				return sameCode(entered, c)
			})
		})
		if !known {
			list = append(list, Decision{Coupon: entered, Off: currency.Zero(s.cart.Currency), Why: "no promotion has this coupon"})
		}
	}
	return list
}
