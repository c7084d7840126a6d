package order

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// strict decodes one JSON value and refuses what encoding/json lets through:
// something behind the value, keys that come twice, and keys that differ from a
// field's name in letter case.
func strict(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is something behind the value")
	}
	walk := json.NewDecoder(bytes.NewReader(data))
	return keys(walk, reflect.TypeOf(into), "")
}

// keys reads one value of the type and checks the keys of its objects.
func keys(dec *json.Decoder, t reflect.Type, path string) error {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	token, err := dec.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return object(dec, t, path)
	case json.Delim('['):
		var of reflect.Type
		if t != nil && t.Kind() == reflect.Slice {
			of = t.Elem()
		}
		for i := 0; dec.More(); i++ {
			if err := keys(dec, of, fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
		_, err = dec.Token()
	}
	return err
}

func object(dec *json.Decoder, t reflect.Type, path string) error {
	seen := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return err
		}
		key := token.(string)
		if path != "" {
			key = "." + key
		}
		if seen[key] {
			return fmt.Errorf("%s%s comes twice", path, key)
		}
		seen[key] = true
		of, ok := field(t, token.(string))
		if !ok {
			return fmt.Errorf("%s%s is no key here", path, key)
		}
		if err := keys(dec, of, path+key); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

// field finds the type of a key. Types that decode themselves check their own.
func field(t reflect.Type, key string) (reflect.Type, bool) {
	own := reflect.TypeFor[json.Unmarshaler]()
	if t == nil || t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(own) {
		return nil, true
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == key || name == "" && f.Name == key {
			return f.Type, true
		}
		if f.Anonymous && name == "" {
			if of, ok := field(f.Type, key); ok && of != nil {
				return of, true
			}
		}
	}
	return nil, false
}
