package ordertest

import (
	"fmt"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

func chargeClauses() []clause[Payments] {
	return []clause[Payments]{
		{"charge/taken", "Capture without a reference charges the token at once, and the receipt names the charge.", func(c *check, p Payments) {
			p.paid(c, p.charge(c, "k-1", 3), 3, 0)
		}},
		{"charge/same_key", "A charge is made once per key, however often and concurrently it is called, and every answer carries the same reference.", func(c *check, p Payments) {
			p.needsKeys(c)
			ref := c.keyed("charging", func() (order.Receipt, error) { return p.do(c, "capture", "k-1", "", 2) })
			p.paid(c, ref, 2, 0)
		}},
		{"charge/other_key", "Another key is another charge, also of the same order, card and amount.", func(c *check, p Payments) {
			a, b := p.charge(c, "k-1", 1), p.charge(c, "k-2", 1)
			if a == b {
				c.broken("two charges have the same reference %q", a)
			}
			p.paid(c, a, 1, 0)
			p.paid(c, b, 1, 0)
		}},
		{"charge/declined", "A token that does not pay is a Decline with a code; asking again with the same key is no charge either.", func(c *check, p Payments) {
			p.declines(c, "capture")
		}},
		{"authorize/takes_nothing", "An authorization takes no money, and its receipt names it.", func(c *check, p Payments) {
			p.needsPaid(c)
			p.paid(c, p.authorize(c, "k-1", 3), 0, 0)
		}},
		{"authorize/same_key", "An authorization is made once per key, and every answer carries the same reference.", func(c *check, p Payments) {
			p.needsAuthorizer(c)
			p.needsKeys(c)
			ref := c.keyed("authorizing", func() (order.Receipt, error) { return p.do(c, "authorize", "k-1", "", 2) })
			p.paid(c, ref, 0, 0)
		}},
		{"authorize/other_key", "Another key is another authorization: each is captured on its own.", func(c *check, p Payments) {
			a, b := p.authorize(c, "k-1", 2), p.authorize(c, "k-2", 2)
			p.capture(c, "k-3", a, 2)
			p.paid(c, b, 0, 0)
			p.capture(c, "k-4", b, 2)
			p.paid(c, a, 2, 0)
			p.paid(c, b, 2, 0)
		}},
		{"authorize/declined", "Authorizing a token that does not pay is a Decline with a code, each time.", func(c *check, p Payments) {
			p.needsAuthorizer(c)
			p.declines(c, "authorize")
		}},
		{"receipts/own", "Every capture and every refund of one payment has a reference of its own, by which webhooks name it.", func(c *check, p Payments) {
			var ref string
			var refs []string
			if _, ok := p.Gateway.(order.Authorizer); ok && p.Gateway.Traits().PartialCapture {
				ref = p.authorize(c, "k-1", 4)
				refs = append(refs, p.done(c, "capture", "k-2", ref, 1), p.done(c, "capture", "k-3", ref, 1))
			} else {
				ref = p.charge(c, "k-1", 4)
				refs = append(refs, ref)
			}
			refs = append(refs, p.done(c, "refund", "k-4", ref, 1), p.done(c, "refund", "k-5", ref, 1))
			seen := make(map[string]bool)
			for _, r := range refs {
				if seen[r] {
					c.broken("the movements of one payment have the references %q", refs)
				}
				seen[r] = true
			}
		}},
	}
}

// declines ends the clause unless the token that does not pay is declined, also
// when it is asked again with the same key.
func (p *Payments) declines(c *check, op string) {
	if p.DeclinedToken == "" {
		c.skip("there is no token that is declined")
	}
	call := p.call(c, op, "k-1", "", 1)
	call.Token = p.DeclinedToken
	for range 2 {
		_, err := p.make(c.ctx, call)
		c.declined(err, "%s of a token that does not pay", op)
	}
}

func refundClauses() []clause[Payments] {
	return []clause[Payments]{
		{"refund/parts", "A charge is refunded in parts up to what was captured; more is a Decline and gives nothing.", func(c *check, p Payments) {
			ref := p.charge(c, "k-1", 3)
			p.refund(c, "k-2", ref, 1)
			p.refund(c, "k-3", ref, 2)
			p.paid(c, ref, 3, 3)
			_, err := p.do(c, "refund", "k-4", ref, 1)
			c.declined(err, "refunding a fourth of 3 units")
			p.paid(c, ref, 3, 3)
		}},
		{"refund/too_much", "Refunding more than was captured in one go, or concurrently, is a Decline and gives no more than was captured.", func(c *check, p Payments) {
			ref := p.charge(c, "k-1", 3)
			_, err := p.do(c, "refund", "k-2", ref, 4)
			c.declined(err, "refunding 4 of 3 units")
			won := c.contest(callers, func(i int) error {
				_, err := p.do(c, "refund", fmt.Sprint("c-", i), ref, 2)
				return err
			})
			if won != 1 {
				c.broken("of %d refunds of 2 of 3 units at the same time %d were done", callers, won)
			}
			p.paid(c, ref, 3, 2)
		}},
		{"refund/same_key", "A refund is made once per key, however often and concurrently it is called.", func(c *check, p Payments) {
			p.needsKeys(c)
			ref := p.charge(c, "k-1", 10)
			c.keyed("refunding", func() (order.Receipt, error) { return p.do(c, "refund", "k-2", ref, 2) })
			p.paid(c, ref, 10, 2)
		}},
		{"refund/authorized", "A captured authorization is refunded by the authorization's reference; one that was not captured is a Decline.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 2)
			_, err := p.do(c, "refund", "k-2", auth, 1)
			c.declined(err, "refunding what was never captured")
			p.capture(c, "k-3", auth, 2)
			p.refund(c, "k-4", auth, 2)
			p.paid(c, auth, 2, 2)
		}},
		{"refund/across_captures", "One refund by the authorization's reference gives back what several captures took.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 5)
			if !p.Gateway.Traits().PartialCapture {
				c.skip("the gateway captures an authorization once")
			}
			p.capture(c, "k-2", auth, 2)
			p.capture(c, "k-3", auth, 3)
			p.refund(c, "k-4", auth, 4)
			p.paid(c, auth, 5, 4)
		}},
		{"refund/does_not_reopen", "A refund does not make an authorization capturable again.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 3)
			p.capture(c, "k-2", auth, 3)
			p.refund(c, "k-3", auth, 3)
			_, err := p.do(c, "capture", "k-4", auth, 1)
			c.declined(err, "capturing after everything was captured and refunded")
			p.paid(c, auth, 3, 3)
		}},
		{"refund/own_payment", "A refund gives back from the payment that it names, and from no other of the order.", func(c *check, p Payments) {
			a, b := p.charge(c, "k-1", 2), p.charge(c, "k-2", 4)
			_, err := p.do(c, "refund", "k-3", a, 3)
			c.declined(err, "refunding 3 units of a charge of 2, beside one of 4")
			p.refund(c, "k-4", a, 1)
			p.paid(c, a, 2, 1)
			p.paid(c, b, 4, 0)
		}},
		{"refund/unknown", "Refunding a reference that does not exist is a Decline.", func(c *check, p Payments) {
			_, err := p.do(c, "refund", "k-1", "no-such-reference", 1)
			c.declined(err, "refunding an unknown charge")
		}},
	}
}

