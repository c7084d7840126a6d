package currency_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

func TestCashRoundingGivesTheDifference(t *testing.T) {
	for _, tt := range []struct {
		name          string
		code          currency.Code
		amount        string
		rounded, diff string
	}{
		{"Canada budget 2012", currency.CAD, "4.92", "4.90", "-0.02"},
		{"Canada, up", currency.CAD, "4.93", "4.95", "0.02"},
		{"Swiss, a tie cannot be", currency.CHF, "10.03", "10.05", "0.02"},
		{"Swiss refund", currency.CHF, "-10.03", "-10.05", "-0.02"},
		{"Denmark, a tie goes up", currency.DKK, "0.25", "0.50", "0.25"},
		{"Denmark, below", currency.DKK, "0.24", "0.00", "-0.24"},
		{"Sweden", currency.SEK, "99.49", "99.00", "-0.49"},
		{"Hungary", currency.HUF, "1232.50", "1235.00", "2.50"},
		{"Hungary, below", currency.HUF, "1232.00", "1230.00", "-2.00"},
		{"nothing to round", currency.EUR, "9.99", "9.99", "0.00"},
		{"yen", currency.JPY, "7", "7", "0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := currency.MustParse(tt.amount, tt.code)
			rounded, diff, err := a.Cash()
			if err != nil || rounded != currency.MustParse(tt.rounded, tt.code) || diff != currency.MustParse(tt.diff, tt.code) {
				t.Errorf("%v is %v with %v, %v", a, rounded, diff, err)
			}
		})
	}
	if rounded, diff, err := (currency.Amount{}).Cash(); err != nil || rounded != (currency.Amount{}) || diff != rounded {
		t.Errorf("the zero value is %v with %v, %v", rounded, diff, err)
	}
	// Peppol totals: payable 999.81 rounded to the crown.
	rounded, diff, err := currency.MustParse("999.81", currency.SEK).Cash()
	if err != nil || rounded.Number() != "1000.00" || diff.Number() != "0.19" {
		t.Errorf("999.81 is %v with %v, %v", rounded, diff, err)
	}
}

func TestRoundToEqualsRationals(t *testing.T) {
	r := random(t)
	for range times(50000) {
		x, step, m := anyMinor(r), max(anyMinor(r), 1), anyMode(r)
		if r.IntN(2) == 0 {
			step = []int64{1, 5, 10, 50, 100, 500}[r.IntN(6)]
		}
		a := currency.New(x, currency.EUR)
		want := new(big.Int).Mul(exactRound(ratio(x, step), m), big.NewInt(step))
		rounded, diff, err := a.RoundTo(step, m)
		checkExact(t, fmt.Sprintf("%v to %d, %v", a, step, m), rounded, err, want)
		if err != nil {
			continue
		}
		if sum, err := a.Add(diff); err != nil || sum != rounded || diff.Abs().Minor() >= step {
			t.Fatalf("%v + %v is not %v, %v", a, diff, rounded, err)
		}
	}
	for _, step := range []int64{0, -1, math.MinInt64} {
		_, _, err := eur("1").RoundTo(step, currency.HalfUp)
		wantKind(t, err, currency.ErrRange)
	}
	most := currency.New(math.MaxInt64, currency.EUR)
	for _, a := range []currency.Amount{most, most.Neg()} {
		_, _, err := a.RoundTo(math.MaxInt64-1, currency.Up)
		wantKind(t, err, currency.ErrOverflow)
		if rounded, diff, err := a.RoundTo(math.MaxInt64-1, currency.Down); err != nil || diff.Abs().Minor() != 1 {
			t.Errorf("%v is %v with %v, %v", a, rounded, diff, err)
		}
	}
}
