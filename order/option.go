package order

import "github.com/orderkit/orderkit/fsm"

// Option refines one call of the engine's door.
type Option struct {
	key    string
	actor  Actor
	expect int64
	plan   string
	why    string
}

// Key names the request, so that repeating it does nothing twice: the recorded
// answer comes back for as long as the order lives. Give one to everything that
// a network or a person may send twice. At most 200 bytes.
func Key(key string) Option { return Option{key: key} }

// By says who asks. Without it the call has the rights of the system, which may do
// almost everything: pass By for whatever comes from a person.
func By(role fsm.Role, id string) Option { return Option{actor: Actor{Role: role, ID: id}} }

// Expect refuses the action with Conflict unless the order is at this version.
func Expect(version int64) Option { return Option{expect: version} }

// Exactly confirms a plan: the action does what the plan says, to the cent, or
// fails with Conflict.
func Exactly(p Plan) Option {
	if p.Hash == "" {
		return Option{plan: "no plan"} // an overlooked error of Plan confirms nothing
	}
	return Option{plan: p.Hash}
}

// Why records a reason in the history. No personal data.
func Why(reason string) Option { return Option{why: reason} }

func options(list []Option) Option {
	var o Option
	for _, x := range list {
		if x.key != "" {
			o.key = x.key
		}
		if x.actor != (Actor{}) {
			o.actor = x.actor
		}
		if x.expect != 0 {
			o.expect = x.expect
		}
		if x.plan != "" {
			o.plan = x.plan
		}
		if x.why != "" {
			o.why = x.why
		}
	}
	if o.actor.Role == "" {
		o.actor.Role = fsm.System
	}
	return o
}

func (o *Option) check() faults {
	var f faults
	f.id("key", o.key, false)
	f.id("actor", o.actor.ID, false)
	o.why = short("why", o.why, &f)
	switch o.actor.Role {
	case fsm.Customer, fsm.Staff, fsm.System, fsm.Webhook:
	default:
		f.add("actor", "role", "there is no role %q", o.actor.Role)
	}
	return f
}
