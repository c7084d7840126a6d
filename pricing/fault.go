package pricing

import (
	"fmt"
	"strings"
)

// Fault is one thing wrong with a cart or a quote. Code is stable and one of the Fault
// constants, Path says where ("lines[2].unit"), Reason is for people.
type Fault struct {
	Code   string `json:"code"`
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// The codes of faults.
const (
	FaultRequired  = "required"  // a field that must be set is empty
	FaultUnknown   = "unknown"   // a value that is not one of the known ones
	FaultRange     = "range"     // a number below or above what is allowed
	FaultPrecision = "precision" // a number with more digits than are allowed
	FaultDuplicate = "duplicate" // an id that was used before
	FaultConflict  = "conflict"  // two fields that contradict each other
	FaultCurrency  = "currency"  // an amount in another currency than the cart
	FaultOverflow  = "overflow"  // an amount beyond what an Amount holds
	FaultSum       = "sum"       // amounts of a quote that do not add up
	FaultSign      = "sign"      // an amount of a quote with the wrong sign
	FaultTax       = "tax"       // a tax of a quote that its rate does not give
)

// Faults are all the faults of one cart or quote, in the order of its fields.
// Calculate and Check return them as their error; errors.As finds them.
type Faults []Fault

// Error names the first ten faults and how many more there are.
func (f Faults) Error() string {
	var b strings.Builder
	b.WriteString("pricing: ")
	for i, one := range f {
		if i == 10 {
			fmt.Fprintf(&b, "; and %d more", len(f)-i)
			break
		}
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(one.Path + ": " + one.Reason)
	}
	return b.String()
}
