package postgres

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
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

// finder finds places in a text that begin with the same four bytes: the latest
// one by a hash of them, and from each place the one before it, both plus one.
type finder struct {
	latest [1 << 12]int32
	before []int32
}

func (f *finder) slot(at []byte) *int32 {
	return &f.latest[binary.LittleEndian.Uint32(at)*2654435761>>20]
}

// add makes a place of the text known.
func (f *finder) add(text []byte, i int) {
	if i+shortest <= len(text) {
		s := f.slot(text[i:])
		f.before[i], *s = *s, int32(i+1)
	}
}

// How many places are looked at, and what is long enough to look no further:
// more makes texts hardly shorter.
const (
	deepest = 16
	enough  = 64
)

// find returns the longest piece of from, which f knows, that is also at i of all,
// if it is longer than length. The text of f begins at all[start:].
func (f *finder) find(all []byte, start, i, at, length int) (int, int) {
	if i+shortest > len(all) {
		return at, length
	}
	p := int(*f.slot(all[i:])) - 1
	for range deepest {
		if p < 0 || i-start-p > farthest || length >= enough {
			break
		}
		if q := start + p; i+length < len(all) && all[q+length] == all[i+length] {
			n := 0
			for i+n < len(all) && n < longest && all[q+n] == all[i+n] {
				n++
			}
			if n > length {
				at, length = q, n
			}
		}
		p = int(f.before[p]) - 1
	}
	return at, length
}

// shelf knows every place in the words. It never changes.
var shelf = func() *finder {
	f := &finder{before: make([]int32, len(words))}
	for i := range len(words) {
		f.add([]byte(words), i)
	}
	return f
}()

// desk is room to work in; all begins with the words, and the finder knows the
// text behind them.
type desk struct {
	finder
	all []byte
}

var desks = sync.Pool{New: func() any { return &desk{all: []byte(words)} }}

// The lengths of what is referred to.
const (
	shortest = 4
	short    = shortest + 0x7e
	longest  = 1<<16 - 1
	farthest = 1<<16 - 1
)

// squeeze shortens a text that is stored: what the text, or what stands before it,
// had already is replaced by a reference to it. Before it stand the words and then
// own, the ID of the order that it is of. The result is a byte for the
// version of the words and then steps:
//
//	0x00-0x7f            the n+1 bytes that follow, as they are
//	0x80-0xfe, 2 bytes   (n&0x7f)+4 bytes from so many bytes back, counted from
//	                     here through the text and own into the words
//	0xff, 2, 2 bytes     so many bytes (the first two) from so many back
//
// with two bytes the higher one first. It is plain enough for the views of the
// schema to undo it in SQL. JSON of an order shrinks to a ninth; PostgreSQL's own
// compression, which knows no words and leaves rows below 2 KB alone, makes a
// third of it.
func squeeze(text []byte, own string) []byte {
	d := desks.Get().(*desk)
	defer desks.Put(d)
	d.all = append(append(d.all[:len(words)], own...), text...)
	all, text := d.all, d.all[len(words):]
	d.latest, d.before = [len(d.latest)]int32{}, slices.Grow(d.before[:0], len(text))[:len(text)]
	for i := range own {
		d.add(text, i)
	}
	out := append(make([]byte, 0, len(text)/4+64), wordsVersion)
	raw := len(words) + len(own) // from here on nothing is written yet
	for i := raw; i < len(all); {
		at, n := d.find(all, len(words), i, 0, 0)
		at, n = shelf.find(all, 0, i, at, n)
		if n < shortest {
			d.add(text, i-len(words))
			i++
			continue
		}
		out = plain(out, all[raw:i])
		if n <= short {
			out = append(out, 0x80|byte(n-shortest))
		} else {
			out = append(out, 0xff, byte(n>>8), byte(n))
		}
		out = append(out, byte((i-at)>>8), byte(i-at))
		for range n {
			d.add(text, i-len(words))
			i++
		}
		raw = i
	}
	return plain(out, all[raw:])
}

// plain adds bytes as they are.
func plain(out, text []byte) []byte {
	for len(text) > 0 {
		n := min(len(text), 0x80)
		out = append(append(out, byte(n-1)), text[:n]...)
		text = text[n:]
	}
	return out
}

var errSqueezed = errors.New("the stored text is damaged")

// spread undoes squeeze.
func spread(text []byte, own string) (out []byte, err error) {
	err = unpack(text, own, func(made []byte) error {
		out = append([]byte{}, made...)
		return nil
	})
	return out, err
}

// unpack undoes squeeze and lets use have the text, which it must not keep.
func unpack(text []byte, own string, use func([]byte) error) error {
	d := desks.Get().(*desk)
	defer desks.Put(d)
	out, err := unpacked(append(d.all[:len(words)], own...), text)
	if err != nil {
		return err
	}
	d.all = out
	return use(out[len(words)+len(own):])
}

func unpacked(out, text []byte) ([]byte, error) {
	if len(text) == 0 {
		return nil, errSqueezed
	}
	if text[0] != wordsVersion {
		return nil, fmt.Errorf("the stored text needs words of version %d, which this version of the package has not", text[0])
	}
	for i := 1; i < len(text); {
		n := int(text[i])
		i++
		if n < 0x80 {
			if i+n >= len(text) {
				return nil, errSqueezed
			}
			out = append(out, text[i:i+n+1]...)
			i += n + 1
			continue
		}
		n = n&0x7f + shortest
		if n > short {
			if i+2 > len(text) {
				return nil, errSqueezed
			}
			n = int(text[i])<<8 | int(text[i+1])
			i += 2
		}
		if i+2 > len(text) {
			return nil, errSqueezed
		}
		back := int(text[i])<<8 | int(text[i+1])
		at := len(out) - back
		i += 2
		if at < 0 || back == 0 {
			return nil, errSqueezed
		}
		if n <= back {
			out = append(out, out[at:at+n]...)
			continue
		}
		for ; n > 0; n-- { // it overlaps what it makes
			out = append(out, out[at])
			at++
		}
	}
	return out, nil
}
