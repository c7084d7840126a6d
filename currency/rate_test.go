package currency_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

var rateDay = time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func newRate(t *testing.T, from, to currency.Code, value string) currency.Rate {
	t.Helper()
	r, err := currency.NewRate(from, to, dec(value), rateDay, "test")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestARateConvertsBothWaysByOneQuotation(t *testing.T) {
	for _, tt := range []struct {
		from, to currency.Code
		value    string
		a, want  string
		wantCode currency.Code
	}{
		{currency.EUR, currency.USD, "1.0834", "100.00", "108.34", currency.USD},
		{currency.EUR, currency.USD, "1.0834", "108.34", "100.00", currency.EUR},
		{currency.EUR, currency.USD, "1.0834", "-0.05", "-0.05", currency.USD},
		{currency.EUR, currency.JPY, "162.31", "1.00", "162", currency.JPY},
		{currency.EUR, currency.JPY, "162.31", "162", "1.00", currency.EUR},
		{currency.EUR, currency.KWD, "0.33312", "100.00", "33.312", currency.KWD},
		{currency.JPY, currency.CLF, "0.0002", "7", "0.0014", currency.CLF},
		{currency.CLF, currency.JPY, "0.123456789012345678", "1000000.0000", "123457", currency.JPY},
		{currency.CLF, currency.JPY, "0.123456789012345678", "123457", "1000001.7090", currency.CLF},
		{currency.EUR, currency.IDR, "17602.98", "90071992547409.92", "1585535483373735043.56", currency.IDR},
	} {
		r := newRate(t, tt.from, tt.to, tt.value)
		code := tt.from
		if tt.wantCode == tt.from {
			code = tt.to
		}
		a := currency.MustParse(tt.a, code)
		if tt.wantCode == currency.IDR {
			_, err := r.Convert(a, currency.HalfUp)
			wantKind(t, err, currency.ErrOverflow)
			continue
		}
		got, err := r.Convert(a, currency.HalfUp)
		if err != nil || got.To != currency.MustParse(tt.want, tt.wantCode) || got.From != a || len(got.Rates) != 1 || got.Rates[0] != r {
			t.Errorf("%v at %v: %+v, %v; want %s", a, r, got, err, tt.want)
		}
	}
}

func TestAStoredInverseWouldBeWrong(t *testing.T) {
	r := newRate(t, currency.EUR, currency.IDR, "17602.98")
	got, err := r.Convert(currency.MustParse("1760298000000.00", currency.IDR), currency.HalfUp)
	if err != nil || got.To != currency.MustParse("100000000.00", currency.EUR) {
		t.Errorf("%v, %v; by an inverse rounded to 6 digits it would be EUR 100003253.98", got.To, err)
	}
}

func TestNewRateRefuses(t *testing.T) {
	for _, tt := range []struct {
		why      string
		from, to currency.Code
		value    decimal.Decimal
		at       time.Time
		source   string
		kind     currency.Kind
	}{
		{"zero", currency.EUR, currency.USD, decimal.Zero, rateDay, "x", currency.ErrRange},
		{"negative", currency.EUR, currency.USD, dec("-1"), rateDay, "x", currency.ErrRange},
		{"huge", currency.EUR, currency.USD, dec("1000000000000"), rateDay, "x", currency.ErrRange},
		{"huge exponent", currency.EUR, currency.USD, decimal.New(1, 1000000), rateDay, "x", currency.ErrRange},
		{"tiny exponent", currency.EUR, currency.USD, decimal.New(1, -1000000), rateDay, "x", currency.ErrRange},
		{"lowest exponent", currency.EUR, currency.USD, decimal.New(1, math.MinInt32), rateDay, "x", currency.ErrRange},
		{"19 decimals", currency.EUR, currency.USD, decimal.New(1, -19), rateDay, "x", currency.ErrRange},
		{"19 digits", currency.EUR, currency.USD, dec("1.000000000000000001").Add(dec("9")), rateDay, "x", currency.ErrRange},
		{"19 digits of one", currency.EUR, currency.USD, decimal.New(1e18, -18), rateDay, "x", currency.ErrRange},
		{"many digits", currency.EUR, currency.USD, decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 300), -80), rateDay, "x", currency.ErrRange},
		{"same", currency.EUR, currency.EUR, dec("1"), rateDay, "x", currency.ErrUnknownCode},
		{"unknown", currency.EUR, currency.Code(7), dec("1"), rateDay, "x", currency.ErrUnknownCode},
		{"none", 0, currency.EUR, dec("1"), rateDay, "x", currency.ErrUnknownCode},
		{"no time", currency.EUR, currency.USD, dec("1"), time.Time{}, "x", currency.ErrRange},
		{"no source", currency.EUR, currency.USD, dec("1"), rateDay, "", currency.ErrRange},
		{"long source", currency.EUR, currency.USD, dec("1"), rateDay, strings.Repeat("x", 65), currency.ErrRange},
		{"control in source", currency.EUR, currency.USD, dec("1"), rateDay, "a\nb", currency.ErrRange},
		{"broken source", currency.EUR, currency.USD, dec("1"), rateDay, "\xff", currency.ErrRange},
	} {
		r, err := currency.NewRate(tt.from, tt.to, tt.value, tt.at, tt.source)
		if r != (currency.Rate{}) || err == nil {
			t.Errorf("%s: %v, %v", tt.why, r, err)
			continue
		}
		wantKind(t, err, tt.kind)
	}
	r, err := currency.NewRate(currency.USD, currency.IRR, decimal.New(42, 3), rateDay.In(time.FixedZone("", 3600)), "Ernst & \"Young\" <ü>")
	if err != nil || !r.Value().Equal(dec("42000")) || !r.At().Equal(rateDay) || r.At().Location() != time.UTC {
		t.Errorf("%v, %v", r, err)
	}
}

