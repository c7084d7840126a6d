package ordertest

import (
	"time"

	"github.com/orderkit/orderkit/order"
)

func paymentClauses() []clause[Payments] {
	return []clause[Payments]{
		{"charge/taken", "Capture without a reference charges the token at once, and the receipt names the charge.", func(c *check, p Payments) {
			p.paid(c, p.charge(c, "k-1", 3), 3, 0)
		}},
		{"charge/same_key", "A charge is made once per key, however often and concurrently it is called, and every answer carries the same reference.", func(c *check, p Payments) {
			p.needsKeys(c)
			ref := c.keyed("charging", func() (order.Receipt, error) {
				return p.Gateway.Capture(c.ctx, p.call(c, "capture", "k-1", "", 2))
			})
			p.paid(c, ref, 2, 0)
		}},
		{"charge/other_key", "Another key is another charge.", func(c *check, p Payments) {
			a, b := p.charge(c, "k-1", 1), p.charge(c, "k-2", 1)
			if a == b {
				c.broken("two charges have the same reference %q", a)
			}
			p.paid(c, a, 1, 0)
			p.paid(c, b, 1, 0)
		}},
		{"charge/declined", "A token that does not pay is a Decline with a code; asking again with the same key is no charge either.", func(c *check, p Payments) {
			if p.DeclinedToken == "" {
				c.skip("there is no token that is declined")
			}
			call := p.call(c, "capture", "k-1", "", 1)
			call.Token = p.DeclinedToken
			for range 2 {
				_, err := p.Gateway.Capture(c.ctx, call)
				c.declined(err, "charging a token that does not pay")
			}
		}},
		{"authorize/same_key", "An authorization is made once per key, and every answer carries the same reference.", func(c *check, p Payments) {
			a, ok := p.Gateway.(order.Authorizer)
			if !ok {
				c.skip("the gateway does not authorize")
			}
			p.needsKeys(c)
			ref := c.keyed("authorizing", func() (order.Receipt, error) {
				return a.Authorize(c.ctx, p.call(c, "authorize", "k-1", "", 2))
			})
			p.paid(c, ref, 0, 0)
		}},
		{"capture/whole", "Capturing an authorization takes the money once.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 3)
			p.capture(c, "k-2", auth, 3)
			p.paid(c, auth, 3, 0)
		}},
		{"capture/same_key", "A capture is made once per key, however often and concurrently it is called.", func(c *check, p Payments) {
			p.needsKeys(c)
			auth := p.authorize(c, "k-1", 10)
			c.keyed("capturing", func() (order.Receipt, error) {
				return p.Gateway.Capture(c.ctx, p.call(c, "capture", "k-2", auth, 2))
			})
			p.paid(c, auth, 2, 0)
		}},
		{"capture/partial", "A gateway whose Traits say so captures an authorization in several parts, up to the whole; others take less than the whole at most once.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 3)
			p.capture(c, "k-2", auth, 1)
			_, err := p.Gateway.Capture(c.ctx, p.call(c, "capture", "k-3", auth, 2))
			if p.Gateway.Traits().PartialCapture {
				c.done(err, "capturing the rest")
				p.paid(c, auth, 3, 0)
				return
			}
			c.declined(err, "capturing twice without PartialCapture")
			p.paid(c, auth, 1, 0)
		}},
		{"capture/too_much", "Capturing more than was authorized is a Decline and takes nothing, at once or in parts, also concurrently.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 3)
			_, err := p.Gateway.Capture(c.ctx, p.call(c, "capture", "k-2", auth, 4))
			c.declined(err, "capturing 4 of 3 units")
			p.paid(c, auth, 0, 0)
			won := c.contest(callers, func(i int) error {
				_, err := p.Gateway.Capture(c.ctx, p.call(c, "capture", "c-"+string(rune('a'+i)), auth, 3))
				return err
			})
			if won != 1 {
				c.broken("of %d captures of the whole at the same time %d were done", callers, won)
			}
			p.paid(c, auth, 3, 0)
		}},
		{"capture/unknown", "Capturing a reference that does not exist is a Decline.", func(c *check, p Payments) {
			_, err := p.Gateway.Capture(c.ctx, p.call(c, "capture", "k-1", "no-such-reference", 1))
			c.declined(err, "capturing an unknown authorization")
		}},
		{"void/whole", "After an authorization was voided it cannot be captured.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 3)
			_, err := p.Gateway.(order.Authorizer).Void(c.ctx, p.call(c, "void", "k-2", auth, 3))
			c.done(err, "voiding")
			_, err = p.Gateway.Capture(c.ctx, p.call(c, "capture", "k-3", auth, 1))
			c.declined(err, "capturing what was voided")
			p.paid(c, auth, 0, 0)
		}},
		{"void/same_key", "A void is made once per key.", func(c *check, p Payments) {
			p.needsKeys(c)
			auth := p.authorize(c, "k-1", 9)
			c.keyed("voiding", func() (order.Receipt, error) {
				return p.Gateway.(order.Authorizer).Void(c.ctx, p.call(c, "void", "k-2", auth, 4))
			})
			if p.Gateway.Traits().PartialVoid {
				p.capture(c, "k-3", auth, 5)
				p.paid(c, auth, 5, 0)
			}
		}},
		{"void/captured", "A void leaves alone what was captured: it gives up the rest, or is a Decline.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 3)
			p.capture(c, "k-2", auth, 3)
			_, err := p.Gateway.(order.Authorizer).Void(c.ctx, p.call(c, "void", "k-3", auth, 3))
			c.harmless(err, "voiding what was captured")
			p.paid(c, auth, 3, 0)
		}},
		{"refund/parts", "A charge is refunded in parts up to what was captured; more is a Decline and gives nothing.", func(c *check, p Payments) {
			ref := p.charge(c, "k-1", 3)
			p.refund(c, "k-2", ref, 1)
			p.refund(c, "k-3", ref, 2)
			p.paid(c, ref, 3, 3)
			_, err := p.Gateway.Refund(c.ctx, p.call(c, "refund", "k-4", ref, 1))
			c.declined(err, "refunding a fourth of 3 units")
			p.paid(c, ref, 3, 3)
		}},
		{"refund/too_much", "Refunding more than was captured in one go, or concurrently, is a Decline and gives no more than was captured.", func(c *check, p Payments) {
			ref := p.charge(c, "k-1", 3)
			_, err := p.Gateway.Refund(c.ctx, p.call(c, "refund", "k-2", ref, 4))
			c.declined(err, "refunding 4 of 3 units")
			won := c.contest(callers, func(i int) error {
				_, err := p.Gateway.Refund(c.ctx, p.call(c, "refund", "c-"+string(rune('a'+i)), ref, 2))
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
			c.keyed("refunding", func() (order.Receipt, error) {
				return p.Gateway.Refund(c.ctx, p.call(c, "refund", "k-2", ref, 2))
			})
			p.paid(c, ref, 10, 2)
		}},
		{"refund/authorized", "A captured authorization is refunded by the authorization's reference; one that was not captured is a Decline.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 2)
			_, err := p.Gateway.Refund(c.ctx, p.call(c, "refund", "k-2", auth, 1))
			c.declined(err, "refunding what was never captured")
			p.capture(c, "k-3", auth, 2)
			p.refund(c, "k-4", auth, 2)
			p.paid(c, auth, 2, 2)
		}},
		{"lookup/found", "Lookup finds a call that was done by its key, with the same reference, and a refused one as a Decline.", func(c *check, p Payments) {
			look := p.lookup(c)
			ref := p.charge(c, "k-1", 1)
			got, err := p.find(c, look, p.call(c, "capture", "k-1", "", 1))
			c.done(err, "looking up a charge")
			if got.Ref != ref {
				c.broken("the lookup says %q, the charge was %q", got.Ref, ref)
			}
			p.refund(c, "k-2", ref, 1)
			_, err = p.find(c, look, p.call(c, "refund", "k-2", ref, 1))
			c.done(err, "looking up a refund")
			p.paid(c, ref, 1, 1)
			if p.DeclinedToken != "" {
				call := p.call(c, "capture", "k-3", "", 1)
				call.Token = p.DeclinedToken
				_, err = p.Gateway.Capture(c.ctx, call)
				c.declined(err, "charging a token that does not pay")
				_, err = p.find(c, look, call)
				c.declined(err, "looking up a declined charge")
			}
		}},
		{"lookup/not_found", "Lookup of a key that was never used is ErrNotFound, never done and never a Decline, and has no effect.", func(c *check, p Payments) {
			look := p.lookup(c)
			_, err := look.Lookup(c.ctx, p.call(c, "capture", "never-used", "", 1))
			c.want(err, order.ErrNotFound, "looking up a key that was never used")
			ref := p.charge(c, "never-used", 1)
			p.paid(c, ref, 1, 0)
		}},
		{"context/ended", "A call under a context that has ended is not answered with a final no.", func(c *check, p Payments) {
			_, err := p.Gateway.Capture(ended(c.ctx), p.call(c, "capture", "k-1", "", 1))
			c.notRefused(err, "charging")
			ref := p.charge(c, "k-2", 1)
			_, err = p.Gateway.Refund(ended(c.ctx), p.call(c, "refund", "k-3", ref, 1))
			c.notRefused(err, "refunding")
		}},
	}
}

func (p *Payments) capture(c *check, key, ref string, units int64) {
	_, err := p.Gateway.Capture(c.ctx, p.call(c, "capture", key, ref, units))
	c.done(err, "capturing %d units", units)
}

func (p *Payments) refund(c *check, key, ref string, units int64) {
	_, err := p.Gateway.Refund(c.ctx, p.call(c, "refund", key, ref, units))
	c.done(err, "refunding %d units", units)
}

func (p *Payments) lookup(c *check) order.PaymentLookup {
	look, ok := p.Gateway.(order.PaymentLookup)
	if !ok || p.Gateway.Traits().Lookup == order.LookupNone {
		c.skip("the gateway cannot be asked")
	}
	return look
}

// find looks up what must be there, with patience where lookups may lag.
func (p *Payments) find(c *check, look order.PaymentLookup, call order.PaymentCall) (order.Receipt, error) {
	r, err := look.Lookup(c.ctx, call)
	if err != nil && p.Gateway.Traits().Lookup == order.LookupEventual {
		time.Sleep(p.Lag)
		r, err = look.Lookup(c.ctx, call)
	}
	return r, err
}
