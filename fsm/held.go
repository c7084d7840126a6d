package fsm

import (
	"fmt"
	"slices"
	"strings"
)

// Held is what one piece holds in the outside world: the obligations that must
// be settled before it may end. The zero value holds nothing.
type Held uint8

// The obligations.
const (
	Promised Held = 1 << iota // money authorized
	Taken                     // money captured
	Reserved                  // stock set aside
	Redeemed                  // a coupon used
	Accrued                   // points credited
	Sent                      // goods or access handed over
)

const heldEnd = 1 << 6 // one above the largest Held

func heldWords() [6]string {
	return [6]string{"promised", "taken", "reserved", "redeemed", "accrued", "sent"}
}

// Has reports whether h holds everything in all.
func (h Held) Has(all Held) bool { return h&all == all }

// After returns what a piece holds once the verb is done. Verbs are idempotent
// here; a name that is no verb changes nothing.
func (h Held) After(verb string) Held {
	v, _ := VerbOf(verb)
	return h&^v.Drops | v.Adds
}

// String returns the words in fixed order, separated by spaces: "taken sent";
// "" when nothing is held.
func (h Held) String() string {
	var words []string
	for i, w := range heldWords() {
		if h&(1<<i) != 0 {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// MarshalText writes h as String does; bits that mean nothing are an error.
func (h Held) MarshalText() ([]byte, error) {
	if h >= heldEnd {
		return nil, fmt.Errorf("fsm: held %#x has unknown bits", uint8(h))
	}
	return []byte(h.String()), nil
}

// UnmarshalText reads exactly what MarshalText writes: known words, each once,
// in their order, one space between.
func (h *Held) UnmarshalText(text []byte) error {
	var out Held
	words := heldWords()
	for _, w := range strings.Split(string(text), " ") {
		if i := slices.Index(words[:], w); i >= 0 {
			out |= 1 << i
		}
	}
	if out.String() != string(text) {
		return fmt.Errorf("fsm: %q is not what a piece can hold", text)
	}
	*h = out
	return nil
}