func TestARateMayReachItsLimits(t *testing.T) {
	for _, tt := range []struct {
		why, value string
		at         time.Time
		source     string
	}{
		{"18 digits and decimals", "0.999999999999999999", rateDay, "x"},
		{"just below a million million", "999999999999.999999", rateDay, "x"},
		{"the first year", "1", time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), "x"},
		{"the last year", "1", time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), "x"},
		{"a long source", "1", rateDay, strings.Repeat("x", 64)},
	} {
		r, err := currency.NewRate(currency.EUR, currency.USD, dec(tt.value), tt.at, tt.source)
		if err != nil || !r.Value().Equal(dec(tt.value)) || !r.At().Equal(tt.at) || r.Source() != tt.source {
			t.Errorf("%s: %v, %v", tt.why, r, err)
		}
	}
	// JSON of 1024 bytes, a value of 24 characters.
	for _, tt := range []struct {
		bytes int
		value string
		want  bool
	}{
		{1024, "1.0834", true},
		{1025, "1.0834", false},
		{200, "000001.08340000000000000", true},
		{200, "0000001.08340000000000000", false},
	} {
		text := `{"from":"EUR","to":"USD","value":"` + tt.value + `","at":"2026-01-02T15:00:00Z","source":"x"`
		text += strings.Repeat(" ", tt.bytes-len(text)-1) + "}"
		var r currency.Rate
		if err := json.Unmarshal([]byte(text), &r); (err == nil) != tt.want {
			t.Errorf("%d bytes, value %s: %v, %v", len(text), tt.value, r, err)
		}
	}
}

func TestConvertRefuses(t *testing.T) {
	r := newRate(t, currency.EUR, currency.USD, "1.0834")
	for _, tt := range []struct {
		a     currency.Amount
		mode  currency.Mode
		chain []currency.Rate
		kind  currency.Kind
	}{
		{currency.New(1, currency.GBP), 0, []currency.Rate{r}, currency.ErrMismatch},
		{currency.Amount{}, 0, []currency.Rate{r}, currency.ErrUnknownCode},
		{currency.New(1, currency.Code(7)), 0, []currency.Rate{r}, currency.ErrOverflow},
		{eur("1"), 99, []currency.Rate{r}, currency.ErrRange},
		{eur("1"), 0, nil, currency.ErrRange},
		{eur("1"), 0, []currency.Rate{{}}, currency.ErrRange},
		{eur("1"), 0, []currency.Rate{r, r, r, r, r}, currency.ErrRange},
		{eur("1"), 0, []currency.Rate{r, newRate(t, currency.GBP, currency.JPY, "2")}, currency.ErrMismatch},
		{currency.New(math.MaxInt64, currency.EUR), 0, []currency.Rate{r}, currency.ErrOverflow},
		{currency.New(-math.MaxInt64, currency.EUR), 0, []currency.Rate{r}, currency.ErrOverflow},
	} {
		got, err := currency.Convert(tt.a, tt.mode, tt.chain...)
		if got.To != (currency.Amount{}) || err == nil {
			t.Errorf("%v: %v, %v", tt.a, got, err)
			continue
		}
		wantKind(t, err, tt.kind)
	}
}

