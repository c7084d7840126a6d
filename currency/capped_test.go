package currency_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

func TestAllocateCappedExamples(t *testing.T) {
	for _, tt := range []struct {
		name    string
		amount  string
		weights []int64
		caps    []currency.Amount
		want    []currency.Amount
		rest    string
	}{
		{"caps that do not bind", "2.99", []int64{43, 14, 23}, eurs("9", "9", "9"), eurs("1.61", "0.52", "0.86"), "0"},
		{"one full, the rest flows on", "9.00", []int64{1, 1, 1}, eurs("1", "9", "9"), eurs("1", "4", "4"), "0"},
		{"flowing fills the next", "9.00", []int64{1, 1, 1}, eurs("1", "3.50", "9"), eurs("1", "3.50", "4.50"), "0"},
		{"all full", "9.00", []int64{1, 1, 1}, eurs("1", "2", "3"), eurs("1", "2", "3"), "3.00"},
		{"a weight of 0 takes nothing", "9.00", []int64{0, 1}, eurs("5", "5"), eurs("0", "5"), "4.00"},
		{"a cap of 0", "9.00", []int64{1, 2}, eurs("0", "20"), eurs("0", "9"), "0"},
		{"the zero value is a cap of 0", "9.00", []int64{1, 2}, []currency.Amount{{}, eur("20")}, eurs("0", "9"), "0"},
		{"negative", "-9.00", []int64{1, 1, 1}, eurs("1", "2", "3"), eurs("-1", "-2", "-3"), "-3.00"},
		{"exactly full", "6.00", []int64{1, 2, 3}, eurs("1", "2", "3"), eurs("1", "2", "3"), "0"},
		{"nothing", "0", []int64{0}, eurs("0"), eurs("0"), "0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, rest, err := eur(tt.amount).AllocateCapped(tt.weights, tt.caps)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, got, tt.want)
			if rest != eur(tt.rest) {
				t.Errorf("rest %v, want %s", rest, tt.rest)
			}
		})
	}
}

// waterFilling is AllocateCapped by definition: fill whoever would exceed the
// cap, share what is left among the others, until nobody would.
func waterFilling(amount int64, weights, caps []int64) (shares []int64, rest int64) {
	shares = make([]int64, len(weights))
	open := slices.Clone(weights)
	left := max(amount, -amount)
	for again := true; again; {
		again = false
		total := new(big.Int)
		for _, w := range open {
			total.Add(total, big.NewInt(w))
		}
		if total.Sign() == 0 {
			break
		}
		level := new(big.Rat).SetFrac(big.NewInt(left), total)
		for i, w := range open {
			if w > 0 && new(big.Rat).Mul(level, whole(w)).Cmp(whole(caps[i])) >= 0 {
				shares[i], open[i], again = caps[i], 0, true
				left -= caps[i]
			}
		}
	}
	rest = left
	if slices.Max(append(open, 0)) > 0 {
		for i, s := range largestRemainder(left, open) {
			shares[i] += s
		}
		rest = 0
	}
	if amount < 0 {
		rest = -rest
		for i := range shares {
			shares[i] = -shares[i]
		}
	}
	return shares, rest
}

func TestAllocateCappedEqualsItsDefinition(t *testing.T) {
	r := random(t)
	for range times(20000) {
		n := 1 + r.IntN(8)
		weights := anyWeights(r, n)
		shift := r.IntN(62)
		a := currency.New(anyMinor(r)>>shift, currency.EUR)
		caps, plain := make([]currency.Amount, n), make([]int64, n)
		for k := range caps {
			plain[k] = r.Int64() >> (shift + r.IntN(3))
			caps[k] = currency.New(plain[k], currency.EUR)
		}
		if slices.Max(weights) == 0 && !a.IsZero() {
			continue
		}
		got, rest, err := a.AllocateCapped(weights, caps)
		if err != nil {
			t.Fatal(err)
		}
		what := fmt.Sprintf("%v over %v, caps %v: %v, rest %v", a, weights, caps, got, rest)
		want, wantRest := waterFilling(a.Minor(), weights, plain)
		if !slices.Equal(minors(got), want) || rest.Minor() != wantRest {
			t.Fatalf("%s; want %v, rest %v", what, want, wantRest)
		}
		if sum, err := currency.Sum(append(got, rest)...); err != nil || sum != a {
			t.Fatalf("%s: sum %v", what, sum)
		}
		for k, share := range got {
			if share.Abs().Minor() > plain[k] || share.Code() != currency.EUR {
				t.Fatalf("%s: share %d is over its cap", what, k)
			}
		}
		back, backRest, err := a.Neg().AllocateCapped(weights, caps)
		if err != nil || backRest.Neg() != rest {
			t.Fatalf("%s: the negative's rest is %v, %v", what, backRest, err)
		}
		for k := range back {
			if back[k].Neg() != got[k] {
				t.Fatalf("%s: the negative is %v", what, back)
			}
		}
	}
}
