package postgres

import (
	"slices"
	"strings"
	"unicode/utf8"

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
	from.States, from.Types, from.Refs = once(from.States), once(from.Types), once(from.Refs)
	k := keys{channel: listed(o.Channel), number: listed(o.Number), customer: listed(o.Customer),
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
func marked(letter, value string) string { return letter + listed(value) }

// listed is the column of what an order is listed by.
func listed(text string) string { return column(asRead(text)) }

// asRead is a text as it comes back from stored JSON, which has U+FFFD for each byte
// that is not UTF-8. Who loaded an order knows no other, and could not take away what
// it was listed by under another.
func asRead(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return string([]rune(text))
}

// once are sorted texts as they are read, each once.
func once(texts []string) []string {
	if !slices.ContainsFunc(texts, invalid) {
		return texts
	}
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = asRead(text)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func invalid(text string) bool { return !utf8.ValidString(text) }

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
