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

func BenchmarkSqueeze(b *testing.B) {
	text := []byte(postgres.Words[3000:7000])
	b.ReportAllocs()
	for b.Loop() {
		postgres.Squeeze(text, "")
	}
}

func BenchmarkSpread(b *testing.B) {
	text := postgres.Squeeze([]byte(postgres.Words[3000:7000]), "")
	b.ReportAllocs()
	for b.Loop() {
		_, _ = postgres.Spread(text, "")
	}
}
