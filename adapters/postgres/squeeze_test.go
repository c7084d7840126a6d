package postgres_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/stretchr/testify/require"
)

func FuzzWhatIsSqueezedComesBack(f *testing.F) {
	for _, text := range []string{"", "a", "abc", strings.Repeat("a", 300), strings.Repeat("ab", 70_000), `{"amount":"0.00","currency":"EUR"}`,
		postgres.Words, postgres.Words[100:] + postgres.Words, "\x00\x01\xff"} {
		f.Add([]byte(text), "")
		f.Add([]byte(text), "o-17")
	}
	f.Fuzz(func(t *testing.T, text []byte, own string) {
		got, err := postgres.Spread(postgres.Squeeze(text, own), own)
		require.NoError(t, err)
		require.True(t, bytes.Equal(got, text), "%q became %q", text, got)
		_, _ = postgres.Spread(text, own) // damaged text is an error, no panic
	})
}

// A piece of the words is one step, wherever it stands in them.
func TestThePieceOfTheWordsIsTheLongest(t *testing.T) {
	for i := 0; i+100 <= len(postgres.Words); i += 3 {
		for _, n := range []int{4, 9, 63, 100} {
			piece := postgres.Words[i : i+n]
			require.Len(t, postgres.Squeeze([]byte(piece), ""), 4, "%d: %q", i, piece)
		}
	}
}

// texts are what is stored of so many whole orders, and their IDs.
func texts(t testing.TB, orders int) (all [][]byte, own []string) {
	for _, c := range lived(t, orders).all {
		for _, v := range postgres.Stored(c) {
			text, err := postgres.AppendJSON(nil, v)
			require.NoError(t, err)
			all, own = append(all, text), append(own, c.Order.ID)
		}
	}
	return all, own
}

func BenchmarkSqueeze(b *testing.B) {
	const orders = 16
	all, own := texts(b, orders)
	b.ReportAllocs()
	start, bytes := cpu(), 0
	for b.Loop() {
		bytes = 0
		for i, text := range all {
			bytes += len(postgres.Squeeze(text, own[i]))
		}
	}
	b.ReportMetric(float64((cpu()-start).Microseconds())/float64(b.N*orders), "own-us/order")
	b.ReportMetric(float64(bytes)/orders, "B/order")
}

func BenchmarkSpread(b *testing.B) {
	text := postgres.Squeeze([]byte(postgres.Words[3000:7000]), "")
	b.ReportAllocs()
	for b.Loop() {
		_, _ = postgres.Spread(text, "")
	}
}
