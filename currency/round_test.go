package currency_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

func TestModes(t *testing.T) {
	inputs := []string{"-2.5", "-1.6", "-1.5", "-1.1", "-1", "-0.5", "-0.1", "0", "0.1", "0.5", "1", "1.1", "1.5", "1.6", "2.5"}
	for mode, want := range map[currency.Mode]string{
		currency.HalfUp:   "-3 -2 -2 -1 -1 -1 0 0 0 1 1 1 2 2 3",
		currency.HalfEven: "-2 -2 -2 -1 -1 0 0 0 0 0 1 1 2 2 2",
		currency.HalfDown: "-2 -2 -1 -1 -1 0 0 0 0 0 1 1 1 2 2",
		currency.Up:       "-3 -2 -2 -2 -1 -1 -1 0 1 1 1 2 2 2 3",
		currency.Down:     "-2 -1 -1 -1 -1 0 0 0 0 0 1 1 1 1 2",
		currency.Ceil:     "-2 -1 -1 -1 -1 0 0 0 1 1 1 2 2 2 3",
		currency.Floor:    "-3 -2 -2 -2 -1 -1 -1 0 0 0 1 1 1 1 2",
	} {
		t.Run(mode.String(), func(t *testing.T) {
			var got []string
			for _, s := range inputs {
				a, err := currency.Round(decimal.RequireFromString(s), currency.JPY, mode)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, a.Number())
			}
			if text := strings.Join(got, " "); text != want {
				t.Errorf("%v becomes\n     %s\nwant %s", inputs, text, want)
			}
		})
	}
}

func TestModeTextRoundTripsAndIsStrict(t *testing.T) {
	var none currency.Mode
	if none != currency.HalfUp {
		t.Errorf("the zero Mode is %v", none)
	}
	for _, m := range modes {
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		back := currency.Mode(99)
		if err := json.Unmarshal(data, &back); err != nil || back != m {
			t.Errorf("%s came back as %v, %v", data, back, err)
		}
	}
	for _, s := range []string{"", "HalfUp", "half-up", "HALF_UP", "half_up ", "bankers", "???"} {
		m := currency.Up
		wantKind(t, m.UnmarshalText([]byte(s)), currency.ErrRange)
		if m != currency.Up {
			t.Errorf("%q changed the mode to %v", s, m)
		}
	}
	bad := currency.Mode(7)
	_, err := bad.MarshalText()
	wantKind(t, err, currency.ErrRange)
	if bad.Valid() || bad.String() != "???" {
		t.Errorf("mode 7 is %v", bad)
	}
	_, err = eur("1").MulRat(1, 2, bad)
	wantKind(t, err, currency.ErrRange)
	_, err = currency.Round(decimal.New(1, 0), currency.EUR, bad)
	wantKind(t, err, currency.ErrRange)
	_, err = currency.RoundQuotient(decimal.New(1, 0), decimal.New(1, 0), currency.EUR, bad)
	wantKind(t, err, currency.ErrRange)
	_, _, err = eur("1").RoundTo(5, bad)
	wantKind(t, err, currency.ErrRange)
}

