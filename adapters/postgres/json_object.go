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
	found := make(map[string]rank)
	if !survey(t, 0, found) {
		return nil, false
	}
	return p.at(t, 0, found), true
}

// rank is where the field of a name stands: the outermost one hides the others, of
// equally deep ones the one whose name is in its tag. If many rank highest there is
// none.
type rank struct {
	depth  int
	tagged bool
	many   bool
}

// survey finds the highest rank of each name. It returns false if a field is written
// as it otherwise is not.
func survey(t reflect.Type, depth int, found map[string]rank) bool {
	for i := range t.NumField() {
		f := t.Field(i)
		if inner := embedded(f); inner != nil {
			if depth > 3 || !survey(inner, depth+1, found) {
				return false
			}
			continue
		}
		name, tagged, options := tag(f)
		if strings.Contains(options, "string") || odd(f) {
			return false
		}
		best, ok := found[name]
		switch {
		case !ok, depth < best.depth, depth == best.depth && tagged && !best.tagged:
			found[name] = rank{depth: depth, tagged: tagged}
		case depth == best.depth && tagged == best.tagged:
			best.many = true
			found[name] = best
		}
	}
	return true
}

// odd reports whether a field has what no record has: a tag on an embedded struct of
// an unexported type, or omitzero where IsZero is not always asked.
func odd(f reflect.StructField) bool {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	return f.Anonymous && !f.IsExported() && name != "" ||
		strings.Contains(options, "omitzero") && (f.Type.Kind() == reflect.Pointer || f.Type.Kind() == reflect.Interface)
}

func (p plan) at(t reflect.Type, depth int, found map[string]rank) parts {
	out := parts{}
	for i := range t.NumField() {
		f := t.Field(i)
		if inner := embedded(f); inner != nil {
			if some := p.at(inner, depth+1, found); len(some) > 0 {
				out = append(out, part{index: i, inner: some})
			}
			continue
		}
		if name, tagged, options := tag(f); name != "" && found[name] == (rank{depth: depth, tagged: tagged}) {
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

// tag is the name of a field in JSON, if it has one, whether its tag says so, and
// the tag's options.
func tag(f reflect.StructField) (name string, tagged bool, options string) {
	text := f.Tag.Get("json")
	if !f.IsExported() || text == "-" {
		return "", false, ""
	}
	name, options, _ = strings.Cut(text, ",")
	if name == "" {
		return f.Name, false, options
	}
	return name, true, options
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
