package postgres

import (
	"slices"

	"github.com/orderkit/orderkit/order"
)

// keys is everything that an order is listed by.
type keys struct {
	channel, number, customer string
	placed                    int64
	stage                     int32
	marks                     []string // sorted
}

// The letters of marks.
const (
	markPhase = "p"
	markState = "s"
	markType  = "t"
	markRef   = "r"
)

func keysOf(o *order.Order) keys {
	from := o.Keys()
	k := keys{channel: column(o.Channel), number: column(o.Number), customer: column(o.Customer),
		placed: nanos(o.Placed), stage: int32(from.Stage),
		marks: make([]string, 0, len(from.Phases)+len(from.States)+len(from.Types)+len(from.Refs))}
	add := func(letter, value string) {
		if value != "" {
			k.marks = append(k.marks, mark(letter, value))
		}
	}
	for _, p := range from.Phases {
		add(markPhase, string(p))
	}
	for _, v := range from.States {
		add(markState, v)
	}
	for _, v := range from.Types {
		add(markType, v)
	}
	for _, v := range from.Refs {
		add(markRef, v)
	}
	slices.Sort(k.marks)
	k.marks = slices.Compact(k.marks)
	return k
}

// relisted reports whether the row of the order changes with the keys.
func (k *keys) relisted(old *keys) bool {
	return k.channel != old.channel || k.number != old.number || k.customer != old.customer ||
		k.placed != old.placed || k.stage != old.stage
}

// without returns the marks of k that other does not have.
func (k *keys) without(other *keys) []string {
	var out []string
	for _, m := range k.marks {
		if _, has := slices.BinarySearch(other.marks, m); !has {
			out = append(out, m)
		}
	}
	return out
}
