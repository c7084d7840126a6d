package fsm

import (
	"cmp"
	"slices"
	"strings"
)

// Fault is one reason why a definition, a Switch, or a meeting of workflows is
// refused.
type Fault struct {
	Code   string `json:"code"`            // one of the Code constants; stable
	Place  string `json:"place,omitempty"` // "transitions[3].steps[1]", "states[2].timer"
	Reason string `json:"reason"`          // for people
	// Path is the shortest way for a piece to meet the fault, as
	// "state -action-> state" hops from "new"; empty when the place says it all.
	Path []string `json:"path,omitempty"`
}

// Error returns place, reason, code and path on one line.
func (f Fault) Error() string {
	var b strings.Builder
	if f.Place != "" {
		b.WriteString(f.Place + ": ")
	}
	b.WriteString(f.Reason + " [" + f.Code + "]")
	if len(f.Path) > 0 {
		b.WriteString(" (" + strings.Join(f.Path, ", ") + ")")
	}
	return b.String()
}

// Faults is every fault at once, sorted by place. It is the only error type that
// this package's proofs and parsers return.
type Faults []Fault

// Error lists all faults, one a line.
func (fs Faults) Error() string {
	var b strings.Builder
	b.WriteString("fsm: refused:")
	for _, f := range fs {
		b.WriteString("\n\t" + f.Error())
	}
	return b.String()
}

// Has reports whether one of the faults has that code.
func (fs Faults) Has(code string) bool {
	return slices.ContainsFunc(fs, func(f Fault) bool { return f.Code == code })
}

func (fs *Faults) add(code, place, reason string, path ...string) {
	*fs = append(*fs, Fault{Code: code, Place: place, Reason: reason, Path: path})
}

// sorted returns nil for no faults, so that the error of Compile is nil then.
func (fs Faults) sorted() error {
	if len(fs) == 0 {
		return nil
	}
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(comparePlaces(a.Place, b.Place), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Reason, b.Reason))
	})
	return fs
}

// comparePlaces orders states[2] before states[10]: a longer number is larger.
func comparePlaces(a, b string) int {
	for a != "" && b != "" {
		na, nb := digits(a), digits(b)
		if na > 0 && nb > 0 {
			if c := cmp.Or(cmp.Compare(na, nb), cmp.Compare(a[:na], b[:nb])); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