func amountClauses() []clause[Payments] {
	return []clause[Payments]{
		{"amount/exact", "What is taken and given back is the amount to the last digit.", func(c *check, p Payments) {
			p.needsPaid(c)
			p.odd(c, "k", p.Unit.Code())
		}},
		{"amount/other_currencies", "Amounts are exact in every currency of the account, whatever its number of decimals.", func(c *check, p Payments) {
			if len(p.Currencies) == 0 {
				c.skip("no further currencies are named")
			}
			p.needsPaid(c)
			for _, code := range p.Currencies {
				p.odd(c, code.String(), code)
			}
		}},
		{"amount/mixed_currencies", "A refund or capture in another currency than that of the payment is a Decline and moves nothing.", func(c *check, p Payments) {
			if len(p.Currencies) == 0 {
				c.skip("no further currencies are named")
			}
			ref := p.charge(c, "k-1", 3)
			other := p.call(c, "refund", "k-2", ref, 1)
			other.Amount = currency.New(other.Amount.Minor(), p.Currencies[0])
			_, err := p.make(c.ctx, other)
			c.declined(err, "refunding %v of a charge in %v", other.Amount, p.Unit.Code())
			p.paid(c, ref, 3, 0)
			auth := p.authorize(c, "k-3", 3)
			other.Op, other.Key, other.Ref = "capture", p.Prefix+"k-4", auth
			_, err = p.make(c.ctx, other)
			c.declined(err, "capturing %v of an authorization in %v", other.Amount, p.Unit.Code())
			p.paid(c, auth, 0, 0)
		}},
	}
}

// odd charges and refunds amounts that rounding or a wrong number of decimals
// would change.
func (p *Payments) odd(c *check, key string, code currency.Code) {
	charge := p.call(c, "capture", key+"-1", "", 1)
	charge.Amount = currency.New(p.Unit.Minor()+7, code)
	r, err := p.make(c.ctx, charge)
	c.done(err, "charging %v", charge.Amount)
	refund := p.call(c, "refund", key+"-2", r.Ref, 1)
	refund.Amount = currency.New(3, code)
	_, err = p.make(c.ctx, refund)
	c.done(err, "refunding %v", refund.Amount)
	p.exactly(c, r.Ref, charge.Amount, refund.Amount)
}
