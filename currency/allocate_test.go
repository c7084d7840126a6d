package currency_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

func TestAllocationExamples(t *testing.T) {
	for _, tt := range []struct {
		source  string
		amount  string
		weights []int64
		want    []currency.Amount
	}{
		{"Vendure prorate.spec", "2.99", []int64{43, 14, 23}, eurs("1.61", "0.52", "0.86")},
		{"largest remainder", "3.00", []int64{43, 14, 23}, eurs("1.61", "0.53", "0.86")},
		{"brick/money#62", "10.00", []int64{30, 20, 40}, eurs("3.33", "2.22", "4.45")},
		{"brick/money#62, of 100", "100.00", []int64{30, 20, 40}, eurs("33.33", "22.22", "44.45")},
		{"rusty_money#103", "6.13", []int64{98, 92, 98, 123, 102, 92}, eurs("0.99", "0.93", "0.99", "1.25", "1.04", "0.93")},
		{"order discount over net lines", "-5.00", []int64{1700, 3499, 1020}, eurs("-1.37", "-2.81", "-0.82")},
		{"Vendure#4811, ties to the lower index", "2.99", []int64{1, 1, 1}, eurs("1.00", "1.00", "0.99")},
		{"Vendure#4811, negative", "-2.99", []int64{1, 1, 1}, eurs("-1.00", "-1.00", "-0.99")},
		{"a weight of 0 has no share", "0.05", []int64{0, 1, 0, 1, 0}, eurs("0.00", "0.03", "0.00", "0.02", "0.00")},
		{"less than one unit each", "0.02", []int64{1, 1, 1, 1}, eurs("0.01", "0.01", "0.00", "0.00")},
		{"nothing over nothing", "0.00", []int64{0, 0}, eurs("0.00", "0.00")},
		{"nothing over nobody", "0.00", nil, nil},
		{"one", "-7.77", []int64{5}, eurs("-7.77")},
		{"the whole range", "92233720368547758.07", []int64{math.MaxInt64 - 1, 1}, eurs("92233720368547758.06", "0.01")},
	} {
		t.Run(tt.source, func(t *testing.T) {
			got, err := eur(tt.amount).Allocate(tt.weights)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, got, tt.want)
		})
	}
}

// rusty_money#103: which weight gets which share must not depend on the order.
func TestAllocationOfEqualWeightsInAnyOrder(t *testing.T) {
	share := map[int64]string{98: "0.99", 92: "0.93", 123: "1.25", 102: "1.04"}
	r := random(t)
	weights := []int64{98, 92, 98, 123, 102, 92}
	for range 1000 {
		r.Shuffle(len(weights), func(i, j int) { weights[i], weights[j] = weights[j], weights[i] })
		got, err := eur("6.13").Allocate(weights)
		if err != nil {
			t.Fatal(err)
		}
		for k, w := range weights {
			if got[k] != eur(share[w]) {
				t.Fatalf("over %v: %v", weights, got)
			}
		}
	}
}

func TestAllocateRefusesWeightsThatLoseMoney(t *testing.T) {
	caps := func(n int) []currency.Amount { return make([]currency.Amount, n) }
	for _, tt := range []struct {
		name    string
		weights []int64
		kind    currency.Kind
	}{
		{"all zero", []int64{0, 0}, currency.ErrWeights},
		{"none", nil, currency.ErrWeights},
		{"negative", []int64{3, -1}, currency.ErrWeights},
		{"smallest", []int64{math.MinInt64}, currency.ErrWeights},
		{"sum out of range", []int64{math.MaxInt64, 1}, currency.ErrOverflow},
		{"sum far out of range", []int64{math.MaxInt64, math.MaxInt64, math.MaxInt64}, currency.ErrOverflow},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := eur("1").Allocate(tt.weights)
			wantKind(t, err, tt.kind)
			if got != nil {
				t.Errorf("got %v", got)
			}
			_, _, err = eur("1").AllocateCapped(tt.weights, caps(len(tt.weights)))
			wantKind(t, err, tt.kind)
		})
	}
	if _, err := eur("0").Allocate([]int64{-1}); err == nil {
		t.Error("a negative weight passes because the amount is zero")
	}
	_, _, err := eur("1").AllocateCapped([]int64{1, 1}, eurs("1"))
	wantKind(t, err, currency.ErrWeights)
	_, _, err = eur("1").AllocateCapped([]int64{1}, eurs("-1"))
	wantKind(t, err, currency.ErrWeights)
}

