package postgres

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// finder knows places of a text by the hash of the four bytes there: the latest one
// in each slot, and from each place the one before it. What it knew of an earlier
// text has numbers up to past.
type finder struct {
	latest [1 << finderBits]int32
	before []int32
	past   int32
}

const finderBits = 12

// forget begins with a text of so many bytes. Clearing all slots for each text would
// cost more than most texts do.
func (f *finder) forget(length int) {
	if f.past += int32(len(f.before)); f.past > 1<<20 {
		f.latest, f.past = [len(f.latest)]int32{}, 0
	}
	f.before = slices.Grow(f.before[:0], length)[:length]
}

// add makes a place of the text known.
func (f *finder) add(text []byte, i int) {
	if i+shortest <= len(text) {
		s := &f.latest[hash(text[i:], finderBits)]
		f.before[i], *s = *s-f.past, int32(i+1)+f.past
	}
}

// How many places are looked at, what is long enough to look no further, and of how
// many places of what is referred to the text is made known: with more, texts get
// hardly shorter.
const (
	deepest = 4
	enough  = 64
	known   = 3
)

// find returns a piece of the text before i that is also at i, if there is one longer
// than length: the longest of those looked at.
func (f *finder) find(text []byte, i, length int) (at, n int) {
	here := text[i:]
	p := int(f.latest[hash(here, finderBits)]-f.past) - 1
	for range deepest {
		if p < 0 || i-p > farthest || length >= enough || length == len(here) {
			break
		}
		if text[p+length] == here[length] {
			if n := common(text[p:], here); n > length {
				at, length = p, n
			}
		}
		p = int(f.before[p]) - 1
	}
	return at, length
}

// desk is room to work in. On it lie the words, behind them the ID of the order and
// the text, which both the finder knows, and what it is squeezed to.
type desk struct {
	finder
	shelf    *places
	all, out []byte
}

var desks = sync.Pool{New: func() any { return &desk{shelf: shelf(), all: []byte(words)} }}

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
// schema to undo it in SQL. JSON of an order shrinks to an eighth; PostgreSQL's own
// compression, which knows no words and leaves rows below 2 KB alone, makes a
// third of it.
func squeeze(text []byte, own string) []byte {
	out, _ := squeezed(own, func(before []byte) ([]byte, error) { return append(before, text...), nil })
	return out
}

// squeezed is squeeze of a text that write appends to what is before it.
func squeezed(own string, write func(before []byte) ([]byte, error)) ([]byte, error) {
	d := desks.Get().(*desk)
	defer desks.Put(d)
	all, err := write(append(d.all[:len(words)], own...))
	if err != nil {
		return nil, err
	}
	d.all = all
	return d.squeeze(len(own)), nil
}

// squeeze is that of the text on the desk, behind so many bytes of own.
func (d *desk) squeeze(own int) []byte {
	text := d.all[len(words):]
	d.forget(len(text))
	for i := range min(own, known) {
		d.add(text, i)
	}
	out := append(d.out[:0], wordsVersion)
	raw := own // from here on nothing is written yet
	for i := own; i+shortest <= len(text); {
		at, n := d.piece(text, i)
		if n < shortest {
			d.add(text, i)
			i += 1 + min((i-raw)/4, 7) // what is new goes on for a while, and its end is found backwards
			continue
		}
		for i > raw && at > 0 && d.all[at-1] == text[i-1] && n < longest {
			at, i, n = at-1, i-1, n+1
		}
		out = plain(out, text[raw:i])
		back := len(words) + i - at
		if n <= short {
			out = append(out, 0x80|byte(n-shortest), byte(back>>8), byte(back))
		} else {
			out = append(out, 0xff, byte(n>>8), byte(n), byte(back>>8), byte(back))
		}
		for k := range min(n, known) {
			d.add(text, i+k)
		}
		i += n
		raw = i
	}
	d.out = plain(out, text[raw:])
	return bytes.Clone(d.out)
}

// piece is the longest one that stands before i of the text as it does there: where
// on the desk, and how long it is. Mostly it is one of the words, so that of the text's
// own places only those are compared that may be longer.
func (d *desk) piece(text []byte, i int) (at, n int) {
	at, n = d.shelf.find(d.all, text[i:])
	if len(words)+i-at > farthest {
		n = 0
	}
	if n < enough {
		if p, more := d.find(text, i, n); more > n {
			at, n = len(words)+p, more
		}
	}
	return at, min(n, longest)
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
