package currency_test

import (
	"errors"
	"math"
	"math/big"
	"testing"
	"unsafe"

	"github.com/orderkit/orderkit/currency"
)

func TestAmountIsAValueOf16BytesThatComparesWithEquals(t *testing.T) {
	if size := unsafe.Sizeof(currency.Amount{}); size != 16 {
		t.Errorf("%d bytes", size)
	}
	if eur("1.50") != eur("1.5") || eur("1.50") == currency.New(150, currency.USD) || currency.Zero(currency.EUR) == (currency.Amount{}) {
		t.Error("== does not compare sum and currency")
	}
	if allocs := testing.AllocsPerRun(100, func() { _, _ = eur("1.50").Add(eur("2")) }); allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func TestZeroValueAddsToAnything(t *testing.T) {
	var none currency.Amount
	a := eur("12.34")
	for name, got := range map[string]func() (currency.Amount, error){
		"0 + a":    func() (currency.Amount, error) { return none.Add(a) },
		"a + 0":    func() (currency.Amount, error) { return a.Add(none) },
		"a - 0":    func() (currency.Amount, error) { return a.Sub(none) },
		"-(0 - a)": func() (currency.Amount, error) { d, err := none.Sub(a); return d.Neg(), err },
		"sum":      func() (currency.Amount, error) { return currency.Sum(none, a, none) },
		"max":      func() (currency.Amount, error) { return currency.Max(none, a) },
		"-min":     func() (currency.Amount, error) { m, err := currency.Min(a.Neg(), none); return m.Neg(), err },
	} {
		if sum, err := got(); err != nil || sum != a {
			t.Errorf("%s = %v, %v", name, sum, err)
		}
	}
	if sum, err := none.Add(currency.Zero(currency.JPY)); err != nil || sum != currency.Zero(currency.JPY) {
		t.Errorf("0 + JPY 0 = %v, %v: the currency is lost", sum, err)
	}
	if low, err := currency.Min(none, a); err != nil || low != currency.Zero(currency.EUR) {
		t.Errorf("min of 0 and %v = %v, %v", a, low, err)
	}
	if c, err := none.Cmp(a); err != nil || c != -1 {
		t.Errorf("0 cmp a = %d, %v", c, err)
	}
	if sum, err := currency.Sum(); err != nil || sum != none {
		t.Errorf("sum of none = %v, %v", sum, err)
	}
}

func TestTwoCurrenciesNeverMix(t *testing.T) {
	a, b := eur("1.00"), currency.New(100, currency.USD)
	for name, got := range map[string]func() error{
		"add":        func() error { _, err := a.Add(b); return err },
		"subtract":   func() error { _, err := a.Sub(b); return err },
		"compare":    func() error { _, err := a.Cmp(b); return err },
		"sum":        func() error { _, err := currency.Sum(a, currency.Amount{}, b); return err },
		"min":        func() error { _, err := currency.Min(a, b); return err },
		"max":        func() error { _, err := currency.Max(a, b); return err },
		"zeros":      func() error { _, err := currency.Zero(currency.EUR).Add(currency.Zero(currency.USD)); return err },
		"sum zeros":  func() error { _, err := currency.Sum(currency.Zero(currency.EUR), b); return err },
		"cmp zeros":  func() error { _, err := currency.Zero(currency.EUR).Cmp(b); return err },
		"cap, other": func() error { _, _, err := a.AllocateCapped([]int64{1}, []currency.Amount{b}); return err },
	} {
		t.Run(name, func(t *testing.T) {
			err := got()
			wantKind(t, err, currency.ErrMismatch)
			var e *currency.Error
			if errors.As(err, &e) && (e.Code != currency.EUR || e.Other != currency.USD) {
				t.Errorf("the error names %v and %v", e.Code, e.Other)
			}
		})
	}
	_, err := a.Add(b)
	if got, want := err.Error(), "currency: add EUR and USD: currencies differ"; got != want {
		t.Errorf("message %s, want %s", got, want)
	}
}

// What New cannot represent must not look like money anywhere.
func TestInvalidAmountIsRefusedByEverything(t *testing.T) {
	good := eur("1.00")
	for name, bad := range map[string]currency.Amount{
		"out of range":         currency.New(math.MinInt64, currency.EUR),
		"unknown code":         currency.New(1, currency.Code(7)),
		"code beyond 15 bits":  currency.New(1, currency.Code(40000)),
		"no code":              currency.New(1, 0),
		"zero of unknown code": currency.Zero(currency.Code(7)),
		"range without code":   currency.New(math.MinInt64, 0),
		"negated":              currency.New(math.MinInt64, currency.EUR).Neg(),
		"absolute":             currency.New(math.MinInt64, currency.EUR).Abs(),
		"portion 5 of 4":       good.Portion(5, 4),
		"portion of invalid":   currency.New(math.MinInt64, currency.EUR).Portion(0, 1),
	} {
		t.Run(name, func(t *testing.T) {
			if bad.Valid() || bad.IsZero() {
				t.Fatalf("%d is valid", bad.Minor())
			}
			for op, f := range map[string]func() error{
				"add":      func() error { _, err := bad.Add(good); return err },
				"to add":   func() error { _, err := good.Add(bad); return err },
				"to none":  func() error { _, err := (currency.Amount{}).Add(bad); return err },
				"itself":   func() error { _, err := bad.Add(bad); return err },
				"sub":      func() error { _, err := bad.Sub(good); return err },
				"from":     func() error { _, err := good.Sub(bad); return err },
				"sub self": func() error { _, err := bad.Sub(bad); return err },
				"cmp":      func() error { _, err := bad.Cmp(bad); return err },
				"mul":      func() error { _, err := bad.Mul(0); return err },
				"mulrat":   func() error { _, err := bad.MulRat(0, 1, currency.HalfUp); return err },
				"sum":      func() error { _, err := currency.Sum(good, bad); return err },
				"min":      func() error { _, err := currency.Min(good, bad); return err },
				"split":    func() error { _, err := bad.Split(2); return err },
				"allocate": func() error { _, err := bad.Allocate([]int64{1}); return err },
				"capped":   func() error { _, _, err := bad.AllocateCapped([]int64{1}, []currency.Amount{good}); return err },
				"cap":      func() error { _, _, err := good.AllocateCapped([]int64{1}, []currency.Amount{bad}); return err },
				"portion":  func() error { _, err := bad.PortionOf(0, 1, 2); return err },
				"cash":     func() error { _, _, err := bad.Cash(); return err },
				"step":     func() error { _, _, err := bad.RoundTo(1, currency.HalfUp); return err },
				"json":     func() error { _, err := bad.MarshalJSON(); return err },
				"text":     func() error { _, err := bad.MarshalText(); return err },
				"sql":      func() error { _, err := bad.Value(); return err },
			} {
				if err := f(); !errors.Is(err, currency.ErrOverflow) {
					t.Errorf("%s: %v, want an overflow", op, err)
				}
			}
			if s := bad.String(); s != "invalid amount" {
				t.Errorf("String() = %q", s)
			}
			if s := bad.Number(); s != "invalid amount" {
				t.Errorf("Number() = %q", s)
			}
		})
	}
}

func TestAnInvalidOperandIsNamedByTheFirstCurrencyThatIsKnown(t *testing.T) {
	bad := currency.New(math.MinInt64, currency.EUR)
	for name, got := range map[string]func() error{
		"left":  func() error { _, err := bad.Add(currency.Amount{}); return err },
		"right": func() error { _, err := (currency.Amount{}).Add(bad); return err },
		"both":  func() error { _, err := bad.Sub(currency.New(math.MinInt64, currency.USD)); return err },
	} {
		var e *currency.Error
		if err := got(); !errors.As(err, &e) || e.Code != currency.EUR {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAKindThatIsNoneHasWordsToo(t *testing.T) {
	named := 0
	for k := range 256 {
		if currency.Kind(k).Error() != "currency error" {
			named++
		}
	}
	if last := currency.ErrNoRate; named != int(last) {
		t.Errorf("%d kinds have words of their own, the last is %d", named, last)
	}
}

func TestArithmeticEqualsWholeNumbers(t *testing.T) {
	r := random(t)
	for range times(200000) {
		x, y, n := anyMinor(r), anyMinor(r), anyInt(r)
		a, b := currency.New(x, currency.EUR), currency.New(y, currency.EUR)
		bx, by := big.NewInt(x), big.NewInt(y)

		sum, err := a.Add(b)
		checkExact(t, a.String()+" + "+b.String(), sum, err, new(big.Int).Add(bx, by))
		diff, err := a.Sub(b)
		checkExact(t, a.String()+" - "+b.String(), diff, err, new(big.Int).Sub(bx, by))
		product, err := a.Mul(n)
		checkExact(t, a.String()+" * n", product, err, new(big.Int).Mul(bx, big.NewInt(n)))
		if c, err := a.Cmp(b); err != nil || c != bx.Cmp(by) {
			t.Fatalf("%v cmp %v = %d, %v", a, b, c, err)
		}
		low, _ := currency.Min(a, b)
		high, _ := currency.Max(a, b)
		if low.Minor() != min(x, y) || high.Minor() != max(x, y) {
			t.Fatalf("min %v, max %v of %v and %v", low, high, a, b)
		}
		if a.Neg().Minor() != -x || a.Abs().Minor() < 0 || a.Sign() != bx.Sign() || a.IsZero() != (x == 0) {
			t.Fatalf("sign of %v", a)
		}
		if d := a.Decimal(); d.Exponent() != -2 || d.Coefficient().Cmp(bx) != 0 {
			t.Fatalf("%v as decimal is %v", a, d)
		}
	}
}

func TestSumDependsOnlyOnTheResult(t *testing.T) {
	r := random(t)
	for range times(20000) {
		want := new(big.Int)
		amounts := make([]currency.Amount, r.IntN(12))
		for k := range amounts {
			n := anyMinor(r)
			amounts[k] = currency.New(n, currency.EUR)
			want.Add(want, big.NewInt(n))
		}
		sum, err := currency.Sum(amounts...)
		checkExact(t, "sum", sum, err, want)
	}
	top := currency.New(math.MaxInt64, currency.EUR)
	if sum, err := currency.Sum(top, top, top.Neg(), top.Neg(), eur("0.01")); err != nil || sum != eur("0.01") {
		t.Errorf("a running total out of range spoils the sum: %v, %v", sum, err)
	}
}
