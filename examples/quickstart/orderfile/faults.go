package orderfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orderkit/orderkit/order"
)

// faults is what is wrong with a file so far.
type faults struct {
	list []order.Fault
	at   map[string]bool // paths that have a fault
	more int             // faults beyond MaxFaults
	rank map[string]int  // of every path, as it comes in the file
}

func (f *faults) add(path, code, reason string, args ...any) {
	if path == "" {
		path = "the file"
	}
	if f.at == nil {
		f.at = map[string]bool{}
	}
	f.at[path] = true
	if len(f.list) >= MaxFaults {
		f.more++
		return
	}
	f.list = append(f.list, order.Fault{Path: path, Code: code, Reason: fmt.Sprintf(reason, args...)})
}

// err is all faults as one error, or nil.
func (f *faults) err() error {
	if len(f.list) == 0 {
		return nil
	}
	list := f.list
	slices.SortStableFunc(list, func(a, b order.Fault) int { return f.where(a.Path) - f.where(b.Path) })
	if f.more > 0 {
		list = append(list, order.Fault{Path: "the file", Code: "more", Reason: fmt.Sprintf("has %d further faults", f.more)})
	}
	return &order.Error{Kind: order.Invalid, Op: "read", Reason: "the order file is wrong", Faults: list}
}

// where is the rank of a path, or of what it is missing from.
func (f *faults) where(path string) int {
	for {
		if n, ok := f.rank[path]; ok {
			return n
		}
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			return 0
		}
		path = path[:i]
	}
}
