package currency

import "strconv"

// MarshalJSON writes {"amount":"12.34","currency":"EUR"}, with all decimals of
// the currency, and {"amount":"0","currency":""} for the zero value. The amount
// is a string because JSON numbers become floats in most readers.
func (a Amount) MarshalJSON() ([]byte, error) {
	return a.AppendJSON(make([]byte, 0, 48))
}

// AppendJSON appends what MarshalJSON returns to b.
func (a Amount) AppendJSON(b []byte) ([]byte, error) {
	if a.minor == invalid {
		return b, invalidOperand("marshal", a)
	}
	b = append(b, `{"amount":"`...)
	b = a.appendNumber(b)
	b = append(b, `","currency":"`...)
	b = append(b, a.code.String()...)
	return append(b, `"}`...), nil
}

// UnmarshalJSON reads what MarshalJSON writes, the two keys in any order. It
// refuses everything that could change money in silence: numbers in place of
// strings, null (have a *Amount for an optional amount), a missing, unknown,
// repeated or differently capitalised key, and escapes in strings, which no
// number or code needs. Kinds: ErrSyntax and those of Parse and ParseCode.
//
// A map with Amount keys can be written by encoding/json but not read back: the
// reader hands the key to this method, which refuses it.
func (a *Amount) UnmarshalJSON(data []byte) error {
	fields, reason := scanObject(data)
	if reason != "" {
		return &Error{Op: "unmarshal", Kind: ErrSyntax, Input: shorten(data), Reason: reason}
	}
	got, err := fromFields(fields.amount, fields.currency)
	if err != nil {
		return err
	}
	*a = got
	return nil
}

// fromFields makes an amount of its two texts; both empty-coded forms of the
// zero value must be exactly "0".
func fromFields(number, code []byte) (Amount, error) {
	if len(code) == 0 {
		if string(number) == "0" {
			return Amount{}, nil
		}
		return Amount{}, &Error{Op: "unmarshal", Kind: ErrUnknownCode, Input: shorten(number), Reason: "the currency is empty"}
	}
	c, ok := lookup(code)
	if !ok {
		_, err := ParseCode(string(code))
		return Amount{}, err
	}
	minor, kind := parseMinor(number, c.Digits())
	if kind != 0 {
		return Amount{}, parseError(string(number), c, kind)
	}
	return Amount{minor: minor, code: c}, nil
}

type jsonFields struct{ amount, currency []byte }

// scanObject reads an object of exactly the keys amount and currency, both with
// string values. The reason is empty if it did.
func scanObject(data []byte) (f jsonFields, reason string) {
	const shape = `want {"amount":"12.34","currency":"EUR"}`
	rest, ok := skip(data, '{')
	if !ok {
		if string(rest) == "null" {
			return f, "null is no amount, have a *Amount for an optional one"
		}
		return f, shape
	}
	var seen [2]bool
	for first := true; ; first = false {
		if !first {
			if after, ok := skip(rest, ','); ok {
				rest = after
			} else {
				break
			}
		}
		var key, value []byte
		if key, rest, ok = quoted(rest); !ok {
			return f, shape
		}
		if rest, ok = skip(rest, ':'); !ok {
			return f, shape
		}
		if value, rest, ok = quoted(rest); !ok {
			return f, "values are plain strings"
		}
		var which int
		switch string(key) {
		case "amount":
			f.amount = value
		case "currency":
			f.currency, which = value, 1
		default:
			return f, "unknown key " + strconv.Quote(shorten(key))
		}
		if seen[which] {
			return f, "repeated key " + string(key)
		}
		seen[which] = true
	}
	if rest, ok = skip(rest, '}'); !ok || len(space(rest)) != 0 {
		return f, shape
	}
	if !seen[0] || !seen[1] {
		return f, "both keys, amount and currency, are needed"
	}
	return f, ""
}

// skip drops white space and the byte b.
func skip(data []byte, b byte) ([]byte, bool) {
	data = space(data)
	if len(data) == 0 || data[0] != b {
		return data, false
	}
	return data[1:], true
}

func space(data []byte) []byte {
	for len(data) > 0 && (data[0] == ' ' || data[0] == '\n' || data[0] == '\t' || data[0] == '\r') {
		data = data[1:]
	}
	return data
}

// quoted reads a string without escapes.
func quoted(data []byte) (text, rest []byte, ok bool) {
	data, ok = skip(data, '"')
	if !ok {
		return nil, data, false
	}
	for i, b := range data {
		switch {
		case b == '"':
			return data[:i], data[i+1:], true
		case b == '\\' || b < ' ':
			return nil, data, false
		}
	}
	return nil, data, false
}