func TestRoundingExamples(t *testing.T) {
	d := decimal.RequireFromString
	for _, tt := range []struct {
		source string
		got    func() (currency.Amount, error)
		want   string
	}{
		{"CEN example 1, 6 %", func() (currency.Amount, error) { return eur("183.23").MulRat(6, 100, currency.HalfUp) }, "10.99"},
		{"CEN example 1, 21 %", func() (currency.Amount, error) { return eur("46.37").MulRat(21, 100, currency.HalfUp) }, "9.74"},
		{"CEN sample-discount-price", func() (currency.Amount, error) {
			return currency.RoundProduct(d("0.1212"), 100, 1, currency.EUR, currency.HalfUp)
		}, "12.12"},
		{"CEN sample-discount-price, tax", func() (currency.Amount, error) { return eur("12.12").MulRat(25, 100, currency.HalfUp) }, "3.03"},
		{"GOBL 900.00 gross @21", func() (currency.Amount, error) { return eur("900.00").MulRat(21, 121, currency.HalfUp) }, "156.20"},
		{"GOBL 290.00 gross @6", func() (currency.Amount, error) { return eur("290.00").MulRat(6, 106, currency.HalfUp) }, "16.42"},
		{"GOBL 40.009 % of 93.38", func() (currency.Amount, error) { return eur("93.38").MulRat(40009, 100000, currency.HalfUp) }, "37.36"},
		{"GOBL 56.02 gross @23", func() (currency.Amount, error) {
			return currency.RoundQuotient(d("56.02"), d("1.23"), currency.EUR, currency.HalfUp)
		}, "45.54"},
		{"GOBL 3 x 12.5934", func() (currency.Amount, error) {
			return currency.RoundProduct(d("12.5934"), 3, 1, currency.EUR, currency.HalfUp)
		}, "37.78"},
		{"GOBL 7 % of 37.78", func() (currency.Amount, error) { return eur("37.78").MulRat(7, 100, currency.HalfUp) }, "2.64"},
		{"Sylius 2495.99 @23", func() (currency.Amount, error) { return eur("2495.99").MulRat(23, 100, currency.HalfUp) }, "574.08"},
		{"Sylius 3.15 gross @20, a tie", func() (currency.Amount, error) { return eur("3.15").MulRat(20, 120, currency.HalfUp) }, "0.53"},
		{"the tie, half even", func() (currency.Amount, error) { return eur("3.15").MulRat(20, 120, currency.HalfEven) }, "0.52"},
		{"medusa#14818 36.75 @19", func() (currency.Amount, error) { return eur("36.75").MulRat(19, 100, currency.HalfUp) }, "6.98"},
		{"decimal's Div rounds twice", func() (currency.Amount, error) {
			return currency.RoundQuotient(d("0.044999999999999999997"), d("3"), currency.EUR, currency.HalfUp)
		}, "0.01"},
		{"a tie of 28 decimals, half even", func() (currency.Amount, error) {
			return currency.Round(d("0.0050000000000000000000000000"), currency.EUR, currency.HalfEven)
		}, "0.00"},
		{"and to the even one above", func() (currency.Amount, error) {
			return currency.Round(d("0.0150000000000000000000000000"), currency.EUR, currency.HalfEven)
		}, "0.02"},
		{"1.375 kg at 4.99 per kg", func() (currency.Amount, error) {
			return currency.RoundProduct(d("4.99"), 1375, 1000, currency.EUR, currency.HalfUp)
		}, "6.86"},
		{"price per 100 pieces", func() (currency.Amount, error) {
			return currency.RoundProduct(d("12.345"), 7, 100, currency.EUR, currency.HalfUp)
		}, "0.86"},
		{"a return", func() (currency.Amount, error) {
			return currency.RoundProduct(d("12.345"), -1, 1, currency.EUR, currency.HalfUp)
		}, "-12.35"},
	} {
		t.Run(tt.source, func(t *testing.T) {
			if got, err := tt.got(); err != nil || got != eur(tt.want) {
				t.Errorf("got %v, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestMulRatEqualsRationals(t *testing.T) {
	r := random(t)
	for i := range times(200000) {
		x, num, den, m := anyMinor(r), anyInt(r), anyInt(r), anyMode(r)
		if i%3 == 0 { // exact ties and whole results are rare by chance
			den = 2 << r.IntN(8)
			x, num = x%1000000, num%1000
		}
		a := currency.New(x, currency.EUR)
		got, err := a.MulRat(num, den, m)
		if den == 0 {
			wantKind(t, err, currency.ErrRange)
			continue
		}
		what := fmt.Sprintf("%v * %d / %d, %v", a, num, den, m)
		checkExact(t, what, got, err, exactRound(new(big.Rat).Mul(whole(x), ratio(num, den)), m))
		if symmetric(m) {
			if back, err2 := a.Neg().MulRat(num, den, m); (err == nil) != (err2 == nil) || back.Neg() != got {
				t.Fatalf("%s is %v, of the negative %v", what, got, back)
			}
		}
	}
}

func TestMulRatThatRoundsUpTo64BitsIsAnOverflow(t *testing.T) {
	// (2^33-1)(2^33+1)/4 = 2^64 - 1/4, whose next whole number wraps to 0.
	got, err := currency.New(1<<33-1, currency.EUR).MulRat(1<<33+1, 4, currency.HalfUp)
	if got != (currency.Amount{}) {
		t.Errorf("got %v", got)
	}
	wantKind(t, err, currency.ErrOverflow)
}

// anyDecimal draws decimals of all sizes, some with more digits than an int64.
func anyDecimal(r interface {
	IntN(int) int
	Uint64() uint64
}) decimal.Decimal {
	n := new(big.Int).SetInt64(int64(r.Uint64()) >> r.IntN(64))
	for k := r.IntN(12) - 8; k > 0; k-- {
		n.Mul(n, new(big.Int).SetUint64(r.Uint64()))
	}
	e := r.IntN(30) - 24
	if r.IntN(10) == 0 {
		e = r.IntN(801) - 400
	}
	return decimal.NewFromBigInt(n, int32(e))
}

func rat(d decimal.Decimal) *big.Rat {
	x := new(big.Rat).SetInt(d.Coefficient())
	ten := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(d.Exponent(), -d.Exponent()))), nil))
	if d.Exponent() < 0 {
		return x.Quo(x, ten)
	}
	return x.Mul(x, ten)
}

func TestRoundEqualsRationals(t *testing.T) {
	r := random(t)
	codes := []currency.Code{currency.JPY, currency.EUR, currency.BHD, currency.CLF}
	for range times(50000) {
		d, e, qty, base, m := anyDecimal(r), anyDecimal(r), anyInt(r), anyInt(r), anyMode(r)
		c := codes[r.IntN(len(codes))]
		scale := whole([]int64{1, 10, 100, 1000, 10000}[c.Digits()])
		what := fmt.Sprintf("%se%d (%d/%d) %v %v", d.Coefficient(), d.Exponent(), qty, base, c, m)
		x := new(big.Rat).Mul(rat(d), scale)

		got, err := currency.Round(d, c, m)
		checkExact(t, "round "+what, got, err, exactRound(x, m))
		if base != 0 {
			got, err = currency.RoundProduct(d, qty, base, c, m)
			checkExact(t, "product "+what, got, err, exactRound(new(big.Rat).Mul(x, ratio(qty, base)), m))
		}
		if e.Sign() != 0 {
			got, err = currency.RoundQuotient(d, e, c, m)
			checkExact(t, "quotient "+what, got, err, exactRound(new(big.Rat).Quo(x, rat(e)), m))
			if symmetric(m) {
				if back, _ := currency.RoundQuotient(d.Neg(), e, c, m); back.Neg() != got {
					t.Fatalf("%s is %v, of the negative %v", what, got, back)
				}
			}
		}
	}
}

func TestRoundRefusesWhatItCannotDo(t *testing.T) {
	one := decimal.New(1, 0)
	long := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(1000000), nil), -1000000)
	for _, tt := range []struct {
		name string
		d    decimal.Decimal
		code currency.Code
		kind currency.Kind
	}{
		{"1e10000", decimal.New(1, 10000), currency.EUR, currency.ErrRange},
		{"1e-10000000", decimal.New(1, -10000000), currency.EUR, currency.ErrRange},
		{"the largest exponent", decimal.New(1, math.MaxInt32), currency.EUR, currency.ErrRange},
		{"the smallest exponent", decimal.New(1, math.MinInt32), currency.EUR, currency.ErrRange},
		{"zero of a huge exponent", decimal.New(0, math.MaxInt32), currency.EUR, currency.ErrRange},
		{"a million decimals", long, currency.EUR, currency.ErrRange},
		{"a million digits", long.Shift(1000000), currency.EUR, currency.ErrRange},
		{"617 digits of nothing", decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 2048), -400), currency.EUR, currency.ErrRange},
		{"one over the range", decimal.New(math.MinInt64, -2), currency.EUR, currency.ErrOverflow},
		{"1e400", decimal.New(1, 400), currency.EUR, currency.ErrOverflow},
		{"616 digits", decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 2047), -400), currency.EUR, currency.ErrOverflow},
		{"no currency", one, 0, currency.ErrUnknownCode},
		{"unknown currency", one, currency.Code(7), currency.ErrUnknownCode},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			_, err := currency.Round(tt.d, tt.code, currency.HalfUp)
			wantKind(t, err, tt.kind)
			_, err = currency.RoundProduct(tt.d, 1, 1, tt.code, currency.HalfUp)
			wantKind(t, err, tt.kind)
			_, err = currency.RoundQuotient(tt.d, one, tt.code, currency.HalfUp)
			wantKind(t, err, tt.kind)
			if took := time.Since(start); took > time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
	_, err := currency.RoundProduct(one, 1, 0, currency.EUR, currency.HalfUp)
	wantKind(t, err, currency.ErrRange)
	_, err = currency.RoundQuotient(one, decimal.Decimal{}, currency.EUR, currency.HalfUp)
	wantKind(t, err, currency.ErrRange)
	_, err = currency.RoundQuotient(one, decimal.New(1, 1<<20), currency.EUR, currency.HalfUp)
	wantKind(t, err, currency.ErrRange)
	if a, err := currency.Round(decimal.New(1, -400), currency.EUR, currency.Up); err != nil || a != eur("0.01") {
		t.Errorf("1e-400 is %v, %v", a, err)
	}
	if a, err := currency.Round(decimal.Decimal{}, currency.EUR, currency.Up); err != nil || a != currency.Zero(currency.EUR) {
		t.Errorf("the zero decimal is %v, %v", a, err)
	}
}

