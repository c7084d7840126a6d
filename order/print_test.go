package order_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// parts calls f with everything in v that can differ by itself, and fills it in.
func parts(v reflect.Value, path string, f func(path string, v reflect.Value)) {
	switch v.Interface().(type) {
	case currency.Amount, currency.Code, currency.Rate, map[string]string:
		f(path, v)
		return
	}
	switch {
	case v.Type() == reflect.TypeOf(eur("1.00").Decimal()):
		f(path, v)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			parts(v.Field(i), path+"."+v.Type().Field(i).Name, f)
		}
	case v.Kind() == reflect.Pointer:
		if !strings.HasSuffix(path, "Latin.Latin") { // which is not looked at
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			parts(v.Elem(), path, f)
		}
	case v.Kind() == reflect.Slice:
		if v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 2))
		}
		parts(v.Index(0), path+"[0]", f)
		f(path, v)
	default:
		f(path, v)
	}
}

// vary gives a part its n-th value.
func vary(t *testing.T, v reflect.Value, n int) {
	switch v.Interface().(type) {
	case currency.Amount:
		v.Set(reflect.ValueOf(currency.New(int64(100+n), currency.EUR)))
		return
	case currency.Code:
		v.Set(reflect.ValueOf([]currency.Code{currency.EUR, currency.USD}[n]))
		return
	case currency.Rate:
		r, err := currency.NewRate(currency.EUR, currency.USD, eur("1.10").Decimal(), time.Unix(int64(n), 0), "bank")
		require.NoError(t, err)
		v.Set(reflect.ValueOf(r))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("word ", n))
	case reflect.Bool:
		v.SetBool(n == 0)
	case reflect.Int64:
		v.SetInt(int64(1 + n))
	case reflect.Uint8:
		v.SetUint(uint64(1 + n))
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{"a": "x", "b": fmt.Sprint(n)}))
	case reflect.Slice:
		v.SetLen(1 + n)
		v.Index(n).Set(v.Index(0))
	case reflect.Struct: // a decimal
		v.Set(reflect.ValueOf(eur([]string{"1.10", "1.20"}[n]).Decimal()))
	default:
		t.Fatalf("a %s", v.Type())
	}
}

func TestAPrintOfADraftCoversEverythingInIt(t *testing.T) {
	var d order.Draft
	all := reflect.ValueOf(&d).Elem()
	parts(all, "", func(_ string, v reflect.Value) { vary(t, v, 0) })
	print := func() string {
		p, err := order.Print(d)
		require.NoError(t, err)
		return p
	}
	require.Equal(t, "place:Mk-m379qSYgJcqIB", print(), "answers are stored under it")
	seen := map[string]string{print(): "the draft as it was"}
	parts(all, "", func(path string, v reflect.Value) {
		vary(t, v, 1)
		p := print()
		require.Empty(t, seen[p], "%s has no part in it", path)
		seen[p] = path
		vary(t, v, 0)
	})
	require.Greater(t, len(seen), 80)
}

func TestADraftThatIsDecodedHasThePrintOfTheOneEncoded(t *testing.T) {
	d := mixed()
	d.Texts = map[string]string{"gift": "for you", "mug/engraving": "A"}
	want, err := order.Print(d)
	require.NoError(t, err)
	var read order.Draft
	require.NoError(t, json.Unmarshal([]byte(asJSON(t, d)), &read))
	got, err := order.Print(read)
	require.NoError(t, err)
	require.Equal(t, want, got)
	d.Texts["mug/engraving"] = "B"
	got, err = order.Print(d)
	require.NoError(t, err)
	require.NotEqual(t, want, got)
}
