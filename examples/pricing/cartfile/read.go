package cartfile

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strings"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
)

// File is what a file says: a cart, and what promotions need.
type File struct {
	pricing.Cart
	Promotions []pricing.Promotion  `json:"promotions"`
	Context    pricing.PromoContext `json:"context"`
}

// Priced is a file with its price.
type Priced struct {
	File      File               `json:"-"`
	Quote     pricing.Quote      `json:"quote"`
	Decisions []pricing.Decision `json:"decisions,omitempty"`
	Trace     []pricing.Step     `json:"trace"`
}

// Read prices a file. The error is a pricing.Faults with every fault of the file,
// its promotions and its cart.
func Read(text []byte) (Priced, error) {
	root, err := tree(text)
	if err != nil {
		return Priced{}, pricing.Faults{{Code: "json", Path: "the file", Reason: err.Error()}}
	}
	r := reader{}
	p := Priced{}
	r.read(root, reflect.ValueOf(&p.File).Elem(), "")
	cart, decisions, err := pricing.Promote(p.File.Cart, p.File.Promotions, p.File.Context)
	if err == nil {
		p.Quote, err = pricing.Calculate(cart)
	}
	if err == nil {
		err = p.Quote.Check()
	}
	r.join(err)
	if len(r.faults) > 0 {
		return Priced{}, r.faults
	}
	p.File.Cart, p.Decisions, p.Trace = cart, decisions, p.Quote.Explain(cart)
	return p, nil
}

type reader struct{ faults pricing.Faults }

func (r *reader) fault(code, path, reason string, args ...any) {
	if path == "" {
		path = "the file"
	}
	r.faults = append(r.faults, pricing.Fault{Code: code, Path: path, Reason: fmt.Sprintf(reason, args...)})
}

// join adds what pricing found, unless the place could not be read to begin with.
func (r *reader) join(err error) {
	var found pricing.Faults
	if !errors.As(err, &found) {
		if err != nil {
			r.fault("price", "", "%v", err)
		}
		return
	}
	unread, above := map[string]bool{}, map[string]bool{} // places, and what they are in
	for _, k := range r.faults {
		unread[k.Path] = true
		for place := range around(k.Path) {
			above[place] = true
		}
	}
	for _, f := range found {
		known := unread[f.Path] || above[f.Path]
		for place := range around(f.Path) {
			known = known || unread[place]
		}
		if !known {
			r.faults = append(r.faults, f)
		}
	}
}

// around are the places that a place is in: lines[0] and lines of lines[0].unit.
func around(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := len(path) - 1; i > 0; i-- {
			if (path[i] == '.' || path[i] == '[') && !yield(path[:i]) {
				return
			}
		}
	}
}

// number is the type of the decimals of a cart.
var number = reflect.TypeOf(pricing.Line{}.Unit)

// read takes a value out of the tree.
func (r *reader) read(n *node, v reflect.Value, path string) {
	t := v.Type()
	_, asText := v.Addr().Interface().(encoding.TextUnmarshaler)
	switch {
	case t == reflect.TypeFor[currency.Amount]():
		r.amount(n, v, path)
	case t == number || t == reflect.TypeFor[pricing.Number]():
		r.leaf(n, v.Addr().Convert(reflect.TypeFor[*pricing.Number]()).Interface(), path)
	case t.Kind() == reflect.Struct && !asText:
		r.fields(n, v, path)
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		r.read(n, v.Elem(), path)
	case t.Kind() == reflect.Slice:
		if n.kind != "an array" {
			r.fault("type", path, "is %s, not an array", n.kind)
			return
		}
		v.Set(reflect.MakeSlice(t, len(n.items), len(n.items)))
		for i, item := range n.items {
			r.read(item, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case t.Kind() == reflect.Map:
		if n.kind != "an object" {
			r.fault("type", path, "is %s, not an object", n.kind)
			return
		}
		v.Set(reflect.MakeMap(t))
		seen := map[string]bool{}
		for i, item := range n.items {
			r.once(seen, n.keys[i], join(path, n.keys[i]))
			one := reflect.New(t.Elem()).Elem()
			r.read(item, one, join(path, n.keys[i]))
			v.SetMapIndex(reflect.ValueOf(n.keys[i]), one)
		}
	default:
		r.leaf(n, v.Addr().Interface(), path)
	}
}

// amount takes an amount, whose codec wants it whole.
func (r *reader) amount(n *node, v reflect.Value, path string) {
	var text struct{ Amount, Currency string }
	before := len(r.faults)
	r.fields(n, reflect.ValueOf(&text).Elem(), path)
	if len(r.faults) > before {
		return
	}
	c, err := currency.ParseCode(text.Currency)
	if err != nil {
		r.fault("value", join(path, "currency"), "%v", err)
		return
	}
	a, err := currency.Parse(text.Amount, c)
	if err != nil {
		r.fault("value", join(path, "amount"), "%v", err)
		return
	}
	v.Set(reflect.ValueOf(a))
}

// fields takes the fields of a struct by the names that JSON has for them.
func (r *reader) fields(n *node, v reflect.Value, path string) {
	if n.kind != "an object" {
		r.fault("type", path, "is %s, not an object", n.kind)
		return
	}
	var names []string
	into := map[string]reflect.Value{}
	for _, f := range reflect.VisibleFields(v.Type()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		if !f.Anonymous {
			names = append(names, name)
			into[name] = v.FieldByIndex(f.Index)
		}
	}
	seen := map[string]bool{}
	for i, key := range n.keys {
		at := join(path, key)
		field, ok := into[key]
		if !ok {
			r.fault("unknown_key", at, "is no key of this place; there are %s", strings.Join(names, ", "))
			continue
		}
		r.once(seen, key, at)
		r.read(n.items[i], field, at)
	}
}

func (r *reader) once(seen map[string]bool, key, path string) {
	if seen[key] {
		r.fault("duplicate", path, "stands here twice")
	}
	seen[key] = true
}

// leaf takes a value through its own codec.
func (r *reader) leaf(n *node, into any, path string) {
	if n.kind != "a value" {
		r.fault("type", path, "is %s, not a value", n.kind)
		return
	}
	if string(n.raw) == "null" {
		r.fault("type", path, "is null; leave it out instead")
		return
	}
	if err := json.Unmarshal(n.raw, into); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			r.fault("type", path, "is %.40s, not %s", kind.Value, kind.Type)
			return
		}
		r.fault("value", path, "%v", err)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
