package labels

import (
	"bytes"
	"image"
	"slices"
	"strings"

	"github.com/go-text/typesetting/language"
	"github.com/orderkit/orderkit/i18n"
)

// Levels is levels.
func Levels(text []rune, base uint8) []uint8 { return levels(text, base) }

// FirstStrong is firstStrong for text without direction of its own.
func FirstStrong(text []rune) uint8 { return firstStrong(text, 0) }

// Visual returns a text as it stands from left to right. Nothing is mirrored.
func Visual(words string) string {
	text := []rune(words)
	level := levels(text, firstStrong(text, 0))
	at := make([]int, len(text))
	for i := range at {
		at[i] = i
	}
	visual(at, func(i int) uint8 { return level[i] })
	var b strings.Builder
	for _, i := range at {
		b.WriteRune(text[i])
	}
	return b.String()
}

// Boxes returns the places of everything on a label, and the place of the whole.
func (p *Press) Boxes(l Label) (boxes []image.Rectangle, page image.Rectangle, err error) {
	s, err := p.compose(l)
	if err != nil {
		return nil, page, err
	}
	for _, it := range s.items {
		boxes = append(boxes, it.box())
	}
	return boxes, image.Rect(0, 0, s.width, s.height), nil
}

// Shaped is a text as one line.
type Shaped struct {
	Glyphs []uint32 // from left to right
	Width  float32  // in ems
	Rows   []string // the dots
}

// Shape sets a text in one line, with size dots to the em.
func (p *Press) Shape(words, tongue string, size int) (Shaped, error) {
	h := p.hands.Get().(*hand)
	defer p.hands.Put(h)
	var faults Faults
	shaped, err := h.shape(text{path: "text", words: words, language: language.NewLanguage(tongue)}, &faults)
	if err == nil {
		err = faults.orNil()
	}
	if err != nil {
		return Shaped{}, err
	}
	l := shaped.line(span{0, len(shaped.runes)}, size)
	out := Shaped{Width: shaped.width[len(shaped.runes)]}
	for _, r := range l.cut() {
		for _, g := range r.glyphs {
			out.Glyphs = append(out.Glyphs, uint32(g.id))
		}
	}
	ink, _, _, err := h.ink(l)
	if err != nil {
		return Shaped{}, err
	}
	for y := range ink.height {
		row := strings.Builder{}
		for x := range ink.width {
			if ink.black(x, y) {
				row.WriteByte('#')
			} else {
				row.WriteByte(' ')
			}
		}
		out.Rows = append(out.Rows, row.String())
	}
	return out, nil
}

// Wrap breaks a text into lines of a width in ems.
func (p *Press) Wrap(words string, width float32, anywhere bool) ([]string, bool, error) {
	h := p.hands.Get().(*hand)
	defer p.hands.Put(h)
	var faults Faults
	shaped, err := h.shape(text{path: "text", words: words}, &faults)
	if err != nil || len(faults) > 0 {
		return nil, false, faults
	}
	spans, ok := shaped.wrap(width, anywhere)
	var lines []string
	for _, s := range spans {
		lines = append(lines, string(shaped.runes[s.from:s.to]))
	}
	return lines, ok, nil
}

// StepsOfFit returns how many ends of lines and glyphs were looked at to fit a
// text into a box of millimetres.
func (p *Press) StepsOfFit(words string, width, height float64) (int, error) {
	h := p.hands.Get().(*hand)
	defer p.hands.Put(h)
	var faults Faults
	shaped, err := h.shape(text{path: "text", words: words}, &faults)
	if err != nil || len(faults) > 0 {
		return 0, faults
	}
	fit([]styled{{paragraph: shaped, size: 9, least: 6}}, p.density.mm(width), p.density.mm(height), p.density)
	return shaped.steps, nil
}

// Tongue is tongue.
func Tongue(a i18n.Address) string { return string(tongue(a, a.Country)) }

// CachedBytes returns how much the drawn letters take.
func (p *Press) CachedBytes() int {
	p.stamps.mu.Lock()
	defer p.stamps.mu.Unlock()
	n := 0
	for _, half := range []map[stampKey]*stamp{p.stamps.young, p.stamps.old} {
		for _, s := range half {
			n += len(s.cover)
		}
	}
	return n
}

// Compress returns the graphic of a bitmap as it is sent to printers.
func Compress(bits []byte, stride int) string {
	var b bytes.Buffer
	(&bitmap{width: stride * 8, height: len(bits) / stride, stride: stride, bits: bits}).compress(&b)
	return b.String()
}

// Encode128 returns the symbols of a Code 128 without check symbol, and its field data.
func Encode128(content string, gs1 bool) (values []byte, field string, modules []bool) {
	s := encode128(content, gs1)
	return slices.Clone(s.values), s.zpl.String(), s.modules()
}

// Kilograms is kilograms.
func Kilograms(grams int) string { return kilograms(grams) }
