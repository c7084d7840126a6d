package fsm

// Verb is a built-in step: what it does to what a piece holds, and what undoes
// it.
type Verb struct {
	Name    string
	Effect  Effect
	Adds    Held
	Drops   Held
	Inverse string // "" = cannot be undone
	// Asks: the other side may say no for good (no money, no stock, no such
	// address). Verbs that only give back are retried until they are done.
	Asks bool
}

// Verbs returns every built-in verb. The slice is the caller's own.
func Verbs() []Verb {
	var all []Verb
	for _, name := range []string{
		"authorize", "capture", "void", "refund",
		"reserve", "release", "commit", "restock",
		"redeem", "giveback", "accrue", "reverse",
		"book", "unbook", "label", "unlabel",
	} {
		v, _ := VerbOf(name)
		all = append(all, v)
	}
	return all
}

// VerbOf returns the built-in verb of that name. It allocates nothing.
func VerbOf(name string) (Verb, bool) {
	switch name {
	case "authorize":
		return Verb{Name: name, Effect: Money, Adds: Promised, Inverse: "void", Asks: true}, true
	case "capture":
		return Verb{Name: name, Effect: Money, Adds: Taken, Drops: Promised, Inverse: "refund", Asks: true}, true
	case "void":
		return Verb{Name: name, Effect: Money, Drops: Promised}, true
	case "refund":
		return Verb{Name: name, Effect: Money, Drops: Taken | Promised}, true
	case "reserve":
		return Verb{Name: name, Effect: Stock, Adds: Reserved, Inverse: "release", Asks: true}, true
	case "release":
		return Verb{Name: name, Effect: Stock, Drops: Reserved, Inverse: "reserve"}, true
	case "commit":
		return Verb{Name: name, Effect: Stock, Drops: Reserved, Inverse: "restock"}, true
	case "restock":
		return Verb{Name: name, Effect: Stock}, true
	case "redeem":
		return Verb{Name: name, Effect: Promotion, Adds: Redeemed, Inverse: "giveback", Asks: true}, true
	case "giveback":
		return Verb{Name: name, Effect: Promotion, Drops: Redeemed, Inverse: "redeem"}, true
	case "accrue":
		return Verb{Name: name, Effect: Points, Adds: Accrued, Inverse: "reverse"}, true
	case "reverse":
		return Verb{Name: name, Effect: Points, Drops: Accrued, Inverse: "accrue"}, true
	case "book":
		return Verb{Name: name, Effect: Logistics, Adds: Sent, Inverse: "unbook", Asks: true}, true
	case "unbook":
		return Verb{Name: name, Effect: Logistics, Drops: Sent}, true
	case "label":
		return Verb{Name: name, Effect: Logistics, Inverse: "unlabel", Asks: true}, true
	case "unlabel":
		return Verb{Name: name, Effect: Logistics}, true
	}
	return Verb{}, false
}
