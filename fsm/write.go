package fsm

import (
	"bytes"
	"encoding/json"
)

// JSON returns the definition as indented JSON that Parse reads back to an
// equal value, with lists without elements as nil. What Compile would refuse
// as text is not kept.
func (d Definition) JSON() []byte {
	var b bytes.Buffer
	if err := json.Indent(&b, d.compact(), "", "  "); err != nil {
		return nil // unreachable: compact is JSON
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// compact is the canonical form, which the hash is taken of.
func (d Definition) compact() []byte {
	d = d.clone()
	if d.States == nil {
		d.States = []State{}
	}
	if d.Transitions == nil {
		d.Transitions = []Transition{}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(d); err != nil {
		return nil // unreachable: every field can be written
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
