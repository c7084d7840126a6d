package cartfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// MaxBytes is the largest file that is read, and MaxDepth how deep its values
// may lie in each other.
const (
	MaxBytes = 8 << 20
	MaxDepth = 16
)

// node is one value of a JSON text that keeps what maps and structs lose.
type node struct {
	kind  string // "an object", "an array" or "a value"
	keys  []string
	items []*node
	raw   json.RawMessage // of a value
}

// tree parses a text.
func tree(text []byte) (*node, error) {
	if len(text) > MaxBytes {
		return nil, fmt.Errorf("is longer than %d bytes", MaxBytes)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	n, err := value(d, MaxDepth)
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, fmt.Errorf("is not JSON at byte %d: %w", d.InputOffset(), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("goes on after its end at byte %d", d.InputOffset())
	}
	return n, nil
}

func value(d *json.Decoder, depth int) (*node, error) {
	if depth == 0 {
		return nil, fmt.Errorf("values lie more than %d deep", MaxDepth)
	}
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	n := &node{kind: "a value"}
	switch t {
	case json.Delim('{'):
		n.kind = "an object"
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			item, err := value(d, depth-1)
			if err != nil {
				return nil, err
			}
			n.keys, n.items = append(n.keys, key.(string)), append(n.items, item)
		}
		_, err = d.Token()
	case json.Delim('['):
		n.kind = "an array"
		for d.More() {
			item, err := value(d, depth-1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
		_, err = d.Token()
	default:
		n.raw, err = json.Marshal(t)
	}
	return n, err
}
