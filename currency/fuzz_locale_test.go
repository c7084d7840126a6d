package currency_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

func FuzzParseLocale(f *testing.F) {
	for _, s := range []string{"de-CH", "zh_hant_hk", "fa-u-nu-latn", "en-GB-oxendict", "x", "und", "de\n", "sr-Latn-ME-x-y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		l, err := currency.ParseLocale(tag)
		if err != nil {
			if !errors.Is(err, currency.ErrLocale) || l != (currency.Locale{}) {
				t.Fatalf("%q: %v, %v", tag, l, err)
			}
			return
		}
		if again, err := currency.ParseLocale(l.String()); err != nil || again.String() != l.String() {
			t.Fatalf("%q is %v, which is %v, %v", tag, l, again, err)
		}
		if text := l.Format(eur("-1234.5")); !utf8.ValidString(text) {
			t.Fatalf("%q writes %q", tag, text)
		}
	})
}

// Whatever a locale reads, it writes so that it reads the same again; and every
// amount that it writes in a known currency it reads back.
func FuzzLocaleParse(f *testing.F) {
	for _, s := range []string{"1.234,56 €", "$1,234.50", "($5)", "١٬٢٣٤٫٥٦ €", "CHF-1’234.50", "₹12,34,567", "12kr", "\u200f1\u00a0₪", "5$00", "--5 EUR", "1,2,3 $"} {
		f.Add(s, uint16(3), uint16(90), int64(-123456))
	}
	tags := icuTags()
	locales := make([]currency.Locale, len(tags))
	for i, tag := range tags {
		locales[i] = currency.MustLocale(tag)
	}
	f.Fuzz(func(t *testing.T, s string, n, m uint16, minor int64) {
		l, c := locales[int(n)%len(locales)], someCode(m)
		for _, style := range icuStyles {
			if a, err := l.Parse(s); err == nil {
				text := l.With(style).Format(a)
				if back, err := l.ParseIn(text, a.Code()); err == nil && back != a && style.Decimals != currency.ShowRounded {
					t.Fatalf("%v reads %q as %v, writes %q and reads %v", l, s, a, text, back)
				}
			} else if a != (currency.Amount{}) {
				t.Fatalf("%q: %v with %v", s, a, err)
			}
			a := currency.New(minor, c)
			if !a.Valid() || style.Decimals == currency.ShowRounded {
				continue
			}
			text := l.With(style).Format(a)
			if back, err := l.ParseIn(text, c); err != nil || back != a {
				t.Fatalf("%v writes %v as %q and reads %v, %v", l, a, text, back, err)
			}
		}
	})
}

func FuzzReadECB(f *testing.F) {
	f.Add(ecbFile(f))
	f.Add([]byte(`<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube><Cube time="2026-01-02"><Cube currency="USD" rate="1"/></Cube></Cube></gesmes:Envelope>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		rates, err := currency.ReadECB(bytes.NewReader(data))
		if err != nil {
			if rates != nil {
				t.Fatalf("%d rates with %v", len(rates), err)
			}
			return
		}
		table, err := currency.NewRateTable(currency.RateTableConfig{Pivot: currency.EUR}, rates...)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rates {
			chain, err := table.Rates(context.Background(), r.To(), currency.EUR, r.At())
			if err != nil || len(chain) != 1 || chain[0] != r || r.Value().Sign() <= 0 {
				t.Fatalf("%v: %v, %v", r, chain, err)
			}
		}
	})
}

func FuzzRateJSON(f *testing.F) {
	f.Add([]byte(`{"from":"EUR","to":"USD","value":"1.0834","at":"2026-01-02T15:00:00Z","source":"x"}`))
	f.Add([]byte(`{"from":"EUR","from":"USD"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r currency.Rate
		if err := r.UnmarshalJSON(data); err != nil {
			if r != (currency.Rate{}) {
				t.Fatalf("%v with %v", r, err)
			}
			return
		}
		text, err := r.MarshalJSON()
		var back currency.Rate
		if err != nil || back.UnmarshalJSON(text) != nil || back != r {
			t.Fatalf("%q was read as %v, %v", data, r, err)
		}
		if same, err := currency.NewRate(r.From(), r.To(), r.Value(), r.At(), r.Source()); err != nil || same != r {
			t.Fatalf("%v is made again as %v, %v", r, same, err)
		}
	})
}

func FuzzWireProfile(f *testing.F) {
	f.Add([]byte(`{"zero_decimal":["JPY"],"digits":{"ISK":2},"three_decimal_step":10,"most":99999999}`), int64(500), uint16(3))
	f.Fuzz(func(t *testing.T, data []byte, minor int64, n uint16) {
		p, err := currency.ParseWireProfile(data)
		if err != nil {
			return
		}
		a := currency.New(minor, someCode(n))
		units, err := p.Wire(a)
		if err != nil {
			return
		}
		if back, err := p.Amount(units, a.Code()); err != nil || back != a {
			t.Fatalf("%v was sent as %d and came back as %v, %v", a, units, back, err)
		}
	})
}

func FuzzConvert(f *testing.F) {
	f.Add(int64(10000), int64(10834), uint8(4), uint16(3), uint16(90), uint8(0))
	f.Fuzz(func(t *testing.T, minor, n int64, scale uint8, from, to uint16, mode uint8) {
		r, err := currency.NewRate(someCode(from), someCode(to), decimal.New(n, -int32(scale)), time.Unix(0, 0), "x")
		a := currency.New(minor, someCode(from))
		if err != nil || !a.Valid() {
			return
		}
		m := modes[int(mode)%len(modes)]
		x := ratio(minor, tenTo(r.From().Digits()).Int64())
		x.Mul(x, rat(r.Value()))
		x.Mul(x, ratio(tenTo(r.To().Digits()).Int64(), 1))
		got, err := r.Convert(a, m)
		checkExact(t, "conversion", got.To, err, exactRound(x, m))
	})
}
