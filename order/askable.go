package order

import (
	"maps"
	"slices"
)

// askable checks that gateways and carriers which promise that they can be asked
// have the method for it: found out at the first lost answer, it would leave every
// such call to a person.
func (e *Engine) askable(f *faults) {
	for _, name := range slices.Sorted(maps.Keys(e.cfg.Gateways)) {
		if p := e.cfg.Gateways[name]; p != nil {
			checkLookup(f, "Gateways["+quoted(name)+"]", p.Traits, can[PaymentLookup](p))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.cfg.Carriers)) {
		if p := e.cfg.Carriers[name]; p != nil {
			checkLookup(f, "Carriers["+quoted(name)+"]", p.Traits, can[CarrierLookup](p))
		}
	}
}

func checkLookup(f *faults, path string, traits func() Traits, can bool) {
	var t Traits
	if err := guarded("Traits", func() error { t = traits(); return nil }); err != nil {
		f.add(path, "traits", "%v", err)
		return
	}
	switch t.Lookup {
	case LookupNone, LookupEventual, LookupStrong:
	default:
		f.add(path, "lookup", "there is no kind of lookup %q", t.Lookup)
		return
	}
	if t.Lookup != LookupNone && !can {
		f.add(path, "lookup", "Traits promises the lookup %q, and there is no method Lookup", t.Lookup)
	}
}

func can[T any](port any) bool {
	_, ok := port.(T)
	return ok
}
