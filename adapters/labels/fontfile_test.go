package labels_test

import (
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"testing"
	"testing/fstest"

	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/font/gofont/goregular"
)

// fontTable finds a table of a font: its row in the directory, and its content.
func fontTable(font []byte, name string) (row, content []byte) {
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		row = font[12+16*i:][:16]
		if string(row[:4]) == name {
			from := binary.BigEndian.Uint32(row[8:])
			return row, font[from:][:binary.BigEndian.Uint32(row[12:])]
		}
	}
	panic("no table " + name)
}

func TestADamagedFontIsAnErrorThatNamesIt(t *testing.T) {
	for name, damage := range map[string]func(font []byte) []byte{
		"cut off":             func(f []byte) []byte { return f[:len(f)*2/3] },
		"cut off in its head": func(f []byte) []byte { return f[:20] },
		"empty":               func([]byte) []byte { return nil },
		"a table that is said to have gigabytes": func(f []byte) []byte {
			row, _ := fontTable(f, "head")
			binary.BigEndian.PutUint32(row[12:], 1<<31)
			return f
		},
		"a million fonts": func(f []byte) []byte {
			return append([]byte("ttcf\x00\x01\x00\x00\x00\x10\x00\x00"), f...)
		},
		"glyphs that are not there": func(f []byte) []byte {
			row, _ := fontTable(f, "glyf")
			binary.BigEndian.PutUint32(row[12:], 0)
			return f
		},
		"glyphs larger than they say": func(f []byte) []byte {
			_, head := fontTable(f, "head")
			_, places := fontTable(f, "loca")
			_, glyphs := fontTable(f, "glyf")
			_, widths := fontTable(f, "hmtx")
			binary.BigEndian.PutUint16(head[18:], 16) // units per em
			for i := 0; i+3 < len(places); i += 2 {
				at, end := 2*int(binary.BigEndian.Uint16(places[i:])), 2*int(binary.BigEndian.Uint16(places[i+2:]))
				if head[51] != 0 {
					at, end = int(binary.BigEndian.Uint32(places[i/4*4:])), len(glyphs)
				}
				if end >= at+10 {
					clear(glyphs[at+2 : at+10])
				}
			}
			clear(widths)
			return f
		},
	} {
		t.Run(name, func(t *testing.T) {
			damaged := damage(append([]byte{}, goregular.TTF...))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			p, err := labels.New(labels.Config{Fonts: fstest.MapFS{"x.ttf": {Data: damaged}}, Regular: []string{"x.ttf"}})
			if err == nil {
				_, err = p.PNG(latinLabel())
			}
			runtime.ReadMemStats(&after)
			require.ErrorContains(t, err, "font x.ttf")
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(100<<20), "bytes")
			if p != nil {
				_, err = p.PNG(latinLabel())
				require.ErrorContains(t, err, "font x.ttf", "the next time too")
			}
		})
	}
}

// Bytes that are wrong here and there end in a label, in faults or in an error.
func TestNoFontFileEndsTheHost(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	for range 60 {
		damaged := append([]byte{}, goregular.TTF...)
		for range 1 + random.IntN(20) {
			at := random.IntN(len(damaged))
			if random.IntN(2) == 0 {
				at = random.IntN(600)
			}
			damaged[at] = byte(random.IntN(256))
		}
		if p, err := labels.New(labels.Config{Fonts: fstest.MapFS{"x.ttf": {Data: damaged}}}); err == nil {
			_, _ = p.PNG(latinLabel())
		}
	}
}
