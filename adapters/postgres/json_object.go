package postgres

import (
	"reflect"
	"strings"
)

// part is a field of a struct as it stands in JSON, or those of a struct that is
// embedded in it.
type part struct {
	index  int
	key    string // with the comma before it and the colon behind
	absent func(reflect.Value) bool
	write  writer
	inner  parts
}

type parts []part

func (ps parts) object(b []byte, v reflect.Value) ([]byte, error) {
	start := len(b)
	b, err := ps.fields(b, v)
	if err != nil {
		return b, err
	}
	if len(b) == start {
		return append(b, "{}"...), nil
	}
	b[start] = '{' // it was the first comma
	return append(b, '}'), nil
}

func (ps parts) fields(b []byte, v reflect.Value) (_ []byte, err error) {
	for i := range ps {
		p := &ps[i]
		f := v.Field(p.index)
		switch {
		case p.inner != nil && f.Kind() == reflect.Pointer:
			if !f.IsNil() {
				b, err = p.inner.fields(b, f.Elem())
			}
		case p.inner != nil:
			b, err = p.inner.fields(b, f)
		case p.absent == nil || !p.absent(f):
			b, err = p.write(append(b, p.key...), f)
		}
		if err != nil {
			return b, err
		}
	}
	return b, nil
}

// parts are the fields of a struct; false if they have something that only
// encoding/json knows to write.
func (p plan) parts(t reflect.Type) (parts, bool) {
	depths := make(map[string]int)
	if !survey(t, 0, depths) {
		return nil, false
	}
	return p.at(t, 0, depths), true
}

// survey finds how deep the outermost field of each name is: it hides the others.
// False if two are as deep as each other, or a field is written as it otherwise is not.
func survey(t reflect.Type, depth int, depths map[string]int) bool {
	for i := range t.NumField() {
		f := t.Field(i)
		if inner := embedded(f); inner != nil {
			if depth > 3 || !survey(inner, depth+1, depths) {
				return false
			}
			continue
		}
		name, options := tag(f)
		if name == "" {
			continue
		}
		if d, ok := depths[name]; ok && d == depth || strings.Contains(options, "string") {
			return false
		}
		if d, ok := depths[name]; !ok || depth < d {
			depths[name] = depth
		}
	}
	return true
}

func (p plan) at(t reflect.Type, depth int, depths map[string]int) parts {
	out := parts{}
	for i := range t.NumField() {
		f := t.Field(i)
		if inner := embedded(f); inner != nil {
			out = append(out, part{index: i, inner: p.at(inner, depth+1, depths)})
			continue
		}
		if name, options := tag(f); name != "" && depths[name] == depth {
			key := string(appendString([]byte{','}, name)) + ":"
			out = append(out, part{index: i, key: key, absent: absence(f.Type, options), write: p.writer(f.Type)})
		}
	}
	return out
}

// embedded is the struct whose fields count as those of the one that f is in.
func embedded(f reflect.StructField) reflect.Type {
	t := f.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); !f.Anonymous || name != "" || t.Kind() != reflect.Struct {
		return nil
	}
	return t
}

// tag is the name of a field in JSON, if it has one, and its options.
func tag(f reflect.StructField) (name, options string) {
	text := f.Tag.Get("json")
	if !f.IsExported() || text == "-" {
		return "", ""
	}
	name, options, _ = strings.Cut(text, ",")
	if name == "" {
		name = f.Name
	}
	return name, options
}

// absence tells when a field is left out; nil for never.
func absence(t reflect.Type, options string) func(reflect.Value) bool {
	var empty, zero func(reflect.Value) bool
	for _, o := range strings.Split(options, ",") {
		switch o {
		case "omitempty":
			empty = emptiness(t)
		case "omitzero":
			zero = reflect.Value.IsZero
			if reflect.PointerTo(t).Implements(zeroes) {
				zero = func(v reflect.Value) bool { return v.Addr().Interface().(interface{ IsZero() bool }).IsZero() }
			}
		}
	}
	switch {
	case empty == nil:
		return zero
	case zero == nil:
		return empty
	}
	return func(v reflect.Value) bool { return empty(v) || zero(v) }
}

var zeroes = reflect.TypeFor[interface{ IsZero() bool }]()

func emptiness(t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return func(v reflect.Value) bool { return v.Len() == 0 }
	case reflect.Struct:
		return nil
	}
	return reflect.Value.IsZero
}
