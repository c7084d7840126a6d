package currency_test

import (
	"fmt"
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
	for i := 0; i < 1000; i++ {
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
	for i := 0; i < 20000; i++ {
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
	for i := 0; i < 20000; i++ {
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
	for i := 0; i < 20000; i++ {
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
	for i := 0; i < 5000; i++ {
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
	for i := 0; i < 50000; i++ {
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
	for i := 0; i < 5000; i++ {
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
	if part, err := eur("1").PortionOf(3, 0, 3); err != nil || part != currency.Zero(currency.EUR) {
		t.Errorf("no unit owns %v, %v", part, err)
	}
	for _, tt := range []struct{ k, n int64 }{{0, 0}, {-1, 3}, {4, 3}, {0, -1}, {math.MinInt64, math.MaxInt64}} {
		if part := eur("1").Portion(tt.k, tt.n); part.Valid() {
			t.Errorf("portion %d of %d is %v", tt.k, tt.n, part)
		}
	}
}
