package orderfile

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
)

// fields takes the values out of one object and reports what does not fit. Its
// methods return the zero value for what is missing or wrong.
type fields struct {
	*node
	f *faults
}

// in opens an object that may have these keys; "!" marks those it must have.
func in(n *node, f *faults, keys ...string) fields {
	if n == nil {
		return fields{&node{}, f}
	}
	o := fields{n, f}
	if n.kind != object {
		f.add(n.path, "type", "is %s, not an object", n.kind)
		return fields{&node{path: n.path}, f}
	}
	var known []string
	for _, k := range keys {
		name, required := strings.CutSuffix(k, "!")
		known = append(known, name)
		if required && !slices.Contains(n.keys, name) {
			f.add(join(n.path, name), "required", "is missing")
		}
	}
	for i, have := range n.keys {
		if !slices.Contains(known, have) {
			f.add(n.items[i].path, "unknown_key", "is no key of this place; there are %s", strings.Join(known, ", "))
		}
	}
	return o
}

// value returns the value under a key if it is of that kind.
func (o fields) value(key string, want kind) *node {
	i := slices.Index(o.keys, key)
	if i < 0 {
		return nil
	}
	n := o.items[i]
	if n.kind != want {
		o.f.add(n.path, "type", "is %s, not %s", n.kind, want)
		return nil
	}
	return n
}

// text takes any text; the engine cleans and judges it.
func (o fields) text(key string) string {
	if n := o.value(key, text); n != nil {
		return n.text
	}
	return ""
}

// name takes a short name of plain letters, which columns and keys are made of.
func (o fields) name(key string, most int) string {
	n := o.value(key, text)
	switch {
	case n == nil:
		return ""
	case n.text == "":
		o.f.add(n.path, "required", "is empty")
	case len(n.text) > most:
		o.f.add(n.path, "too_long", "is longer than %d letters", most)
	case strings.Trim(n.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") != "":
		o.f.add(n.path, "characters", "may have the letters A-Z and a-z, digits, - _ and . only")
	default:
		return n.text
	}
	return ""
}

func (o fields) list(key string) []*node {
	if n := o.value(key, array); n != nil {
		return n.items
	}
	return nil
}

// quantity takes a whole number above zero.
func (o fields) quantity(key string) int64 {
	n := o.value(key, number)
	if n == nil || n.text == "" {
		return 0
	}
	q, err := strconv.ParseInt(n.text, 10, 64)
	switch {
	case err != nil:
		o.f.add(n.path, "whole", "%s is not a whole number up to 9223372036854775807", n.text)
		return 0
	case q <= 0:
		o.f.add(n.path, "range", "%d is not above zero", q)
	}
	return q
}

// money takes an amount of the currency, written as a text such as "12.50".
func (o fields) money(key string, c currency.Code) currency.Amount {
	n := o.value(key, text)
	if n == nil {
		return currency.Amount{}
	}
	code := c
	if !code.Valid() {
		code = currency.EUR // whatever is wrong besides the digits can still be told
	}
	a, err := currency.Parse(n.text, code)
	var why *currency.Error
	switch {
	case errors.As(err, &why) && why.Kind == currency.ErrDigits:
		if c.Valid() {
			o.f.add(n.path, "amount", "%s has more decimals than %s, which has %d", short(n.text), c, c.Digits())
		}
	case errors.As(err, &why) && why.Kind == currency.ErrOverflow:
		o.f.add(n.path, "amount", "%s is more money than there can be", short(n.text))
	case err != nil:
		o.f.add(n.path, "amount", "%s is not an amount such as \"12.50\"", short(n.text))
	case err == nil && a.Sign() < 0:
		o.f.add(n.path, "range", "%s is below zero", n.text)
	case err == nil && c.Valid():
		return a
	}
	return currency.Amount{}
}

// rate takes a percentage, written as a text such as "19" or "7.7". Its ID is
// the percentage itself, so that equal rates are rounded and reported together.
func (o fields) rate(key string) (t pricing.Tax, ok bool) {
	n := o.value(key, text)
	if n == nil {
		return t, false
	}
	id := n.text
	if strings.Contains(id, ".") {
		id = strings.TrimRight(strings.TrimRight(id, "0"), ".")
	}
	pair, err := json.Marshal(map[string]string{"id": id, "percent": n.text})
	if err == nil {
		err = json.Unmarshal(pair, &t)
	}
	if err != nil || len(n.text) > MaxNumber {
		o.f.add(n.path, "percent", "%s is not a percentage such as \"19\" or \"7.7\"", short(n.text))
		return pricing.Tax{}, false
	}
	return t, true
}
