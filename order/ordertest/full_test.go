package ordertest_test

import (
	"reflect"
	"testing"

	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/stretchr/testify/require"
)

// A field that no sample fills is a field that a store may lose unseen.
func TestTheSamplesFillEveryFieldSomewhere(t *testing.T) {
	full := ordertest.Full("o-1")
	full.Version, full.LastEvent, full.LastEntry = 1, 1, 1
	filled := make(map[string]bool)
	for _, v := range []any{full, ordertest.FullEvent("o-1", 1), ordertest.FullNotice("p", "n"), *ordertest.FullPerson("o-1")} {
		fill(filled, reflect.ValueOf(v))
	}
	for name, ok := range filled {
		require.True(t, ok, "%s is empty in every sample; fill it in full.go", name)
	}
	require.Greater(t, len(filled), 100)
	require.Contains(t, filled, reflect.TypeFor[order.Call]().String()+".KeyLife")
}

func fill(filled map[string]bool, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := 0; i < v.NumField(); i++ {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			name := v.Type().String() + "." + f.Name
			filled[name] = filled[name] || !v.Field(i).IsZero()
			fill(filled, v.Field(i))
		}
	case reflect.Slice:
		for i := 0; i < v.Len(); i++ {
			fill(filled, v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			fill(filled, v.Elem())
		}
	}
}
