package currency_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

func TestSplit(t *testing.T) {
	for _, tt := range []struct {
		amount string
		n      int
		want   []currency.Amount
	}{
		{"1.00", 3, eurs("0.34", "0.33", "0.33")},
		{"-1.00", 3, eurs("-0.34", "-0.33", "-0.33")},
		{"2.99", 3, eurs("1.00", "1.00", "0.99")},
		{"-2.99", 3, eurs("-1.00", "-1.00", "-0.99")},
		{"0.01", 2, eurs("0.01", "0.00")},
		{"0.00", 2, eurs("0.00", "0.00")},
		{"5.00", 1, eurs("5.00")},
	} {
		got, err := eur(tt.amount).Split(tt.n)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, tt.want)
	}
	for _, n := range []int{0, -1, math.MinInt} {
		_, err := eur("1").Split(n)
		wantKind(t, err, currency.ErrRange)
	}
	r := random(t)
	for range times(5000) {
		a, n := currency.New(anyMinor(r), currency.EUR), 1+r.IntN(50)
		got, err := a.Split(n)
		if err != nil {
			t.Fatal(err)
		}
		ones := make([]int64, n)
		for k := range ones {
			ones[k] = 1
		}
		want, err := a.Allocate(ones)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, want)
	}
}

func TestPortionEqualsRationals(t *testing.T) {
	r := random(t)
	for range times(50000) {
		n := 1 + r.Int64()>>r.IntN(63)
		if n < 1 {
			n = math.MaxInt64
		}
		k := r.Int64N(n)
		if r.IntN(3) == 0 {
			k = n - r.Int64N(min(n, 3))
		}
		a := currency.New(anyMinor(r), currency.EUR)
		want := exactRound(new(big.Rat).Mul(whole(a.Minor()), ratio(k, n)), currency.HalfUp)
		got := a.Portion(k, n)
		checkExact(t, fmt.Sprintf("portion %d of %d of %v", k, n, a), got, nil, want)
		if got.Code() != currency.EUR || a.Neg().Portion(k, n).Neg() != got {
			t.Fatalf("portion %d of %d of %v is %v", k, n, a, got)
		}
		if a.Portion(0, n) != currency.Zero(currency.EUR) || a.Portion(n, n) != a {
			t.Fatalf("all of %d portions of %v is %v", n, a, a.Portion(n, n))
		}
	}
}

// Units are refunded in any grouping and any order: together they are exactly
// what was paid (money invariant I5), and no group is more than its fair share
// by a whole minor unit.
func TestAnyPartitionOfTheUnitsSumsToTheWhole(t *testing.T) {
	r := random(t)
	for range times(5000) {
		a, n := currency.New(anyMinor(r), currency.EUR), 1+r.Int64N(1000)
		type group struct{ first, count int64 }
		var groups []group
		for at := int64(0); at < n; {
			count := 1 + r.Int64N(n-at)
			groups = append(groups, group{at, count})
			at += count
		}
		r.Shuffle(len(groups), func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
		var sum currency.Amount
		for _, g := range groups {
			part, err := a.PortionOf(g.first, g.count, n)
			if err != nil {
				t.Fatal(err)
			}
			exact := new(big.Rat).Mul(whole(a.Minor()), ratio(g.count, n))
			if off := exact.Sub(exact, whole(part.Minor())); off.Abs(off).Cmp(whole(1)) > 0 {
				t.Fatalf("%d units of %d of %v is %v, off by %v", g.count, n, a, part, off)
			}
			if sum, err = sum.Add(part); err != nil {
				t.Fatal(err)
			}
		}
		if sum != a {
			t.Fatalf("%v in %v of %d sums to %v", a, groups, n, sum)
		}
	}
}

func TestPortionRefusesUnitsThatAreNotThere(t *testing.T) {
	for _, tt := range []struct{ first, count, n int64 }{
		{0, 0, 0}, {0, 1, 0}, {-1, 1, 3}, {0, -1, 3}, {0, 4, 3}, {3, 1, 3}, {4, 0, 3}, {1, math.MaxInt64, 3},
		{math.MaxInt64, math.MaxInt64, math.MaxInt64}, {0, 0, -1}, {math.MinInt64, math.MinInt64, math.MinInt64},
	} {
		_, err := eur("1").PortionOf(tt.first, tt.count, tt.n)
		wantKind(t, err, currency.ErrRange)
	}
	if part, err := eur("1").PortionOf(0, 1, 1); err != nil || part != eur("1") {
		t.Errorf("the only unit owns %v, %v", part, err)
	}
	if part, err := eur("1").PortionOf(3, 0, 3); err != nil || part != currency.Zero(currency.EUR) {
		t.Errorf("no unit owns %v, %v", part, err)
	}
	for _, tt := range []struct{ k, n int64 }{{0, 0}, {-1, 3}, {4, 3}, {0, -1}, {math.MinInt64, math.MaxInt64}} {
		if part := eur("1").Portion(tt.k, tt.n); part.Valid() {
			t.Errorf("portion %d of %d is %v", tt.k, tt.n, part)
		}
	}
}
