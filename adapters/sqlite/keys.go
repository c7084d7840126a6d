package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/orderkit/orderkit/order"
)

// keys is everything that an order is listed by. The row of the order keeps it
// as last written, so that a commit touches only the indexes that change.
type keys struct {
	Channel  string      `json:"c,omitempty"`
	Number   string      `json:"n,omitempty"`
	Customer string      `json:"u,omitempty"`
	Placed   int64       `json:"p"`
	Stage    int         `json:"s,omitempty"`
	Marks    [4][]string `json:"m"` // phases, states, types, references
}

// The kinds of marks: their place in keys.Marks, plus one.
const (
	markPhase = iota + 1
	markState
	markType
	markRef
)

func keysOf(o *order.Order) keys {
	from := o.Keys()
	k := keys{Channel: asRead(o.Channel), Number: asRead(o.Number), Customer: asRead(o.Customer), Placed: nanos(o.Placed), Stage: from.Stage}
	for _, p := range from.Phases {
		k.Marks[markPhase-1] = append(k.Marks[markPhase-1], string(p))
	}
	k.Marks[markState-1], k.Marks[markType-1], k.Marks[markRef-1] = once(from.States), once(from.Types), once(from.Refs)
	return k
}

// asRead is a text as it comes back from stored JSON, which has U+FFFD for each byte
// that is not UTF-8. What an order is listed by is taken away by what its row says that
// it was, so it is listed by nothing else.
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

func readKeys(text string) (keys, error) {
	var k keys
	if err := json.Unmarshal([]byte(text), &k); err != nil {
		return k, fmt.Errorf("stored keys: %w", err)
	}
	return k, nil
}

// mark brings the order's marks from old to the new ones.
func (e *change) mark(w *writeStmts, n int64, old keys) error {
	ctx := context.Background()
	moved := old.Placed != e.keys.Placed
	for i := range e.keys.Marks {
		was, is := old.Marks[i], e.keys.Marks[i]
		for _, value := range was {
			if moved || !slices.Contains(is, value) {
				if _, err := w.unmark.ExecContext(ctx, i+1, value, old.Placed, e.id); err != nil {
					return fmt.Errorf("mark: %w", err)
				}
			}
		}
		for _, value := range is {
			if moved || !slices.Contains(was, value) {
				if _, err := w.mark.ExecContext(ctx, i+1, value, e.keys.Placed, e.id, n); err != nil {
					return fmt.Errorf("mark: %w", err)
				}
			}
		}
	}
	return nil
}
