package pricing_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// Every digit of a frozen number is kept, however it is held in memory.
func TestANumberIsWrittenWithAllItsDigits(t *testing.T) {
	coefficients := []int64{0, 1, -1, 9, 10, -10, 1250, 999_999_999_999_999_999, -999_999_999_999_999_999, 1_000_000_000_000_000_000, math.MaxInt64, math.MinInt64}
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		coefficients = append(coefficients, r.Int64N(1<<r.IntN(63)+1))
	}
	for _, c := range coefficients {
		for exponent := int32(-33); exponent <= 33; exponent++ {
			d := decimal.New(c, exponent)
			want := `"` + d.StringFixed(max(0, -exponent)) + `"`
			if c == 0 && exponent < 0 {
				want = `"0.` + strings.Repeat("0", int(-exponent)) + `"`
			}
			text, err := pricing.Number(d).AppendJSON([]byte("x"))
			if d.Exponent() < -32 || d.Exponent() > 32 || len(want)-2 > 32 {
				require.Error(t, err, "%s", d)
				continue
			}
			require.NoError(t, err, "%s", d)
			require.Equal(t, "x"+want, string(text))
			var back pricing.Number
			require.NoError(t, back.UnmarshalJSON(text[1:]))
			require.True(t, back.Decimal().Equal(d))
		}
	}
}
