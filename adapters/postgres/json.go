package postgres

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/orderkit/orderkit/order"
)

// appendJSON appends what encoding/json writes of v, a pointer, with < > & as
// themselves. It works out once what a type needs, and values append themselves,
// where encoding/json reads over everything that a MarshalJSON returns: a third of
// the time. What it does not know it leaves to encoding/json.
func appendJSON(b []byte, v any) ([]byte, error) {
	p := reflect.ValueOf(v).Elem()
	w, ok := writers[p.Type()]
	if !ok {
		w = make(plan).writer(p.Type())
	}
	return w(b, p)
}

// writer appends a value of one type, which must be addressable.
type writer func(b []byte, v reflect.Value) ([]byte, error)

// writers are those of everything that is stored.
var writers = func() map[reflect.Type]writer {
	all := make(map[reflect.Type]writer)
	for _, t := range []reflect.Type{reflect.TypeFor[goods[line]](), reflect.TypeFor[head](), reflect.TypeFor[record](),
		reflect.TypeFor[order.Person](), reflect.TypeFor[order.Notice]()} {
		all[t] = make(plan).writer(t)
	}
	return all
}()

// plan has the types that a writer is being made of.
type plan map[reflect.Type]bool

var (
	appends  = reflect.TypeFor[interface{ AppendJSON([]byte) ([]byte, error) }]()
	marshals = reflect.TypeFor[json.Marshaler]()
	tells    = reflect.TypeFor[encoding.TextMarshaler]()
)

func (p plan) writer(t reflect.Type) writer {
	at := reflect.PointerTo(t)
	switch {
	case p[t]: // what holds itself may do so for ever, which encoding/json notices
		return other
	case t == reflect.TypeFor[time.Time]():
		return appendTime
	case t == reflect.TypeFor[json.RawMessage]():
		return appendRaw
	case at.Implements(appends):
		return appendItself
	case at.Implements(marshals), t == reflect.TypeFor[json.Number]():
		return other
	case at.Implements(tells) && t.Kind() == reflect.Uint8:
		return oneOfFew(t)
	case at.Implements(tells):
		return appendItsText
	}
	p[t] = true
	defer delete(p, t)
	switch t.Kind() {
	case reflect.Bool:
		return func(b []byte, v reflect.Value) ([]byte, error) { return strconv.AppendBool(b, v.Bool()), nil }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(b []byte, v reflect.Value) ([]byte, error) { return strconv.AppendInt(b, v.Int(), 10), nil }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return func(b []byte, v reflect.Value) ([]byte, error) { return strconv.AppendUint(b, v.Uint(), 10), nil }
	case reflect.String:
		return func(b []byte, v reflect.Value) ([]byte, error) { return appendString(b, v.String()), nil }
	case reflect.Pointer:
		return p.pointer(t)
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return p.slice(t)
		}
	case reflect.Struct:
		if parts, ok := p.parts(t); ok {
			return parts.object
		}
	}
	return other
}

func (p plan) pointer(t reflect.Type) writer {
	elem := p.writer(t.Elem())
	return func(b []byte, v reflect.Value) ([]byte, error) {
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		return elem(b, v.Elem())
	}
}

func (p plan) slice(t reflect.Type) writer {
	elem := p.writer(t.Elem())
	return func(b []byte, v reflect.Value) (_ []byte, err error) {
		n := v.Len()
		switch {
		case v.IsNil():
			return append(b, "null"...), nil
		case n == 0:
			return append(b, "[]"...), nil
		}
		start := len(b)
		for i := range n {
			if b, err = elem(append(b, ','), v.Index(i)); err != nil {
				return b, err
			}
		}
		b[start] = '['
		return append(b, ']'), nil
	}
}

// other leaves a value to encoding/json.
func other(b []byte, v reflect.Value) ([]byte, error) {
	out := bytes.NewBuffer(b)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v.Addr().Interface()); err != nil {
		return b, err
	}
	return out.Bytes()[:out.Len()-1], nil // without the new line
}

func appendItself(b []byte, v reflect.Value) ([]byte, error) {
	b, err := v.Addr().Interface().(interface{ AppendJSON([]byte) ([]byte, error) }).AppendJSON(b)
	return b, named(v, err)
}

func appendItsText(b []byte, v reflect.Value) ([]byte, error) {
	text, err := v.Addr().Interface().(encoding.TextMarshaler).MarshalText()
	return appendString(b, string(text)), named(v, err)
}

// oneOfFew has the texts of a type with 256 values ready.
func oneOfFew(t reflect.Type) writer {
	var texts [1 << 8][]byte
	v := reflect.New(t).Elem()
	for i := range texts {
		v.SetUint(uint64(i))
		if text, err := appendItsText(nil, v); err == nil {
			texts[i] = text
		}
	}
	return func(b []byte, v reflect.Value) ([]byte, error) {
		if text := texts[v.Uint()]; text != nil {
			return append(b, text...), nil
		}
		return appendItsText(b, v)
	}
}

func appendTime(b []byte, v reflect.Value) ([]byte, error) {
	b, err := v.Addr().Interface().(*time.Time).AppendText(append(b, '"'))
	return append(b, '"'), named(v, err)
}

func appendRaw(b []byte, v reflect.Value) ([]byte, error) {
	raw := v.Bytes()
	if raw == nil {
		return append(b, "null"...), nil
	}
	out := bytes.NewBuffer(b)
	err := json.Compact(out, raw)
	return out.Bytes(), named(v, err)
}

func named(v reflect.Value, err error) error {
	if err != nil {
		return fmt.Errorf("%v: %w", v.Type(), err)
	}
	return nil
}

func appendString(b []byte, s string) []byte {
	plain, ascii := true, true
	for i := range len(s) {
		c := s[i]
		plain = plain && c >= ' ' && c != '"' && c != '\\'
		ascii = ascii && c < utf8.RuneSelf
	}
	if plain && (ascii || utf8.ValidString(s) && !strings.ContainsAny(s, "\u2028\u2029")) {
		return append(append(append(b, '"'), s...), '"')
	}
	return appendOdd(b, s)
}

func appendOdd(b []byte, s string) []byte {
	b, _ = other(b, reflect.ValueOf(&s).Elem())
	return b
}
