package documents

import (
	"fmt"
	"strings"
)

// The codes of faults. They are stable.
const (
	// FaultRequired: something that the document must show is missing.
	FaultRequired = "required"
	// FaultUnknown: a line, shipment, language or word that nobody knows.
	FaultUnknown = "unknown"
	// FaultInvalid: a value that cannot be, such as a wrong check digit.
	FaultInvalid = "invalid"
	// FaultMismatch: two things that do not belong together, such as a credit note
	// that is to be printed as an invoice.
	FaultMismatch = "mismatch"
	// FaultNoRate: a rate to XDR is needed to say which customs form it is.
	FaultNoRate = "no_rate"
	// FaultTooLong: a text that does not fit even in the smallest letters. Nothing
	// is cut: somebody has to shorten it who knows what matters in it.
	FaultTooLong = "too_long"
)

// Fault is one thing that keeps a document from being printed. Code is stable
// and one of the Fault constants, Path says where ("document.items[2].line"),
// Reason is for people.
type Fault struct {
	Code   string `json:"code"`
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Faults are all the faults of one document or Config. Every function here that
// checks its input returns them as its error; errors.As finds them.
type Faults []Fault

// Error names the first ten faults and how many more there are.
func (f Faults) Error() string {
	var b strings.Builder
	b.WriteString("documents: ")
	for i, fault := range f {
		if i == 10 {
			fmt.Fprintf(&b, "; and %d more", len(f)-i)
			break
		}
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s: %s (%s)", fault.Path, fault.Reason, fault.Code)
	}
	return b.String()
}

func (f *Faults) add(code, path, format string, args ...any) {
	*f = append(*f, Fault{code, path, fmt.Sprintf(format, args...)})
}

// err is the faults as an error, nil if there are none.
func (f Faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
