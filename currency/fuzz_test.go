package currency_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"regexp"
	"slices"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

var plainNumber = regexp.MustCompile(`\A-?[0-9]+(\.[0-9]+)?\z`)

// someCode turns any number into a known code.
func someCode(n uint16) currency.Code {
	codes := currency.Codes()
	return codes[int(n)%len(codes)]
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"12.34", "-0.00", "1e3", "92233720368547758.07", "-92233720368547758.08", "184467440737095516.17", "−1", ".5", "5.", "00"} {
		f.Add(s, uint16(90))
	}
	f.Fuzz(func(t *testing.T, s string, n uint16) {
		c := someCode(n)
		a, err := currency.Parse(s, c)
		if err != nil {
			if a != (currency.Amount{}) {
				t.Fatalf("%q: %v with %v", s, a, err)
			}
			if !plainNumber.MatchString(s) || len(s) > 32 {
				return
			}
		} else if !plainNumber.MatchString(s) || len(s) > 32 {
			t.Fatalf("%q was read as %v", s, a)
		}
		x, _ := new(big.Rat).SetString(s)
		x.Mul(x, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.Digits())), nil)))
		switch {
		case err == nil:
			if x.Cmp(whole(a.Minor())) != 0 {
				t.Fatalf("%q was read as %v", s, a)
			}
			if back, err := currency.Parse(a.Number(), c); err != nil || back != a {
				t.Fatalf("%v came back as %v, %v", a, back, err)
			}
		case errors.Is(err, currency.ErrDigits):
		case errors.Is(err, currency.ErrOverflow):
			if x.IsInt() && fits(x.Num()) {
				t.Fatalf("%q: %v", s, err)
			}
		default:
			t.Fatalf("%q: %v", s, err)
		}
	})
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"EUR 12.34", "0", "", "JPY -1", "EUR  1", "eur 1", "ZZZ 1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a := eur("9")
		if err := a.UnmarshalText([]byte(s)); err != nil {
			if a != eur("9") {
				t.Fatalf("%q: %v with %v", s, a, err)
			}
			return
		}
		var back currency.Amount
		if err := back.UnmarshalText([]byte(a.String())); err != nil || back != a {
			t.Fatalf("%q was read as %v, then %v, %v", s, a, back, err)
		}
	})
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"amount":"12.34","currency":"EUR"}`, `{"currency":"","amount":"0"}`, `null`, `{"amount":1,"currency":"EUR"}`, `{"amount":"1","Amount":"1","currency":"EUR"}`, ` { } `} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a := eur("9")
		if err := a.UnmarshalJSON(data); err != nil {
			if a != eur("9") {
				t.Fatalf("%s: %v with %v", data, a, err)
			}
			return
		}
		var fields map[string]string
		if err := json.Unmarshal(data, &fields); err != nil || len(fields) != 2 {
			t.Fatalf("%q was read as %v, encoding/json says %v, %v", data, a, fields, err)
		}
		if fields["currency"] != a.Code().String() {
			t.Fatalf("%s was read as %v", data, a)
		}
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var back currency.Amount
		if err := json.Unmarshal(text, &back); err != nil || back != a {
			t.Fatalf("%s was read as %v, then %v, %v", data, a, back, err)
		}
	})
}

func FuzzRound(f *testing.F) {
	f.Add([]byte{1}, false, int32(-3), int64(1), int64(1), uint8(0))
	f.Add([]byte{0x80, 0, 0, 0, 0, 0, 0, 0}, true, int32(-2), int64(3), int64(7), uint8(1))
	f.Add([]byte{1}, false, int32(math.MaxInt32), int64(1), int64(1), uint8(2))
	f.Add([]byte{1}, false, int32(math.MinInt32), int64(math.MinInt64), int64(math.MinInt64), uint8(3))
	f.Fuzz(func(t *testing.T, coefficient []byte, negative bool, exponent int32, qty, base int64, mode uint8) {
		n := new(big.Int).SetBytes(coefficient)
		if negative {
			n.Neg(n)
		}
		m := modes[int(mode)%len(modes)]
		d := decimal.NewFromBigInt(n, exponent)
		got, err := currency.RoundProduct(d, qty, base, currency.EUR, m)
		if n.BitLen() > 2048 || exponent > 400 || exponent < -400 || base == 0 {
			if !errors.Is(err, currency.ErrRange) {
				t.Fatalf("%v, %v; want a range error", got, err)
			}
			return
		}
		x := new(big.Rat).Mul(rat(d), whole(100))
		checkExact(t, "product", got, err, exactRound(new(big.Rat).Mul(x, ratio(qty, base)), m))
		if got, err := currency.Round(d, currency.EUR, m); true {
			checkExact(t, "round", got, err, exactRound(x, m))
		}
		if e := decimal.New(base, 3); true {
			got, err := currency.RoundQuotient(d, e, currency.EUR, m)
			checkExact(t, "quotient", got, err, exactRound(new(big.Rat).Quo(x, rat(e)), m))
		}
	})
}

func FuzzMulRat(f *testing.F) {
	f.Add(int64(315), int64(20), int64(120), uint8(0))
	f.Add(int64(math.MaxInt64), int64(math.MinInt64), int64(math.MinInt64), uint8(1))
	f.Add(int64(-math.MaxInt64), int64(math.MaxInt64), int64(1), uint8(6))
	f.Fuzz(func(t *testing.T, minor, num, den int64, mode uint8) {
		if minor == math.MinInt64 || den == 0 {
			return
		}
		m := modes[int(mode)%len(modes)]
		got, err := currency.New(minor, currency.EUR).MulRat(num, den, m)
		checkExact(t, "product", got, err, exactRound(new(big.Rat).Mul(whole(minor), ratio(num, den)), m))
	})
}

func FuzzAllocate(f *testing.F) {
	f.Add(int64(613), int64(98), int64(92), int64(98), int64(123), int64(500))
	f.Add(int64(-299), int64(1), int64(1), int64(1), int64(0), int64(100))
	f.Add(int64(math.MaxInt64), int64(math.MaxInt64), int64(0), int64(0), int64(0), int64(0))
	f.Fuzz(func(t *testing.T, minor, w0, w1, w2, w3, limit int64) {
		if minor == math.MinInt64 {
			return
		}
		a, weights := currency.New(minor, currency.EUR), []int64{w0, w1, w2, w3}
		got, err := a.Allocate(weights)
		limit = max(limit, 0)
		caps, plain := make([]currency.Amount, 4), []int64{limit, limit / 2, limit / 3, limit}
		for i := range caps {
			caps[i] = currency.New(plain[i], currency.EUR)
		}
		capped, rest, errCapped := a.AllocateCapped(weights, caps)

		total := new(big.Int)
		for _, w := range weights {
			total.Add(total, big.NewInt(w))
		}
		switch {
		case slices.Min(weights) < 0, total.Sign() == 0 && minor != 0:
			if !errors.Is(err, currency.ErrWeights) && !errors.Is(err, currency.ErrOverflow) || errCapped == nil {
				t.Fatalf("%v over %v: %v, %v", a, weights, err, errCapped)
			}
			return
		case !total.IsInt64():
			if !errors.Is(err, currency.ErrOverflow) || !errors.Is(errCapped, currency.ErrOverflow) {
				t.Fatalf("%v over %v: %v, %v", a, weights, err, errCapped)
			}
			return
		}
		if want := largestRemainder(minor, weights); err != nil || !slices.Equal(minors(got), want) {
			t.Fatalf("%v over %v: %v, %v; want %v", a, weights, got, err, want)
		}
		want, wantRest := waterFilling(minor, weights, plain)
		if errCapped != nil || !slices.Equal(minors(capped), want) || rest.Minor() != wantRest {
			t.Fatalf("%v over %v, caps %v: %v, rest %v, %v; want %v, %d", a, weights, caps, capped, rest, errCapped, want, wantRest)
		}
	})
}

func FuzzPortion(f *testing.F) {
	f.Add(int64(29000), int64(1), int64(1), int64(3))
	f.Add(int64(-1), int64(0), int64(math.MaxInt64), int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, minor, first, count, n int64) {
		if minor == math.MinInt64 {
			return
		}
		a := currency.New(minor, currency.EUR)
		part, err := a.PortionOf(first, count, n)
		if n < 1 || first < 0 || count < 0 || first > n || count > n-first {
			if !errors.Is(err, currency.ErrRange) {
				t.Fatalf("%d, %d of %d: %v, %v", first, count, n, part, err)
			}
			return
		}
		upTo := func(k int64) *big.Int {
			return exactRound(new(big.Rat).Mul(whole(minor), ratio(k, n)), currency.HalfUp)
		}
		checkExact(t, "portion", part, err, new(big.Int).Sub(upTo(first+count), upTo(first)))
		before, _ := a.PortionOf(0, first, n)
		after, _ := a.PortionOf(first+count, n-first-count, n)
		if sum, err := currency.Sum(after, part, before); err != nil || sum != a {
			t.Fatalf("%v, %v and %v are not %v, %v", before, part, after, a, err)
		}
	})
}

func FuzzParseCode(f *testing.F) {
	for _, s := range []string{"EUR", "eur", "", "ZZZ", "€"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := currency.ParseCode(s)
		if (err == nil) != c.Valid() || err == nil && c.String() != s {
			t.Fatalf("ParseCode(%q) = %v, %v", s, c, err)
		}
	})
}
