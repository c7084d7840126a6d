package currency_test

import (
	"math"
	"os"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

func stripe(t testing.TB) currency.WireProfile {
	t.Helper()
	data, err := os.ReadFile("testdata/stripe.json")
	if err != nil {
		t.Fatal(err)
	}
	p, err := currency.ParseWireProfile(data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAProviderHasItsOwnDigits(t *testing.T) {
	p := stripe(t)
	for _, tt := range []struct {
		text string
		code currency.Code
		want int64
		kind currency.Kind
	}{
		{"12.34", currency.EUR, 1234, 0},
		{"-12.34", currency.EUR, -1234, 0},
		{"500", currency.JPY, 500, 0},
		{"5", currency.ISK, 500, 0}, // ISO 0, sent with 2
		{"5", currency.UGX, 500, 0}, // the same
		{"12", currency.MGA, 12, 0}, // ISO 2, sent with 0
		{"12.20", currency.MGA, 0, currency.ErrDigits},
		{"5.120", currency.KWD, 5120, 0},
		{"5.124", currency.KWD, 0, currency.ErrRange},
		{"12.34", currency.HUF, 1234, 0},
		{"0.49", currency.EUR, 0, currency.ErrRange},
		{"0.50", currency.EUR, 50, 0},
		{"-0.49", currency.EUR, 0, currency.ErrRange},
		{"999999.99", currency.USD, 99999999, 0},
		{"1000000.00", currency.USD, 0, currency.ErrRange},
		{"1000000", currency.ISK, 0, currency.ErrRange},
	} {
		a := currency.MustParse(tt.text, tt.code)
		got, err := p.Wire(a)
		if tt.kind != 0 {
			if got != 0 || err == nil {
				t.Errorf("%v was sent as %d", a, got)
				continue
			}
			wantKind(t, err, tt.kind)
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("%v was sent as %d, %v; want %d", a, got, err, tt.want)
			continue
		}
		if back, err := p.Amount(got, tt.code); err != nil || back != a {
			t.Errorf("%d came back as %v, %v; want %v", got, back, err, a)
		}
	}
	for _, a := range []currency.Amount{{}, currency.New(1, currency.Code(7))} {
		if got, err := p.Wire(a); err == nil {
			t.Errorf("%v was sent as %d", a, got)
		}
	}
	_, err := p.Amount(550, currency.ISK) // half a krona
	wantKind(t, err, currency.ErrDigits)
	_, err = p.Amount(1, 0)
	wantKind(t, err, currency.ErrUnknownCode)
	_, err = p.Amount(math.MinInt64, currency.EUR)
	wantKind(t, err, currency.ErrOverflow)
	_, err = p.Amount(math.MaxInt64, currency.MGA)
	wantKind(t, err, currency.ErrOverflow)
	if p.Digits(currency.ISK) != 2 || p.Digits(currency.MGA) != 0 || p.Digits(currency.KWD) != 3 || p.Name() != "Stripe" {
		t.Error("digits of the profile")
	}
	var plain currency.WireProfile
	if got, err := plain.Wire(currency.New(math.MaxInt64, currency.KWD)); err != nil || got != math.MaxInt64 {
		t.Errorf("the zero profile sent %d, %v", got, err)
	}
}

func TestTheLargestAmountsThatFitAreSent(t *testing.T) {
	p, err := currency.NewWireProfile(currency.WireConfig{Digits: map[currency.Code]int{currency.JPY: 1}})
	if err != nil {
		t.Fatal(err)
	}
	const most = math.MaxInt64 / 10
	for _, n := range []int64{most, -most} {
		if got, err := p.Wire(currency.New(n, currency.JPY)); err != nil || got != n*10 {
			t.Errorf("%d was sent as %d, %v", n, got, err)
		}
	}
	for _, n := range []int64{most + 1, -most - 1} {
		_, err := p.Wire(currency.New(n, currency.JPY))
		wantKind(t, err, currency.ErrOverflow)
	}
}

// Whatever a profile says, the integer is exactly the amount or an error.
func TestWireIsExactOrAnError(t *testing.T) {
	r := random(t)
	codes := currency.Codes()
	for range times(20000) {
		c := codes[r.IntN(len(codes))]
		p, err := currency.NewWireProfile(currency.WireConfig{Digits: map[currency.Code]int{c: r.IntN(7)}})
		if err != nil {
			t.Fatal(err)
		}
		a := currency.New(anyMinor(r), c)
		units, err := p.Wire(a)
		if err != nil {
			continue
		}
		x := ratio(a.Minor(), tenTo(c.Digits()).Int64())
		if y := ratio(units, tenTo(p.Digits(c)).Int64()); x.Cmp(y) != 0 {
			t.Fatalf("%v with %d decimals is %d", a, p.Digits(c), units)
		}
		if back, err := p.Amount(units, c); err != nil || back != a {
			t.Fatalf("%v came back as %v, %v", a, back, err)
		}
	}
}

func TestAProfileIsRefusedIfItContradictsItself(t *testing.T) {
	for _, bad := range []string{
		`{"zero_decimal":["JPY"],"digits":{"JPY":2}}`, `{"digits":{"JPY":7}}`, `{"digits":{"JPY":-1}}`, `{"digits":{"XYZ":1}}`,
		`{"steps":{"JPY":0}}`, `{"steps":{"JPY":-1}}`, `{"min":{"JPY":0}}`, `{"min":{"JPY":5},"max":{"JPY":4}}`, `{"max":{"JPY":0}}`,
		`{"most":-1}`, `{"three_decimal_step":-1}`, `{"currencies":["EUR"],"zero_decimal":["JPY"]}`, `{"currencies":["XYZ"]}`,
		`{"unknown":1}`, `{} {}`, `[]`, ``, `{"digits":{"JPY":1.5}}`, `{"min":{"JPY":1e30}}`,
	} {
		if p, err := currency.ParseWireProfile([]byte(bad)); err == nil {
			t.Errorf("%s gave %v", bad, p)
		}
	}
	if p, err := currency.ParseWireProfile([]byte(`{"steps":{"JPY":1},"min":{"JPY":1},"max":{"JPY":1}}`)); err != nil {
		t.Errorf("the least step and bounds: %v, %v", p, err)
	}
	p, err := currency.ParseWireProfile([]byte(`{"name":"one","currencies":["EUR","JPY"],"digits":{"JPY":2}}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Wire(currency.New(1, currency.USD)); err == nil || !strings.Contains(err.Error(), "one") {
		t.Errorf("a currency that the provider does not take: %v", err)
	}
	if got, err := p.Wire(currency.New(5, currency.JPY)); err != nil || got != 500 {
		t.Errorf("%d, %v", got, err)
	}
}

func TestAProfileKeepsItsOwnCopy(t *testing.T) {
	config := currency.WireConfig{Digits: map[currency.Code]int{currency.ISK: 2}}
	p, err := currency.NewWireProfile(config)
	if err != nil {
		t.Fatal(err)
	}
	config.Digits[currency.ISK] = 0
	if p.Digits(currency.ISK) != 2 {
		t.Error("changing the config changed the profile")
	}
}
