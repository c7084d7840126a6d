package currency

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"
)

// maxRateJSON is the longest JSON object that a Rate is read from.
const maxRateJSON = 1024

// rateKeys are the keys of a rate, all strings and all needed.
var rateKeys = [...]string{"from", "to", "value", "at", "source"}

// MarshalJSON writes {"from":"EUR","to":"USD","value":"1.0834",
// "at":"2026-01-02T15:00:00Z","source":"European Central Bank"}. The zero Rate
// is ErrRange.
func (r Rate) MarshalJSON() ([]byte, error) {
	if r == (Rate{}) {
		return nil, &Error{Op: "marshal rate", Kind: ErrRange, Reason: "the zero rate"}
	}
	source, err := json.Marshal(r.source)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString(`{"from":"` + r.from.String() + `","to":"` + r.to.String() + `","value":"` + r.number())
	b.WriteString(`","at":"` + r.At().Format(time.RFC3339) + `","source":` + string(source) + `}`)
	return []byte(b.String()), nil
}

// UnmarshalJSON reads what MarshalJSON writes, the keys in any order. It is as
// strict as Amount: no numbers, no null, no missing, unknown or repeated key,
// the time in UTC. Kinds: ErrSyntax, ErrUnknownCode, ErrRange.
func (r *Rate) UnmarshalJSON(data []byte) error {
	fields, reason := rateFields(data)
	if reason != "" {
		return &Error{Op: "unmarshal rate", Kind: ErrSyntax, Input: shorten(data), Reason: reason}
	}
	from, err := ParseCode(fields["from"])
	if err != nil {
		return err
	}
	to, err := ParseCode(fields["to"])
	if err != nil {
		return err
	}
	n, scale, ok := parseRate(fields["value"])
	at, err := time.Parse("2006-01-02T15:04:05Z", fields["at"])
	if !ok || err != nil || at.Format(time.RFC3339) != fields["at"] {
		return &Error{Op: "unmarshal rate", Kind: ErrSyntax, Code: from, Other: to, Input: shorten(data), Reason: `want a value as "1.0834" and a time as "2026-01-02T15:00:00Z"`}
	}
	got, err := newRate(from, to, n, scale, at, fields["source"])
	if err != nil {
		return err
	}
	*r = got
	return nil
}

func rateFields(data []byte) (fields map[string]string, reason string) {
	const shape = `want {"from":"EUR","to":"USD","value":"1.0834","at":"2026-01-02T15:00:00Z","source":"..."}`
	if len(data) > maxRateJSON {
		return nil, "more than 1024 bytes"
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, shape
	}
	fields = map[string]string{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, shape
		}
		value, err := d.Token()
		if err != nil {
			return nil, shape
		}
		name, ok := key.(string)
		text, isText := value.(string)
		if _, twice := fields[name]; !ok || !isText || twice {
			return nil, "every key is there once, and all values are strings"
		}
		fields[name] = text
	}
	if t, err := d.Token(); err != nil || t != json.Delim('}') {
		return nil, shape
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, "more than one value"
	}
	for _, key := range rateKeys {
		if _, ok := fields[key]; !ok || len(fields) != len(rateKeys) {
			return nil, shape
		}
	}
	return fields, ""
}

// decodeStrictly reads one JSON value without unknown keys.
func decodeStrictly(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("more than one value")
	}
	return nil
}
