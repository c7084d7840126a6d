package postgres_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// changed visits every field of what v holds twice: as it is, and with another value.
func changed(t *testing.T, path string, v reflect.Value, visit func(path string)) {
	set := func(other any) {
		was := reflect.New(v.Type()).Elem()
		was.Set(v)
		visit(path)
		v.Set(reflect.ValueOf(other).Convert(v.Type()))
		visit(path)
		v.Set(was)
	}
	switch is := v.Interface().(type) {
	case time.Time:
		set(is.Add(time.Nanosecond))
		return
	case currency.Amount:
		set(currency.New(is.Minor()+1, currency.USD))
		return
	case pricing.Number:
		set(pricing.Number(eur(77).Decimal()))
		return
	case currency.Rate:
		set(dollars(t, 112))
		return
	case json.RawMessage:
		set(json.RawMessage(`{"other":1}`))
		return
	}
	switch v.Kind() {
	case reflect.String:
		set(v.String() + "x")
	case reflect.Bool:
		set(!v.Bool())
	case reflect.Uint16:
		set(currency.USD)
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Int16, reflect.Int8:
		set(v.Int() + 1)
	case reflect.Uint8:
		set(v.Uint() ^ 1)
	case reflect.Map:
		other := reflect.MakeMap(v.Type())
		other.SetMapIndex(reflect.ValueOf("x"), reflect.Zero(v.Type().Elem()))
		set(other.Interface())
	case reflect.Pointer:
		if !v.IsNil() {
			changed(t, path, v.Elem(), visit)
		}
		set(reflect.New(v.Type().Elem()).Interface())
	case reflect.Slice:
		more := reflect.Zero(v.Type().Elem())
		if more.Type() == reflect.TypeFor[currency.Rate]() {
			more = reflect.ValueOf(dollars(t, 111))
		}
		set(reflect.Append(v, more).Interface())
		for i := range v.Len() {
			changed(t, fmt.Sprintf("%s[%d]", path, i), v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			changed(t, path+"."+v.Type().Field(i).Name, v.Field(i), visit)
		}
	default:
		t.Fatalf("%s: %s", path, v.Kind())
	}
}

func dollars(t *testing.T, cents int64) currency.Rate {
	rate, err := currency.NewRate(currency.EUR, currency.USD, eur(cents).Decimal(), time.Unix(0, 0).UTC(), "x")
	require.NoError(t, err)
	return rate
}

// An order is stored in two parts, of which one is written only if it changed: no
// field may be in neither, and no change overlooked.
func TestWhateverChangesOfAnOrderIsStored(t *testing.T) {
	schema := fresh(t)
	s, second := open(t, schema), open(t, schema)
	o := sample("o-1")
	o.Lines[0].Meta = map[string]string{"engraving": "Ada"}
	o.Lines[0].Price.Discounts = []pricing.Applied{{ID: "d", Amount: eur(1)}}
	o.Settlement, o.TaxRates = &currency.Converted{}, []currency.Rate{dollars(t, 110)}
	c := change(o, "place")
	require.NoError(t, s.Commit(t.Context(), c))
	o = *c.Order
	fields := 0
	changed(t, "", reflect.ValueOf(&o).Elem(), func(path string) {
		if path == ".ID" || path == ".Version" || path == ".LastEvent" || path == ".LastEntry" {
			return
		}
		fields++
		c := change(o.Clone(), "k")
		require.NoError(t, s.Commit(t.Context(), c), path)
		o.Version, o.LastEvent, o.LastEntry = c.Order.Version, c.Order.LastEvent, c.Order.LastEntry
		got, err := second.Load(t.Context(), "o-1", "")
		require.NoError(t, err, path)
		want, err := standard(c.Order)
		require.NoError(t, err, path)
		is, err := standard(&got.Order)
		require.NoError(t, err, path)
		require.JSONEq(t, string(want), string(is), path)
	})
	require.Greater(t, fields, 300)
}
