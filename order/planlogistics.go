package order

import (
	"slices"

	"github.com/orderkit/orderkit/fsm"
)

func (p *planner) carrier(using string) (Carrier, error) {
	c := p.w.e.cfg.Carriers[using]
	if c == nil {
		return nil, fail(Invalid, p.s.name, p.w.o.ID, "", "Config.Carriers has none named "+quoted(using))
	}
	return c, nil
}

func quoted(name string) string { return `"` + name + `"` }

func (p *planner) book(st *fsm.Step, us []Units) error {
	if len(us) == 0 {
		return nil
	}
	if _, err := p.carrier(st.Using); err != nil {
		return err
	}
	if st.Using == "" && !p.w.o.Addressed {
		return fail(Refused, p.s.name, p.w.o.ID, CodeNoAddress, "the order has no delivery address; readdress it first")
	}
	worth, err := p.worth(us)
	if err != nil {
		return err
	}
	id := p.shipmentID()
	p.sim.Shipments = append(p.sim.Shipments, Shipment{ID: id, Carrier: st.Using, Units: us})
	p.call(st, Call{Op: "book", Shipment: id, Units: us, Amount: worth})
	return nil
}

// shipmentID is the next one; two actions under way never share it.
func (p *planner) shipmentID() string {
	p.s.ships++
	return "s" + itoa(p.w.o.LastShipment+p.s.ships)
}

// unbook takes back every booking that holds some of the units.
func (p *planner) unbook(st *fsm.Step, us []Units) error {
	if len(us) == 0 {
		return nil
	}
	if _, err := p.carrier(st.Using); err != nil {
		return err
	}
	for i := range p.sim.Shipments {
		s := &p.sim.Shipments[i]
		if s.Cancelled || s.Return || s.Carrier != st.Using {
			continue
		}
		if part := common(s.Units, us); len(part) > 0 {
			p.call(st, Call{Op: "unbook", Shipment: s.ID, Units: part})
		}
	}
	return nil
}

// label asks for a return label, if the carrier makes any.
func (p *planner) label(st *fsm.Step, us []Units) error {
	c := p.w.e.cfg.Carriers[st.Using]
	if _, ok := c.(Returner); !ok || len(us) == 0 {
		return nil
	}
	id := p.shipmentID()
	p.sim.Shipments = append(p.sim.Shipments, Shipment{ID: id, Carrier: st.Using, Units: us, Return: true})
	p.call(st, Call{Op: "label", Shipment: id, Units: us})
	return nil
}

// common returns the units that are in both lists.
func common(a, b []Units) []Units {
	var out []Units
	of := byLine(b)
	for _, x := range a {
		for _, y := range of[x.Line] {
			if lo, n := overlap(x.First, x.Count, y); n > 0 {
				out = append(out, Units{x.Line, lo, n})
			}
		}
	}
	slices.SortFunc(out, func(x, y Units) int {
		if x.Line != y.Line {
			if x.Line < y.Line {
				return -1
			}
			return 1
		}
		return int(x.First - y.First)
	})
	return slices.Compact(out)
}
