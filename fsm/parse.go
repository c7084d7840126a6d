package fsm

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"
)

// Parse reads a definition from JSON and takes nothing on trust that
// encoding/json would: unknown keys, keys in another case, keys given twice,
// null, text after the end, invalid UTF-8 and characters lost before (U+FFFD)
// are faults, each with its place. The error is nil or Faults with CodeJSON.
// Whether the definition makes sense is left to Compile.
func Parse(text []byte) (Definition, error) {
	d, err := parse[Definition](text)
	return d.clone(), err
}

// ParseSwitch reads a Switch from JSON as Parse does a definition. Whether it
// leads anywhere is left to Check.
func ParseSwitch(text []byte) (Switch, error) {
	s, err := parse[Switch](text)
	return s.clone(), err
}

// parse reads one value; what it returns beside an error is zero.
func parse[T any](text []byte) (v T, err error) {
	r := &reader{dec: json.NewDecoder(bytes.NewReader(text))}
	r.dec.UseNumber()
	if at := invalidUTF8(text); at >= 0 {
		r.fault("", fmt.Sprintf("byte %d is not UTF-8", at))
		return v, r.faults.sorted()
	}
	if r.value("", reflect.TypeFor[T]()) {
		if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
			r.fault("", fmt.Sprintf("more text after the end, at byte %d", r.dec.InputOffset()))
		}
	}
	if len(r.faults) > 0 {
		return v, r.faults.sorted()
	}
	var read T
	if err := json.Unmarshal(text, &read); err != nil {
		r.fault("", err.Error())
		return v, r.faults.sorted()
	}
	return read, nil
}

func invalidUTF8(text []byte) int {
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && n == 1 {
			return at
		}
		at += n
	}
	return -1
}

// reader walks JSON beside the Go type that it is meant for.
type reader struct {
	dec    *json.Decoder
	faults Faults
}

func (r *reader) fault(place, reason string) { r.faults.add(CodeJSON, place, reason) }

// value reads one value and reports whether the text can be read further.
func (r *reader) value(place string, want reflect.Type) bool {
	tok, err := r.dec.Token()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		r.fault(place, fmt.Sprintf("not JSON at byte %d: %v", r.dec.InputOffset(), err))
		return false
	}
	if want.Kind() == reflect.Pointer {
		want = want.Elem()
	}
	switch {
	case tok == json.Delim('{') && want.Kind() == reflect.Struct:
		return r.object(place, want)
	case tok == json.Delim('[') && want.Kind() == reflect.Slice:
		return r.list(place, want)
	}
	if reason := scalar(tok, want); reason != "" {
		r.fault(place, reason)
		_, opened := tok.(json.Delim)
		return !opened // a value of another shape: what follows has no place
	}
	return true
}

func (r *reader) object(place string, want reflect.Type) bool {
	seen := map[string]bool{}
	for r.dec.More() {
		tok, err := r.dec.Token()
		key, ok := tok.(string)
		if err != nil || !ok {
			r.fault(place, fmt.Sprintf("not JSON at byte %d: a key is missing", r.dec.InputOffset()))
			return false
		}
		where := strings.TrimPrefix(place+"."+key, ".")
		if folded := strings.ToLower(key); seen[folded] {
			r.fault(where, "key given twice")
		} else {
			seen[folded] = true
		}
		field, known := fieldOf(want, key)
		if !known {
			r.fault(where, "unknown key")
			var skipped json.RawMessage
			if r.dec.Decode(&skipped) != nil {
				r.fault(where, fmt.Sprintf("not JSON at byte %d", r.dec.InputOffset()))
				return false
			}
			continue
		}
		if !r.value(where, field) {
			return false
		}
	}
	return r.end(place)
}

func (r *reader) list(place string, want reflect.Type) bool {
	for i := 0; r.dec.More(); i++ {
		if !r.value(fmt.Sprintf("%s[%d]", place, i), want.Elem()) {
			return false
		}
	}
	return r.end(place)
}

func (r *reader) end(place string) bool {
	if _, err := r.dec.Token(); err != nil {
		r.fault(place, fmt.Sprintf("not JSON at byte %d: %v", r.dec.InputOffset(), err))
		return false
	}
	return true
}

// fieldOf finds the field that a key names exactly; encoding/json alone would
// accept any case.
func fieldOf(t reflect.Type, key string) (reflect.Type, bool) {
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == key {
			return t.Field(i).Type, true
		}
	}
	return nil, false
}

// scalar says what is wrong with a single value, or "".
func scalar(tok json.Token, want reflect.Type) string {
	switch v := tok.(type) {
	case string:
		if strings.ContainsRune(v, utf8.RuneError) {
			return "text holds a character that was lost (U+FFFD)"
		}
		if want == reflect.TypeFor[Duration]() {
			var d Duration
			if err := d.UnmarshalText([]byte(v)); err != nil {
				return err.Error()
			}
			return ""
		}
		if want.Kind() == reflect.String {
			return ""
		}
	case json.Number:
		if want.Kind() == reflect.Int {
			if n, err := v.Int64(); err != nil || int64(int32(n)) != n {
				return fmt.Sprintf("%s is no whole number of sensible size", v)
			}
			return ""
		}
	case bool:
		if want.Kind() == reflect.Bool {
			return ""
		}
	}
	return "expected " + described(want)
}

func described(want reflect.Type) string {
	switch {
	case want == reflect.TypeFor[Duration]():
		return `a duration such as "30m"`
	case want.Kind() == reflect.Struct:
		return "an object"
	case want.Kind() == reflect.Slice:
		return "a list"
	case want.Kind() == reflect.Int:
		return "a whole number"
	case want.Kind() == reflect.Bool:
		return "true or false"
	}
	return "text"
}