// Every conversion, of one to four rates in either direction, is what exact
// fractions say, rounded once; and f(-x) is -f(x) in the symmetric modes.
func TestConversionsAreExactFractionsRoundedOnce(t *testing.T) {
	r := random(t)
	codes := []currency.Code{currency.EUR, currency.USD, currency.JPY, currency.KWD, currency.CLF, currency.HUF}
	for range times(20000) {
		var chain []currency.Rate
		at := codes[r.IntN(len(codes))]
		a := currency.New(anyMinor(r), at)
		x := new(big.Rat).SetFrac(big.NewInt(a.Minor()), tenTo(at.Digits()))
		for range 1 + r.IntN(4) {
			next := codes[r.IntN(len(codes))]
			if next == at {
				next = currency.GBP
			}
			if at == currency.GBP && next == at {
				next = currency.EUR
			}
			value := decimal.New(1+r.Int64N(1<<r.IntN(40)), -int32(r.IntN(13)))
			from, to := at, next
			if r.IntN(2) == 0 {
				from, to = next, at
				x.Quo(x, rat(value))
			} else {
				x.Mul(x, rat(value))
			}
			rate, err := currency.NewRate(from, to, value, rateDay, "test")
			if err != nil {
				t.Fatal(err)
			}
			chain = append(chain, rate)
			at = next
		}
		m := anyMode(r)
		want := exactRound(x.Mul(x, new(big.Rat).SetInt(tenTo(at.Digits()))), m)
		got, err := currency.Convert(a, m, chain...)
		checkExact(t, "conversion", got.To, err, want)
		if err != nil {
			continue
		}
		if rest := got.Rest(); rest == nil || rest.Cmp(new(big.Rat).Sub(x, new(big.Rat).SetInt(want))) != 0 {
			t.Fatalf("%+v: the rest is %v", got, rest)
		}
		if back, err := currency.Convert(a.Neg(), m, chain...); symmetric(m) && (err != nil || back.To != got.To.Neg()) {
			t.Fatalf("%v became %v, its negative %v, %v", a, got.To, back.To, err)
		}
	}
}