// A host may set the variables of package decimal as it likes.
func TestVariablesOfDecimalChangeNothing(t *testing.T) {
	before := everything(t)
	division, pow, quotes, exp, zero := decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes, decimal.ExpMaxIterations, decimal.Zero
	t.Cleanup(func() {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes, decimal.ExpMaxIterations, decimal.Zero = division, pow, quotes, exp, zero
	})
	decimal.DivisionPrecision = 0
	decimal.PowPrecisionNegativeExponent = 0
	decimal.MarshalJSONWithoutQuotes = true
	decimal.ExpMaxIterations = 0
	decimal.Zero = decimal.New(5, 3)
	if after := everything(t); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
	if decimal.New(1, 0).Div(decimal.New(3, 0)).Sign() != 0 {
		t.Error("the variables had no effect on decimal: the test tests nothing")
	}
}

// everything writes down a result of every function that touches a decimal.
func everything(t *testing.T) string {
	var b strings.Builder
	add := func(v any, err error) { fmt.Fprintln(&b, v, err) }
	for _, m := range modes {
		for _, s := range []string{"0", "1234.565", "-0.00499999999999999999999999", "99999999999999.995", "12345678901234567890123.4", "2.5e-3"} {
			d := decimal.RequireFromString(s)
			add(currency.Round(d, currency.EUR, m))
			add(currency.RoundProduct(d, 7, 3, currency.BHD, m))
			add(currency.RoundQuotient(d, decimal.RequireFromString("1.19"), currency.EUR, m))
		}
		add(eur("10.01").MulRat(1, 3, m))
	}
	a := eur("1234.56")
	d := a.Decimal()
	add(fmt.Sprint(d.Coefficient(), "e", d.Exponent()), nil)
	data, err := json.Marshal(a)
	add(string(data), err)
	add(a.Value())
	add(a.Allocate([]int64{3, 2, 2}))
	return b.String()
}
