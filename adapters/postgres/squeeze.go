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

// finder finds earlier places that begin with the same four bytes: the latest one
// by a hash of them, and from each place the one before it, both plus one.
type finder struct {
	latest [1 << 13]int32
	before []int32 // of places in the words
	inside []int32 // of places in the text
}

func (f *finder) slot(at []byte) *int32 {
	return &f.latest[binary.LittleEndian.Uint32(at)*2654435761>>19]
}

func (f *finder) previous(i int) *int32 {
	if i < len(f.before) {
		return &f.before[i]
	}
	return &f.inside[i-len(f.before)]
}

// add makes the place known.
func (f *finder) add(all []byte, i int) {
	if i+shortest <= len(all) {
		s := f.slot(all[i:])
		*f.previous(i), *s = *s, int32(i+1)
	}
}

// deepest is how many places are looked at: more make texts hardly shorter.
const deepest = 16

// find returns the longest piece before i that all goes on with at i.
func (f *finder) find(all []byte, i int) (at, length int) {
	if i+shortest > len(all) {
		return 0, 0
	}
	p := int(*f.slot(all[i:])) - 1
	for range deepest {
		if p < 0 || i-p > farthest {
			break
		}
		if i+length < len(all) && all[p+length] == all[i+length] {
			n := 0
			for i+n < len(all) && n < longest && all[p+n] == all[i+n] {
				n++
			}
			if n > length {
				at, length = p, n
			}
		}
		p = int(*f.previous(p)) - 1
	}
	return at, length
}

// shelf knows every place in the words. It is copied, never changed.
var shelf = func() *finder {
	f := &finder{before: make([]int32, len(words))}
	for i := range len(words) {
		f.add([]byte(words), i)
	}
	return f
}()

// desk is room to work in; text begins with the words.
type desk struct {
	finder
	text []byte
}

var desks = sync.Pool{New: func() any { return &desk{text: []byte(words)} }}

// The lengths of what is referred to.
const (
	shortest = 4
	short    = shortest + 0x7e
	longest  = 1<<16 - 1
	farthest = 1<<16 - 1
)

// squeeze shortens a text that is stored: what the text, or the words before it,
// had already is replaced by a reference to it. The result is a byte for the
// version of the words and then steps:
//
//	0x00-0x7f            the n+1 bytes that follow, as they are
//	0x80-0xfe, 2 bytes   (n&0x7f)+4 bytes from so many bytes back, counted from
//	                     here through the text into the words
//	0xff, 2, 2 bytes     so many bytes (the first two) from so many back
//
// with two bytes the higher one first. It is plain enough for the views of the
// schema to undo it in SQL. JSON of an order shrinks to a ninth; PostgreSQL's own
// compression, which knows no words and leaves rows below 2 KB alone, makes a
// third of it.
func squeeze(text []byte) []byte {
	d := desks.Get().(*desk)
	defer desks.Put(d)
	d.text = append(d.text[:len(words)], text...)
	all, f := d.text, &d.finder
	f.latest, f.before = shelf.latest, shelf.before
	f.inside = slices.Grow(f.inside[:0], len(text))[:len(text)]
	out := append(make([]byte, 0, len(text)/4+64), wordsVersion)
	raw := len(words) // from here on nothing is written yet
	for i := raw; i < len(all); {
		at, n := f.find(all, i)
		if n < shortest {
			f.add(all, i)
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
			f.add(all, i)
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
func spread(text []byte) (out []byte, err error) {
	err = unpack(text, func(made []byte) error {
		out = append([]byte{}, made...)
		return nil
	})
	return out, err
}

// unpack undoes squeeze and lets use have the text, which it must not keep.
func unpack(text []byte, use func([]byte) error) error {
	d := desks.Get().(*desk)
	defer desks.Put(d)
	out, err := unpacked(d.text[:len(words)], text)
	if err != nil {
		return err
	}
	d.text = out
	return use(out[len(words):])
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
