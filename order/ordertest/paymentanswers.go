package ordertest

import (
	"time"

	"github.com/orderkit/orderkit/order"
)

func keyClauses() []clause[Payments] {
	return []clause[Payments]{
		{"traits/true", "Traits promise only what the gateway has methods for, and are the same whenever they are asked for.", func(c *check, p Payments) {
			_, canLookUp := p.Gateway.(order.PaymentLookup)
			_, canAuthorize := p.Gateway.(order.Authorizer)
			c.traits(p.Gateway.Traits(), p.Gateway.Traits(), canLookUp, canAuthorize)
		}},
		{"keys/alike", "Keys that differ only in case or far behind are different keys.", func(c *check, p Payments) {
			c.apart("charging", func(key string) (order.Receipt, error) { return p.do(c, "capture", key, "", 1) })
		}},
		{"keys/life_of_charges", "A charge's key is honoured until just before the life that the Traits declare is over.", func(c *check, p Payments) {
			p.needsKeys(c)
			c.lasts(p.Provider, p.Gateway.Traits().KeyLife, "charging", func() (order.Receipt, error) { return p.do(c, "capture", "k-1", "", 2) })
			p.paid(c, p.charge(c, "k-1", 2), 2, 0)
		}},
		{"keys/life_of_refunds", "A refund's key is honoured until just before the life that the Traits declare is over.", func(c *check, p Payments) {
			p.needsKeys(c)
			ref := p.charge(c, "k-1", 5)
			c.lasts(p.Provider, p.Gateway.Traits().KeyLife, "refunding", func() (order.Receipt, error) { return p.do(c, "refund", "k-2", ref, 1) })
			p.paid(c, ref, 5, 1)
		}},
		{"keys/life_of_authorizations", "The keys of an authorization and of its capture and void are honoured until just before the life that the Traits declare is over, also when the authorization has ended meanwhile.", func(c *check, p Payments) {
			p.needsKeys(c)
			auth := p.authorize(c, "k-1", 5)
			capture := p.done(c, "capture", "k-2", auth, 2)
			if p.Gateway.Traits().PartialCapture {
				p.void(c, "k-3", auth, 3)
			}
			c.lasts(p.Provider, p.Gateway.Traits().KeyLife, "authorizing", func() (order.Receipt, error) { return p.do(c, "authorize", "k-1", "", 5) })
			if again := p.done(c, "capture", "k-2", auth, 2); again != capture {
				c.broken("the capture had the reference %q, and later under the same key %q", capture, again)
			}
			if p.Gateway.Traits().PartialCapture {
				p.void(c, "k-3", auth, 3)
			}
			p.paid(c, auth, 2, 0)
		}},
		{"context/ended", "A call under a context that has ended is not answered with a final no.", func(c *check, p Payments) {
			_, err := p.make(ended(c.ctx), p.call(c, "capture", "k-1", "", 1))
			c.notRefused(err, "charging")
			ref := p.charge(c, "k-2", 1)
			_, err = p.make(ended(c.ctx), p.call(c, "refund", "k-3", ref, 1))
			c.notRefused(err, "refunding")
			if _, ok := p.Gateway.(order.Authorizer); !ok {
				return
			}
			auth := p.authorize(c, "k-4", 1)
			_, err = p.make(ended(c.ctx), p.call(c, "authorize", "k-5", "", 1))
			c.notRefused(err, "authorizing")
			_, err = p.make(ended(c.ctx), p.call(c, "void", "k-6", auth, 1))
			c.notRefused(err, "voiding")
		}},
	}
}

func lookupClauses() []clause[Payments] {
	return []clause[Payments]{
		{"lookup/found", "Lookup finds a charge and a refund that were done by their keys, with the same references; a lookup that is strong finds them at once.", func(c *check, p Payments) {
			look := p.lookup(c)
			ref := p.charge(c, "k-1", 1)
			p.finds(c, look, p.call(c, "capture", "k-1", "", 1), ref)
			back := p.done(c, "refund", "k-2", ref, 1)
			p.finds(c, look, p.call(c, "refund", "k-2", ref, 1), back)
			p.paid(c, ref, 1, 1)
		}},
		{"lookup/authorizations", "Lookup finds an authorization, its captures and its void by their keys, with the same references.", func(c *check, p Payments) {
			look := p.lookup(c)
			auth := p.authorize(c, "k-1", 3)
			p.finds(c, look, p.call(c, "authorize", "k-1", "", 3), auth)
			capture := p.done(c, "capture", "k-2", auth, 1)
			p.finds(c, look, p.call(c, "capture", "k-2", auth, 1), capture)
			other := p.authorize(c, "k-3", 3)
			r, err := p.do(c, "void", "k-4", other, 3)
			c.done(err, "voiding")
			p.finds(c, look, p.call(c, "void", "k-4", other, 3), r.Ref)
		}},
		{"lookup/refused", "Lookup of a call that was refused is a Decline.", func(c *check, p Payments) {
			look := p.lookup(c)
			if p.DeclinedToken == "" {
				c.skip("there is no token that is declined")
			}
			call := p.call(c, "capture", "k-1", "", 1)
			call.Token = p.DeclinedToken
			_, err := p.make(c.ctx, call)
			c.declined(err, "charging a token that does not pay")
			_, err = p.find(c, look, call)
			c.declined(err, "looking up a declined charge")
		}},
		{"lookup/not_found", "Lookup of a key that was never used is ErrNotFound, never done and never a Decline, and has no effect.", func(c *check, p Payments) {
			look := p.lookup(c)
			p.charge(c, "k-1", 1)
			_, err := look.Lookup(c.ctx, p.call(c, "capture", "never-used", "", 1))
			c.want(err, order.ErrNotFound, "looking up a key that was never used, beside an equal charge")
			ref := p.charge(c, "never-used", 1)
			p.paid(c, ref, 1, 0)
		}},
		{"lookup/context", "A lookup of what was done, under a context that has ended, is not answered with ErrNotFound or a Decline: a second charge would follow.", func(c *check, p Payments) {
			look := p.lookup(c)
			p.charge(c, "k-1", 1)
			_, err := look.Lookup(ended(c.ctx), p.call(c, "capture", "k-1", "", 1))
			c.silent(err, "looking up under a context that has ended")
		}},
		{"lookup/down", "A lookup of what was done, while the provider cannot be reached, is not answered with ErrNotFound or a Decline: a second charge would follow.", func(c *check, p Payments) {
			look := p.lookup(c)
			p.charge(c, "k-1", 1)
			c.down(p.Provider, func() {
				_, err := look.Lookup(c.ctx, p.call(c, "capture", "k-1", "", 1))
				c.silent(err, "looking up while the provider cannot be reached")
			})
		}},
	}
}

