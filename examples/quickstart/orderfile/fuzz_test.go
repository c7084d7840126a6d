package orderfile_test

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
	"unicode/utf8"

	"github.com/orderkit/orderkit/examples/quickstart/orderfile"
	"github.com/orderkit/orderkit/order"
)

// FuzzRead holds the reader to three promises: it never panics, a refusal always
// says where and why, and what it accepts is JSON whose quantities and prices
// came through unchanged.
func FuzzRead(f *testing.F) {
	text, err := os.ReadFile("../order.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(good))
	f.Add([]byte(`{"number":"1","Number":"2","lines":[{"quantity":1e999}],"shipTo":{"latin":{"latin":{}}}}`))
	f.Add([]byte(`[[[[[[[[[`))
	f.Add([]byte(`{"lines":[{"price":"1"}]} x`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := orderfile.Read(text)
		if err != nil {
			var e *order.Error
			if !errors.As(err, &e) || e.Kind != order.Invalid || len(e.Faults) == 0 || len(e.Faults) > orderfile.MaxFaults+1 {
				t.Fatalf("a refusal without faults: %v", err)
			}
			for _, x := range e.Faults {
				if x.Path == "" || x.Code == "" || x.Reason == "" || !utf8.ValidString(x.Path+x.Reason) {
					t.Fatalf("a fault that says nothing: %+v", x)
				}
			}
			return
		}
		var plain struct {
			Lines []struct {
				ID       string
				Quantity int64
				Price    string
			}
		}
		if err := json.Unmarshal(text, &plain); err != nil {
			t.Fatalf("accepted what encoding/json does not read: %v", err)
		}
		if len(plain.Lines) != len(d.Items) {
			t.Fatalf("%d lines became %d", len(plain.Lines), len(d.Items))
		}
		for i, l := range plain.Lines {
			it := d.Items[i].Line
			if it.ID != l.ID || it.Quantity != l.Quantity || it.Quantity <= 0 || it.Unit.Sign() < 0 {
				t.Fatalf("line %d: %+v became %+v", i, l, it)
			}
		}
	})
}
