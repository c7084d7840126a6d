package ordertest

import (
	"fmt"

	"github.com/orderkit/orderkit/order"
)

func captureClauses() []clause[Payments] {
	return []clause[Payments]{
		{"capture/whole", "Capturing an authorization takes the money once.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 3)
			p.capture(c, "k-2", auth, 3)
			p.paid(c, auth, 3, 0)
			_, err := p.do(c, "capture", "k-3", auth, 3)
			c.declined(err, "capturing the whole a second time")
			p.paid(c, auth, 3, 0)
		}},
		{"capture/same_key", "A capture is made once per key, however often and concurrently it is called.", func(c *check, p Payments) {
			p.needsKeys(c)
			auth := p.authorize(c, "k-1", 10)
			c.keyed("capturing", func() (order.Receipt, error) { return p.do(c, "capture", "k-2", auth, 2) })
			p.paid(c, auth, 2, 0)
		}},
		{"capture/partial", "A gateway whose Traits say so captures an authorization in several parts, up to the whole; others take less than the whole at most once.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 3)
			p.capture(c, "k-2", auth, 1)
			_, err := p.do(c, "capture", "k-3", auth, 2)
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
			_, err := p.do(c, "capture", "k-2", auth, 4)
			c.declined(err, "capturing 4 of 3 units")
			p.paid(c, auth, 0, 0)
			won := c.contest(callers, func(i int) error {
				_, err := p.do(c, "capture", fmt.Sprint("c-", i), auth, 3)
				return err
			})
			if won != 1 {
				c.broken("of %d captures of the whole at the same time %d were done", callers, won)
			}
			p.paid(c, auth, 3, 0)
		}},
		{"capture/unknown", "Capturing a reference that does not exist is a Decline.", func(c *check, p Payments) {
			_, err := p.do(c, "capture", "k-1", "no-such-reference", 1)
			c.declined(err, "capturing an unknown authorization")
		}},
		{"capture/charged", "What was charged at once cannot be captured again by its reference, and a void leaves it alone.", func(c *check, p Payments) {
			ref := p.charge(c, "k-1", 2)
			_, err := p.do(c, "capture", "k-2", ref, 2)
			c.declined(err, "capturing a charge")
			p.paid(c, ref, 2, 0)
			if _, ok := p.Gateway.(order.Authorizer); ok {
				_, err = p.do(c, "void", "k-3", ref, 2)
				c.harmless(err, "voiding a charge")
			}
			p.paid(c, ref, 2, 0)
		}},
		{"authorize/life", "An authorization can be captured until just before the life that the Traits declare is over; afterwards a capture is done or a Decline, and the money says the same.", func(c *check, p Payments) {
			life := p.Gateway.Traits().AuthLife
			p.needsLife(c)
			kept, ended := p.authorize(c, "k-1", 2), p.authorize(c, "k-2", 2)
			p.Pass(life - margin(life))
			p.capture(c, "k-3", kept, 2)
			p.paid(c, kept, 2, 0)
			p.Pass(2 * margin(life))
			_, err := p.do(c, "capture", "k-4", ended, 2)
			if c.harmless(err, "capturing an authorization that has ended"); err == nil {
				p.paid(c, ended, 2, 0)
			} else {
				p.paid(c, ended, 0, 0)
			}
		}},
	}
}

// needsLife skips the clause where authorizations end at no known time.
func (p *Payments) needsLife(c *check) {
	p.needsAuthorizer(c)
	if p.Gateway.Traits().AuthLife == 0 {
		c.skip("the gateway does not say how long an authorization lives")
	}
	if p.Pass == nil {
		c.skip("the provider's clock cannot be moved")
	}
}

