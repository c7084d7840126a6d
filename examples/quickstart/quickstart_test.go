package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// try runs the demo in this process.
func try(t *testing.T, args ...string) (code int, out, problems string) {
	t.Helper()
	t.Setenv("ORDERKIT_FAST", "1")
	var o, p bytes.Buffer
	code = run(context.Background(), args, &o, &p, standard)
	return code, o.String(), p.String()
}

func TestTheDefaultOrderComesToItsEndAndEverythingAgrees(t *testing.T) {
	db := filepath.Join(t.TempDir(), "orders.db")
	code, out, problems := try(t, "-db", db)
	require.Zero(t, code, problems)
	assert.Empty(t, problems)
	assert.Contains(t, out, "temporary: the bank is busy")
	assert.Contains(t, out, "(attempt 2)")
	assert.Contains(t, out, "Order 2026-0042 is completed.  Total EUR 103.90, paid EUR 103.90, balance EUR 0.00.")
	assert.NotContains(t, out, "✗")
	assert.NotContains(t, out, "\x1b", "no colours but in a terminal")

	t.Run("a second run says that all is done, and changes nothing", func(t *testing.T) {
		before := ledgers(t, db)
		code, again, problems := try(t, "-db", db)
		require.Zero(t, code, problems)
		assert.Contains(t, again, "Everything was done before")
		_, first, _ := strings.Cut(out, "TIME")
		_, second, _ := strings.Cut(again, "TIME")
		assert.Equal(t, first, second, "the same timeline and totals")
		assert.Equal(t, before, ledgers(t, db))
	})

	t.Run("another order under the same number is refused", func(t *testing.T) {
		file := write(t, strings.Replace(string(defaultOrder), `"quantity": 3`, `"quantity": 4`, 1))
		code, _, problems := try(t, "-db", db, "-order", file)
		assert.Equal(t, 1, code)
		assert.Contains(t, problems, "conflict")
	})

	t.Run("another order cannot use the coupon again, and takes no money", func(t *testing.T) {
		file := write(t, strings.Replace(string(defaultOrder), "2026-0042", "2026-0043", 1))
		code, out, problems := try(t, "-db", db, "-order", file)
		assert.Equal(t, 1, code)
		assert.Contains(t, problems, "SPRING was used before")
		assert.Contains(t, out, "refused")
		assert.Equal(t, 1, strings.Count(ledgers(t, db), `"op":"authorize"`)-1, "one failed and one good attempt, both of the first order")
	})
}

func TestJSONIsOneDocumentAndNothingElse(t *testing.T) {
	code, out, problems := try(t, "-json")
	require.Zero(t, code, problems)
	var r struct {
		Order   order.Order
		Journal []order.Entry
	}
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	assert.Equal(t, "2026-0042", r.Order.Number)
	assert.Equal(t, fsm.Completed, r.Order.Status())
	for _, e := range r.Journal {
		assert.True(t, e.Balanced())
	}
	assert.NotContains(t, out, "山田", "no personal data")
}

func TestOrdersOfEveryShapeComeToTheirEnd(t *testing.T) {
	const mug = `{"id":"mug","title":"Mug","type":"goods","quantity":1,"price":"12.50","tax":"19"}`
	const mugs = `{"id":"mugs","sku":"M","title":"Mug","type":"goods","quantity":9000,"price":"0.99","tax":"0"}`
	const ring = `{"id":"ring","title":"Ring","type":"made_to_order","quantity":2,"price":"80","tax":"7.7"}`
	const song = `{"id":"song","title":"Song","type":"download","quantity":1,"price":"1.00","tax":"19"}`
	const free = `{"id":"free","title":"Leaflet","type":"goods","quantity":2,"price":"0","tax":"19"}`
	const to = `"shipTo":{"name":"A. Muster","lines":["Weg 1"],"postalCode":"10115","locality":"Berlin","country":"DE"}`
	for name, rest := range map[string]string{
		"one mug":           `"lines":[` + mug + `],` + to,
		"many mugs, net":    `"lines":[` + mugs + `],` + to,
		"only made":         `"lines":[` + ring + `],"shipping":{"price":"4.90","tax":"19"},` + to,
		"only a download":   `"lines":[` + song + `]`,
		"everything":        `"lines":[` + mug + `,` + mugs + `,` + ring + `,` + song + `,` + free + `],` + to,
		"all of it free":    `"lines":[` + free + `],` + to,
		"a coupon for more": `"lines":[` + mug + `],"coupons":[{"code":"GIFT","amount":"50.00"}],` + to,
	} {
		t.Run(name, func(t *testing.T) {
			prices := "gross"
			if strings.Contains(name, "net") {
				prices = "net"
			}
			file := write(t, `{"number":"1","currency":"EUR","prices":"`+prices+`",`+rest+`}`)
			code, out, problems := try(t, "-order", file)
			assert.Zero(t, code, problems+out)
		})
	}
}

func TestAWrongOrderStoresNothing(t *testing.T) {
	dir := t.TempDir()
	file := write(t, `{"number":"1","currency":"EUX","prices":"gross","lines":[{"QTY":1}]}`)
	code, out, problems := try(t, "-order", file, "-db", filepath.Join(dir, "orders.db"))
	assert.Equal(t, 2, code)
	assert.Empty(t, out)
	for _, place := range []string{"currency", "lines[0].QTY", "lines[0].id", "lines[0].price", "lines[0].quantity"} {
		assert.Contains(t, problems, "  "+place+" ")
	}
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestWrongFlagsAreExplained(t *testing.T) {
	for _, args := range [][]string{{"-nosuch"}, {"extra"}, {"-order", "nosuchfile.json"}} {
		code, out, problems := try(t, args...)
		assert.Equal(t, 2, code)
		assert.Empty(t, out)
		assert.NotEmpty(t, problems)
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "order.json")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

func ledgers(t *testing.T, db string) string {
	t.Helper()
	a, err := os.ReadFile(db + ".payments.jsonl")
	require.NoError(t, err)
	b, err := os.ReadFile(db + ".partners.jsonl")
	require.NoError(t, err)
	return string(a) + string(b)
}
