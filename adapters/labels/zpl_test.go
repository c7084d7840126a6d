package labels_test

import (
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/stretchr/testify/require"
)

// unpack reads a graphic as the printer's manual says.
func unpack(t *testing.T, graphic string, stride int) []byte {
	t.Helper()
	var all, row strings.Builder
	before, count := "", 0
	end := func() {
		before = row.String()
		all.WriteString(before)
		row.Reset()
	}
	for _, c := range []byte(graphic) {
		switch {
		case 'G' <= c && c <= 'Y':
			count += int(c-'G') + 1
		case 'g' <= c && c <= 'z':
			count += (int(c-'g') + 1) * 20
		case c == ',':
			require.Zero(t, row.Len()%2, "half a byte before a comma")
			row.WriteString(strings.Repeat("0", 2*stride-row.Len()))
		case c == ':':
			require.Zero(t, row.Len())
			row.WriteString(before)
		default:
			row.WriteString(strings.Repeat(string(c), max(1, count)))
			count = 0
		}
		require.LessOrEqual(t, row.Len(), 2*stride)
		if row.Len() == 2*stride {
			end()
		}
	}
	require.Zero(t, row.Len())
	bits, err := hex.DecodeString(all.String())
	require.NoError(t, err)
	return bits
}

func TestGraphicsArriveAsTheyWereDrawn(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		stride := 1 + random.IntN(300)
		bits := make([]byte, stride*(1+random.IntN(5)))
		for i := 0; i < len(bits); {
			c := []byte{0, 0, 0xFF, 0xF0, byte(random.Uint32())}[random.IntN(5)]
			for n := random.IntN(2 * stride); n >= 0 && i < len(bits); n-- {
				bits[i] = c
				i++
			}
		}
		require.Equal(t, bits, unpack(t, labels.Compress(bits, stride), stride))
	}
}

func TestWhiteAndRepeatedRowsCostOneCharacter(t *testing.T) {
	require.Equal(t, ",:::", labels.Compress(make([]byte, 40), 10))
	require.Equal(t, "80,:", labels.Compress([]byte{0x80, 0, 0, 0x80, 0, 0}, 3))
	require.Equal(t, "gHF,", labels.Compress(append(bytesOf(0xFF, 11), 0), 12))
	require.Equal(t, "zzF", labels.Compress(bytesOf(0xFF, 400), 400))
}

func bytesOf(c byte, n int) []byte {
	return []byte(strings.Repeat(string([]byte{c}), n))
}
