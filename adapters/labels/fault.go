package labels

import (
	"fmt"
	"strings"
)

// Fault is one reason why a label cannot be printed as it is. Codes and paths
// are stable; Reason is for people and may change between versions.
type Fault struct {
	// Path names the field: "to", "from.name", "tracking", "references[1]".
	Path string `json:"path"`
	// Code is one of the Code constants.
	Code string `json:"code"`
	// Reason says in English what is wrong.
	Reason string `json:"reason"`
}

// The codes of faults.
const (
	// CodeRequired: the field is empty, and no label goes without it.
	CodeRequired = "required"
	// CodeNoGlyph: no font has a character of the text, or its font cannot draw
	// it in its place. The characters and their scripts are named.
	CodeNoGlyph = "no_glyph"
	// CodeControl: the text holds a control character or a broken one, which
	// i18n.Clean removes at the door.
	CodeControl = "control"
	// CodeTooLong: the text does not fit its place in the smallest size.
	CodeTooLong = "too_long"
	// CodeCheckDigit: the number's check digit is not the one its standard asks for.
	CodeCheckDigit = "check_digit"
	// CodeBarcode: the content is none of the barcode's kind, or too much of it.
	CodeBarcode = "barcode"
	// CodeAmount: the amount is below zero, or none at all.
	CodeAmount = "amount"
	// CodeWeight: the weight is below zero.
	CodeWeight = "weight"
)

// Faults are all faults of a label at once. errors.As finds them in what the
// methods of Press return.
type Faults []Fault

// Error implements error.
func (f Faults) Error() string {
	var b strings.Builder
	b.WriteString("labels: ")
	for i, fault := range f {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s: %s", fault.Path, fault.Reason)
	}
	return b.String()
}

// add notes a fault.
func (f *Faults) add(path, code, reason string, args ...any) {
	*f = append(*f, Fault{path, code, fmt.Sprintf(reason, args...)})
}

// orNil is the error of a label: nil if there are no faults.
func (f Faults) orNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
