package postgres

import (
	_ "embed"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// words are pieces of orders and events as they are stored: what a text has in
// common with them is not stored. They never change; others would be a second
// version beside them.
//
//go:embed words/1.txt
var words string

// wordsVersion is the first byte of whatever is squeezed.
const wordsVersion = 1

// places are those of the words by the hash of the four bytes there, and within
// a hash by what follows, so that the longest piece is found by halving.
type places struct {
	begin  [1<<shelfBits + 1]uint16
	sorted []uint16
}

const shelfBits = 14

// hash is that many bits of the four bytes with which the text begins.
func hash(text []byte, bits int) uint32 {
	return binary.LittleEndian.Uint32(text) * 2654435761 >> (32 - bits)
}

// shelf is made when it is first needed: that takes a millisecond. It never changes.
var shelf = sync.OnceValue(func() *places {
	s := &places{sorted: make([]uint16, len(words)-shortest+1)}
	text, slot := []byte(words), make([]uint32, len(words))
	for i := range s.sorted {
		s.sorted[i], slot[i] = uint16(i), hash(text[i:], shelfBits)
		s.begin[slot[i]+1]++
	}
	for i := range s.begin[1:] {
		s.begin[i+1] += s.begin[i]
	}
	slices.SortFunc(s.sorted, func(a, b uint16) int {
		if slot[a] != slot[b] {
			return int(slot[a]) - int(slot[b])
		}
		return strings.Compare(words[a:], words[b:])
	})
	return s
})

// find returns the longest piece of the words, which all begins with, with which
// the text begins.
func (s *places) find(all, text []byte) (at, length int) {
	h := hash(text, shelfBits)
	lo, hi := int(s.begin[h]), int(s.begin[h+1])
	for lo < hi {
		mid := (lo + hi) / 2
		p := int(s.sorted[mid])
		piece := all[p:len(words)]
		n := common(piece, text)
		if n > length {
			at, length = p, n
		}
		if n == len(text) || n < len(piece) && piece[n] > text[n] {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return at, length
}

// common is with how many bytes both begin.
func common(a, b []byte) int {
	n, most := 0, min(len(a), len(b))
	for ; n+8 <= most; n += 8 {
		if x := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:]); x != 0 {
			return n + bits.TrailingZeros64(x)/8
		}
	}
	for n < most && a[n] == b[n] {
		n++
	}
	return n
}