func outageClauses() []clause[Payments] {
	return []clause[Payments]{
		{"down/charge", "A charge while the provider cannot be reached is neither done nor a Decline, and is made once when it is back.", func(c *check, p Payments) {
			p.needsKeys(c)
			ref := c.survives(p.Provider, "charging", func() (order.Receipt, error) { return p.do(c, "capture", "k-1", "", 2) })
			p.paid(c, ref, 2, 0)
		}},
		{"down/refund", "A refund while the provider cannot be reached is neither done nor a Decline, and is made once when it is back.", func(c *check, p Payments) {
			p.needsKeys(c)
			ref := p.charge(c, "k-1", 5)
			c.survives(p.Provider, "refunding", func() (order.Receipt, error) { return p.do(c, "refund", "k-2", ref, 1) })
			p.paid(c, ref, 5, 1)
		}},
		{"lost/charge", "A charge whose answer got lost is not answered with Retry or a Decline; the same key, or a lookup, tells that it was made, once.", func(c *check, p Payments) {
			c.lost(p.Provider, "charging", func() (order.Receipt, error) { return p.do(c, "capture", "k-1", "", 2) })
			p.told(c, p.call(c, "capture", "k-1", "", 2), 2, 0)
		}},
		{"lost/refund", "A refund whose answer got lost is not answered with Retry or a Decline; the same key, or a lookup, tells that it was made, once.", func(c *check, p Payments) {
			ref := p.charge(c, "k-1", 5)
			c.lost(p.Provider, "refunding", func() (order.Receipt, error) { return p.do(c, "refund", "k-2", ref, 1) })
			p.told(c, p.call(c, "refund", "k-2", ref, 1), 5, 1)
		}},
	}
}

// told ends the clause unless the provider tells what became of a call whose
// answer got lost, as far as its Traits promise it.
func (p *Payments) told(c *check, call order.PaymentCall, captured, refunded int64) {
	ref := call.Ref
	t := p.Gateway.Traits()
	if look, ok := p.Gateway.(order.PaymentLookup); ok && t.Lookup != order.LookupNone {
		r, err := p.find(c, look, call)
		c.done(err, "looking up what got lost")
		if ref == "" {
			ref = r.Ref
		}
	}
	if t.KeyLife > 0 {
		r, err := p.make(c.ctx, call)
		c.done(err, "calling again with the same key")
		if ref == "" {
			ref = r.Ref
		}
	}
	if ref != "" {
		p.paid(c, ref, captured, refunded)
	}
}

func confirmClauses() []clause[Payments] {
	waits := func(c *check, p Payments) (order.PaymentLookup, order.PaymentCall) {
		if p.ConfirmToken == "" || p.Confirm == nil {
			c.skip("there is no token whose customer must confirm")
		}
		call := p.call(c, "capture", "k-1", "", 2)
		call.Token = p.ConfirmToken
		for range 2 {
			if _, err := p.make(c.ctx, call); outcome(err) != order.OutcomeWaiting {
				c.broken("a charge that waits for its customer: the answer is %v, not an Await", err)
			}
		}
		look := p.lookup(c)
		if _, err := look.Lookup(c.ctx, call); outcome(err) == order.OutcomeDone || outcome(err) == order.OutcomeRefused {
			c.broken("looking up a charge that waits for its customer: the answer is %s", outcome(err))
		}
		return look, call
	}
	return []clause[Payments]{
		{"confirm/yes", "A charge that waits for its customer is an Await, each time; when the customer has confirmed, a lookup says that it is done, once.", func(c *check, p Payments) {
			look, call := waits(c, p)
			c.ok(p.Confirm(c.ctx, call.Key, true), "confirming")
			r, err := p.find(c, look, call)
			c.done(err, "looking up a charge that was confirmed")
			p.paid(c, r.Ref, 2, 0)
		}},
		{"confirm/no", "When the customer refuses to confirm, a lookup says that the charge is declined.", func(c *check, p Payments) {
			look, call := waits(c, p)
			c.ok(p.Confirm(c.ctx, call.Key, false), "refusing to confirm")
			_, err := p.find(c, look, call)
			c.declined(err, "looking up a charge that the customer refused")
		}},
	}
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
		if p.Pass != nil {
			p.Pass(p.Lag)
		} else {
			time.Sleep(p.Lag)
		}
		r, err = look.Lookup(c.ctx, call)
	}
	return r, err
}

// finds ends the clause unless the lookup finds the call with that reference.
func (p *Payments) finds(c *check, look order.PaymentLookup, call order.PaymentCall, ref string) {
	r, err := p.find(c, look, call)
	c.done(err, "looking up a %s that was done", call.Op)
	if r.Ref != ref {
		c.broken("the lookup of the %s says %q, the answer was %q", call.Op, r.Ref, ref)
	}
}
