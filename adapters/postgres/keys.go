package postgres

import (
	"slices"
	"strings"

	"github.com/orderkit/orderkit/order"
)

// keys is everything that an order is listed by.
type keys struct {
	channel, number, customer string
	placed                    int64
	stage                     int32
	marks                     []mark // sorted
}

// mark is something that an order is listed by: a letter and a value, and the phase
// beside it. Every phase of the order stands beside one mark.
type mark struct{ text, phase string }

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
		marks: make([]mark, 0, max(len(from.States), len(from.Phases))+len(from.Types)+len(from.Refs))}
	add := func(letter, value string) {
		if value != "" {
			k.marks = append(k.marks, mark{text: marked(letter, value)})
		}
	}
	for _, v := range from.States {
		add(markState, v)
	}
	beside := 0
	for _, p := range from.Phases {
		if p == "" {
			continue
		}
		if beside == len(k.marks) {
			add(markPhase, string(p))
		}
		k.marks[beside].phase = column(string(p))
		beside++
	}
	for _, v := range from.Types {
		add(markType, v)
	}
	for _, v := range from.Refs {
		add(markRef, v)
	}
	slices.SortFunc(k.marks, mark.compare)
	return k
}

func (m mark) compare(other mark) int { return strings.Compare(m.text, other.text) }

// marked is a letter and a value.
func marked(letter, value string) string { return letter + column(value) }

// relisted reports whether the row of the order changes with the keys.
func (k *keys) relisted(old *keys) bool {
	return k.channel != old.channel || k.number != old.number || k.customer != old.customer ||
		k.placed != old.placed || k.stage != old.stage
}

// without returns the marks of k that other does not have.
func (k *keys) without(other *keys) []mark {
	var out []mark
	for _, m := range k.marks {
		if i, has := slices.BinarySearchFunc(other.marks, m, mark.compare); !has || other.marks[i] != m {
			out = append(out, m)
		}
	}
	return out
}
