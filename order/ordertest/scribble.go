package ordertest

import (
	"reflect"
	"time"

	"github.com/orderkit/orderkit/currency"
)

// scribble changes everything that a value reaches through slices, maps and
// pointers, so that whoever shares a part with it is found out.
func scribble(p any) { scribbleOn(reflect.ValueOf(p).Elem()) }

func scribbleOn(v reflect.Value) {
	switch v.Interface().(type) {
	case currency.Amount:
		v.Set(reflect.ValueOf(eur(666)))
		return
	case time.Time:
		v.Set(reflect.ValueOf(day().Add(666 * time.Hour)))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := 0; i < v.NumField(); i++ {
			if v.Type().Field(i).IsExported() {
				scribbleOn(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			for i := range v.Bytes() {
				v.Bytes()[i] = ' '
			}
			return
		}
		for i := 0; i < v.Len(); i++ {
			scribbleOn(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			scribbleOn(v.Elem())
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			other := reflect.New(v.Type().Elem()).Elem()
			scribbleOn(other)
			v.SetMapIndex(k, other)
		}
	case reflect.String:
		v.SetString("scribbled")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 666)
	}
}