// anyWeights draws n weights whose sum is in range.
func anyWeights(r *rand.Rand, n int) []int64 {
	weights := make([]int64, n)
	most := int64(math.MaxInt64)
	if n > 0 {
		most /= int64(n)
	}
	shift := r.IntN(63)
	for i := range weights {
		switch r.IntN(6) {
		case 0:
		case 1:
			weights[i] = 1
		default:
			weights[i] = min(r.Int64()>>shift, most)
		}
	}
	return weights
}

// largestRemainder is Allocate by definition, on rationals, slowly.
func largestRemainder(amount int64, weights []int64) []int64 {
	total := new(big.Int)
	for _, w := range weights {
		total.Add(total, big.NewInt(w))
	}
	shares := make([]int64, len(weights))
	rests := make([]*big.Rat, len(weights))
	left := new(big.Int).Abs(big.NewInt(amount))
	all := new(big.Rat).SetInt(left)
	left = new(big.Int).Set(left)
	for i, w := range weights {
		rests[i] = new(big.Rat)
		if total.Sign() == 0 {
			continue
		}
		exact := new(big.Rat).Mul(all, new(big.Rat).SetFrac(big.NewInt(w), total))
		cut := exactRound(exact, currency.Down)
		shares[i] = cut.Int64()
		rests[i].Sub(exact, new(big.Rat).SetInt(cut))
		left.Sub(left, cut)
	}
	for ; left.Sign() > 0; left.Sub(left, big.NewInt(1)) {
		best := 0
		for i := range rests {
			if rests[i].Cmp(rests[best]) > 0 {
				best = i
			}
		}
		shares[best]++
		rests[best] = whole(-1)
	}
	if amount < 0 {
		for i := range shares {
			shares[i] = -shares[i]
		}
	}
	return shares
}

func minors(amounts []currency.Amount) []int64 {
	out := make([]int64, len(amounts))
	for i, a := range amounts {
		out[i] = a.Minor()
	}
	return out
}

func TestAllocateEqualsItsDefinition(t *testing.T) {
	r := random(t)
	for i := range times(20000) {
		n := 1 + r.IntN(9)
		if i%100 == 0 {
			n = 30 + r.IntN(40) // across the change to sorting
		}
		a := currency.New(anyMinor(r), currency.EUR)
		if r.IntN(2) == 0 {
			a = currency.New(r.Int64N(2000)-1000, currency.EUR)
		}
		weights := anyWeights(r, n)
		got, err := a.Allocate(weights)
		if err != nil {
			if slices.Max(weights) > 0 || a.IsZero() {
				t.Fatalf("%v over %v: %v", a, weights, err)
			}
			continue
		}
		if want := largestRemainder(a.Minor(), weights); !slices.Equal(minors(got), want) {
			t.Fatalf("%v over %v: %v, want %v", a, weights, minors(got), want)
		}
		sum, err := currency.Sum(got...)
		if err != nil || sum != a {
			t.Fatalf("%v over %v sums to %v, %v", a, weights, sum, err)
		}
		back, err := a.Neg().Allocate(weights)
		if err != nil {
			t.Fatal(err)
		}
		for k := range back {
			if back[k].Neg() != got[k] {
				t.Fatalf("%v over %v: share %d is %v, of the negative %v", a, weights, k, got[k], back[k])
			}
		}
	}
}

// An order discount never exceeds the line it is shared to (money invariant I3).
func TestSharesByRunningAmountNeverExceedIt(t *testing.T) {
	r := random(t)
	for range times(20000) {
		weights := make([]int64, 1+r.IntN(12))
		var sum int64
		for k := range weights {
			weights[k] = r.Int64N(50)
			sum += weights[k]
		}
		if sum == 0 {
			continue
		}
		got, err := currency.New(r.Int64N(sum+1), currency.EUR).Allocate(weights)
		if err != nil {
			t.Fatal(err)
		}
		for k, share := range got {
			if share.Minor() < 0 || share.Minor() > weights[k] {
				t.Fatalf("share %d of %v is %v", k, weights, share)
			}
		}
	}
}