func voidClauses() []clause[Payments] {
	return []clause[Payments]{
		{"void/whole", "After an authorization was voided it cannot be captured.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 3)
			p.void(c, "k-2", auth, 3)
			_, err := p.do(c, "capture", "k-3", auth, 1)
			c.declined(err, "capturing what was voided")
			p.paid(c, auth, 0, 0)
		}},
		{"void/part", "A gateway whose Traits say so gives up exactly the part of an authorization that is voided, and the rest can be captured.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 5)
			if !p.Gateway.Traits().PartialVoid {
				c.skip("the gateway voids only the whole")
			}
			p.void(c, "k-2", auth, 2)
			_, err := p.do(c, "capture", "k-3", auth, 4)
			c.declined(err, "capturing 4 of 5 units of which 2 were voided")
			p.capture(c, "k-4", auth, 3)
			p.paid(c, auth, 3, 0)
		}},
		{"void/rest", "Voiding what is left after a capture leaves what was captured, which can be refunded; no more can be captured.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 5)
			p.capture(c, "k-2", auth, 2)
			if p.Gateway.Traits().PartialCapture { // others gave the rest up with the capture
				p.void(c, "k-3", auth, 3)
			}
			_, err := p.do(c, "capture", "k-4", auth, 1)
			c.declined(err, "capturing after the rest was given up")
			p.paid(c, auth, 2, 0)
			p.refund(c, "k-5", auth, 2)
			p.paid(c, auth, 2, 2)
		}},
		{"void/same_key", "A void is made once per key.", func(c *check, p Payments) {
			p.needsKeys(c)
			auth := p.authorize(c, "k-1", 9)
			c.keyed("voiding", func() (order.Receipt, error) { return p.do(c, "void", "k-2", auth, 4) })
			if p.Gateway.Traits().PartialVoid {
				p.capture(c, "k-3", auth, 5)
				p.paid(c, auth, 5, 0)
			}
		}},
		{"void/captured", "A void leaves alone what was captured: it gives up the rest, or is a Decline.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 3)
			p.capture(c, "k-2", auth, 3)
			_, err := p.do(c, "void", "k-3", auth, 3)
			c.harmless(err, "voiding what was captured")
			p.paid(c, auth, 3, 0)
		}},
		{"void/own_payment", "A void gives up the authorization that it names, and no other of the order.", func(c *check, p Payments) {
			a, b := p.authorize(c, "k-1", 3), p.authorize(c, "k-2", 3)
			p.void(c, "k-3", a, 3)
			p.capture(c, "k-4", b, 3)
			p.paid(c, b, 3, 0)
		}},
		{"void/unknown", "Voiding a reference that does not exist is a Decline.", func(c *check, p Payments) {
			p.needsAuthorizer(c)
			_, err := p.do(c, "void", "k-1", "no-such-reference", 1)
			c.declined(err, "voiding an unknown authorization")
		}},
		{"void/ended", "Voiding an authorization whose life is over is done, or a Decline: there is nothing left that could be taken.", func(c *check, p Payments) {
			p.needsLife(c)
			life := p.Gateway.Traits().AuthLife
			auth := p.authorize(c, "k-1", 3)
			p.Pass(life + margin(life))
			_, err := p.do(c, "void", "k-2", auth, 3)
			c.harmless(err, "voiding an authorization that has ended")
			p.paid(c, auth, 0, 0)
		}},
		{"race/capture_void", "Of captures and voids of one whole authorization at the same time at most one capture is done, the money says whether, and nothing can be captured afterwards.", func(c *check, p Payments) {
			auth := p.authorize(c, "k-1", 3)
			captured := make([]bool, callers)
			won := c.contest(callers, func(i int) error {
				op := []string{"void", "capture"}[i%2]
				_, err := p.do(c, op, fmt.Sprint("c-", i), auth, 3)
				captured[i] = err == nil && op == "capture"
				return err
			})
			taken := int64(0)
			for _, ok := range captured {
				if ok {
					taken += 3
				}
			}
			if won == 0 || taken > 3 {
				c.broken("of %d captures and voids of the whole at the same time %d were done, %d of them captures", callers, won, taken/3)
			}
			p.paid(c, auth, taken, 0)
			_, err := p.do(c, "capture", "k-2", auth, 3)
			c.declined(err, "capturing afterwards")
		}},
	}
}
