package currency_test

import (
	"errors"
	"flag"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

var seedFlag = flag.Uint64("seed", 0, "seed of the random tests, 0 for a new one")

// random returns a generator and prints its seed, which is always the same with
// -short; repeat a failure with go test -run NAME -seed N.
func random(t *testing.T) *rand.Rand {
	t.Helper()
	seed := *seedFlag
	if testing.Short() {
		seed = max(seed, 1)
	}
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// times is how often a random test draws: with -short less.
func times(n int) int {
	if testing.Short() {
		return n / 20
	}
	return n
}

// anyInt draws from all sizes of int64, with the edges often.
func anyInt(r *rand.Rand) int64 {
	switch r.IntN(8) {
	case 0:
		return int64(r.IntN(5)) - 2
	case 1:
		return math.MaxInt64 - int64(r.IntN(3))
	case 2:
		return math.MinInt64 + int64(r.IntN(3))
	}
	return int64(r.Uint64()) >> r.IntN(64)
}

// anyMinor is anyInt within the range of an Amount.
func anyMinor(r *rand.Rand) int64 {
	return max(anyInt(r), -math.MaxInt64)
}

func anyMode(r *rand.Rand) currency.Mode { return modes[r.IntN(len(modes))] }

var modes = []currency.Mode{currency.HalfUp, currency.HalfEven, currency.HalfDown, currency.Up, currency.Down, currency.Ceil, currency.Floor}

func symmetric(m currency.Mode) bool { return m != currency.Ceil && m != currency.Floor }

func eur(s string) currency.Amount { return currency.MustParse(s, currency.EUR) }

func eurs(texts ...string) []currency.Amount {
	out := make([]currency.Amount, len(texts))
	for i, s := range texts {
		out[i] = eur(s)
	}
	return out
}

func ratio(a, b int64) *big.Rat { return new(big.Rat).SetFrac(big.NewInt(a), big.NewInt(b)) }

func whole(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// exactRound rounds by definition: between the whole numbers below and above.
func exactRound(x *big.Rat, m currency.Mode) *big.Int {
	below := new(big.Int).Div(x.Num(), x.Denom()) // Euclidean: toward less
	if x.IsInt() {
		return below
	}
	above := new(big.Int).Add(below, big.NewInt(1))
	half := new(big.Rat).Sub(x, new(big.Rat).SetInt(below)).Cmp(big.NewRat(1, 2))
	away, toward := above, below
	if x.Sign() < 0 {
		away, toward = below, above
	}
	switch m {
	case currency.Ceil:
		return above
	case currency.Floor:
		return below
	case currency.Up:
		return away
	case currency.Down:
		return toward
	}
	switch {
	case half < 0:
		return below
	case half > 0:
		return above
	case m == currency.HalfUp:
		return away
	case m == currency.HalfDown:
		return toward
	}
	if below.Bit(0) == 0 {
		return below
	}
	return above
}

// fits reports whether x is in the range of an Amount.
func fits(x *big.Int) bool { return x.IsInt64() && x.Int64() != math.MinInt64 }

// checkExact compares a result with the exact one, which may be out of range.
func checkExact(t *testing.T, what string, got currency.Amount, err error, want *big.Int) {
	t.Helper()
	if !fits(want) {
		if !errors.Is(err, currency.ErrOverflow) {
			t.Fatalf("%s = %v, %v; want an overflow, the exact result is %v", what, got, err, want)
		}
		return
	}
	if err != nil || got.Minor() != want.Int64() {
		t.Fatalf("%s = %v (%d), %v; want %v", what, got, got.Minor(), err, want)
	}
}

func wantKind(t *testing.T, err error, kind currency.Kind) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("error %v, want kind %q", err, kind)
	}
	var e *currency.Error
	if !errors.As(err, &e) {
		t.Errorf("error %v is a %T, want *currency.Error", err, err)
	}
}

func equal(t *testing.T, got, want []currency.Amount) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}
