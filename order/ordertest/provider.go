package ordertest

import (
	"errors"
	"time"

	"github.com/orderkit/orderkit/order"
)

// longest is how long a key that lives for ever is tried: longer than any order.
const longest = 400 * 24 * time.Hour

// alikeKeys are keys as the engine makes them, of several orders, actions and
// steps. They differ only far behind, or only in case: a port that cuts keys off,
// or whose database ignores case, takes them for one.
func alikeKeys() []string {
	const uuid = "0190163d-8694-739b-aea5-966c26f8ad91"
	return []string{uuid + "/1/1", uuid + "/1/11", uuid + "/11/1", uuid + "/1/1/1", uuid + "/12/1", "kA/1/1", "ka/1/1", "Ka/1/1"}
}

// apart makes one effect under each of the alike keys and ends the clause unless
// each is done and, where the port names effects, named differently.
func (c *check) apart(what string, call func(key string) (order.Receipt, error)) {
	seen := make(map[string]string)
	for _, key := range alikeKeys() {
		r, err := call(key)
		c.done(err, "%s under the key %q", what, key)
		if other, ok := seen[r.Ref]; ok && r.Ref != "" {
			c.broken("%s under the keys %q and %q got the same reference %q", what, other, key, r.Ref)
		}
		seen[r.Ref] = key
	}
}

// lasts ends the clause unless the key is honoured until just before its life is
// over: the call is then done again with the first reference.
func (c *check) lasts(p Provider, life time.Duration, what string, call func() (order.Receipt, error)) {
	if p.Pass == nil {
		c.skip("the provider's clock cannot be moved")
	}
	first, err := call()
	c.done(err, "%s", what)
	life = min(life, longest)
	p.Pass(life - margin(life))
	again, err := call()
	c.done(err, "%s once more after %v", what, life-margin(life))
	if again.Ref != first.Ref {
		c.broken("%s got the reference %q, and %v later with the same key %q", what, first.Ref, life-margin(life), again.Ref)
	}
}

// margin is how far from the end of a life the suites look, as calls take time.
func margin(life time.Duration) time.Duration { return min(life/10, time.Minute) }

// down runs f while the provider cannot be reached, or skips the clause.
func (c *check) down(p Provider, f func()) {
	if p.Down == nil {
		c.skip("the provider cannot be made unreachable")
	}
	p.Down(true)
	defer p.Down(false)
	f()
}

// undecided ends the clause if a call that cannot have reached anybody claims to
// know more than that.
func (c *check) undecided(err error, doing string) {
	if o := outcome(err); o == order.OutcomeDone || o == order.OutcomeRefused {
		c.broken("%s while the provider cannot be reached: the answer is %s, %v", doing, o, err)
	}
}

// survives ends the clause unless a call that did not get through while the
// provider was down is answered neither with done nor with a final no, and is
// done once, under the same key, when the provider is back.
func (c *check) survives(p Provider, what string, call func() (order.Receipt, error)) string {
	c.down(p, func() {
		_, err := call()
		c.undecided(err, what)
	})
	return c.keyed(what+" when the provider is back,", call)
}

// lost ends the clause unless a call whose answer got lost on the way back is not
// taken for one that surely did not happen. An adapter that asks again by itself
// may say done.
func (c *check) lost(p Provider, what string, call func() (order.Receipt, error)) {
	if p.Lose == nil {
		c.skip("the provider cannot be made to lose an answer")
	}
	p.Lose()
	_, err := call()
	if o := outcome(err); o == order.OutcomeTemporary || o == order.OutcomeRefused || o == order.OutcomeWaiting {
		c.broken("%s, done, but its answer got lost: the answer is %s, %v", what, o, err)
	}
}

// silent ends the clause if a lookup that could not be made claims to know that
// there is nothing, or what it came to.
func (c *check) silent(err error, doing string) {
	if errors.Is(err, order.ErrNotFound) || outcome(err) == order.OutcomeRefused {
		c.broken("%s: the answer is %v, as if the provider had been asked", doing, err)
	}
}

// traits ends the clause unless what a port promises can be true.
func (c *check) traits(t, again order.Traits, canLookUp, canAuthorize bool) {
	switch {
	case t != again:
		c.broken("asked twice, the traits are %+v and %+v", t, again)
	case t.KeyLife < 0 || t.AuthLife < 0:
		c.broken("the traits %+v have a negative life", t)
	case t.Lookup != order.LookupNone && t.Lookup != order.LookupEventual && t.Lookup != order.LookupStrong:
		c.broken("the lookup %q is none of those that there are", t.Lookup)
	case t.Lookup != order.LookupNone && !canLookUp:
		c.broken("the traits promise a lookup that is %s, and there is no method Lookup", t.Lookup)
	case (t.PartialCapture || t.PartialVoid || t.AuthLife > 0) && !canAuthorize:
		c.broken("the traits %+v speak of authorizations, and there are no methods Authorize and Void", t)
	}
}