func tenTo(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

func TestAConversionKeepsItsOwnChain(t *testing.T) {
	chain := []currency.Rate{newRate(t, currency.EUR, currency.USD, "1.0834"), newRate(t, currency.EUR, currency.JPY, "162.31")}
	got, err := currency.Convert(currency.MustParse("100.00", currency.USD), currency.HalfUp, chain...)
	if err != nil || got.To != currency.New(14982, currency.JPY) { // 100 / 1.0834 * 162.31 = 14981.54
		t.Fatalf("%+v, %v", got, err)
	}
	was := got.Rates[0]
	chain[0] = currency.Rate{}
	if got.Rates[0] != was {
		t.Error("changing the caller's slice changed the record")
	}
	got.To = currency.New(1, currency.USD)
	if got.Rest() != nil || (currency.Converted{}).Rest() != nil {
		t.Error("a record that does not fit together has a rest")
	}
}

func TestRatesRoundTripThroughJSON(t *testing.T) {
	for _, value := range []string{"1.0834", "0.000000000000000001", "162.310", "999999999999", "17602.98"} {
		r, err := currency.NewRate(currency.EUR, currency.USD, dec(value), rateDay, `Ernst & "Young" <ü>`)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(currency.Converted{From: eur("1"), To: eur("1"), Rates: []currency.Rate{r}})
		if err != nil {
			t.Fatal(err)
		}
		var back currency.Converted
		if err := json.Unmarshal(data, &back); err != nil || len(back.Rates) != 1 || back.Rates[0] != r {
			t.Errorf("%s came back as %+v, %v", data, back, err)
		}
	}
	if _, err := json.Marshal(currency.Rate{}); err == nil {
		t.Error("the zero rate was written")
	}
	good := `{"from":"EUR","to":"USD","value":"1.0834","at":"2026-01-02T15:00:00Z","source":"x"}`
	var r currency.Rate
	if err := json.Unmarshal([]byte(good), &r); err != nil || r.String() != "EUR 1 = USD 1.0834 (x, 2026-01-02T15:00:00Z)" {
		t.Fatalf("%v, %v", r, err)
	}
	for _, change := range [][2]string{
		{`"1.0834"`, `1.0834`}, {`1.0834`, `-1`}, {`1.0834`, `0`}, {`1.0834`, `0.0`}, {`1.0834`, `1e3`}, {`1.0834`, `+1`}, {`1.0834`, `1.`}, {`1.0834`, `.5`}, {`1.0834`, `NaN`},
		{`1.0834`, `1000000000000`}, {`1.0834`, `0.0000000000000000001`}, {`"EUR"`, `"eur"`}, {`"EUR"`, `"USD"`}, {`"EUR"`, `null`},
		{`"from"`, `"From"`}, {`"x"}`, `"x","more":"y"}`}, {`"x"}`, `"x","to":"GBP"}`}, {`,"source":"x"`, ``}, {`"x"`, `""`},
		{`T15:00:00Z`, ``}, {`15:00:00Z`, `15:00:00+01:00`}, {`15:00:00Z`, `15:00:00.5Z`}, {`2026-01-02`, `2026-02-30`}, {`2026`, `1026`}, {`{`, `[`}, {`"x"}`, `"x"} {}`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		was := r
		if err := r.UnmarshalJSON([]byte(bad)); err == nil || r != was {
			t.Errorf("%s was read as %v, %v", bad, r, err)
		}
	}
	if err := r.UnmarshalJSON([]byte(`null`)); err == nil {
		t.Error("null was read as a rate")
	}
}

func TestARecordConvertsAgainAtItsOwnRates(t *testing.T) {
	chain := []currency.Rate{newRate(t, currency.EUR, currency.USD, "1.0834"), newRate(t, currency.EUR, currency.JPY, "162.31")}
	sold, err := currency.Convert(currency.MustParse("100.00", currency.USD), currency.HalfUp, chain...)
	if err != nil || sold.Check() != nil {
		t.Fatal(sold, err, sold.Check())
	}
	part, err := sold.Again(currency.MustParse("50.00", currency.USD))
	if err != nil || part.To != currency.New(7491, currency.JPY) || part.Check() != nil {
		t.Errorf("%v, %v", part.To, err)
	}
	back, err := sold.Again(sold.To) // the other way round
	if err != nil || back.To != currency.MustParse("100.00", currency.USD) || back.Check() != nil {
		t.Errorf("%v, %v", back.To, err)
	}
	_, err = sold.Again(eur("1"))
	wantKind(t, err, currency.ErrMismatch)
	fixed, err := currency.ConvertFixed(currency.MustParse("100.00", currency.DEM), currency.FRF, currency.HalfUp)
	if err != nil || fixed.Check() != nil {
		t.Errorf("%v, %v", fixed.Check(), err)
	}
	if back, err := fixed.Again(fixed.To); err != nil || back.Euro == "" || back.Check() != nil {
		t.Errorf("%+v, %v", back, err)
	}
	for why, change := range map[string]func(*currency.Converted){
		"another result":      func(c *currency.Converted) { c.To = currency.New(1, currency.JPY) },
		"another currency":    func(c *currency.Converted) { c.To = currency.New(14982, currency.KRW) },
		"no rates":            func(c *currency.Converted) { c.Rates = nil },
		"half the chain":      func(c *currency.Converted) { c.Rates = c.Rates[:1] },
		"another mode":        func(c *currency.Converted) { c.Mode = currency.Down },
		"euro out of nowhere": func(c *currency.Converted) { c.Euro = "1.000" },
	} {
		bad := sold
		change(&bad)
		if bad.Check() == nil {
			t.Errorf("%s: %+v is fine", why, bad)
		}
	}
}
