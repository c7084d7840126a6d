package labels

import (
	"fmt"
	"image"
	"image/draw"
	"math"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"
)

// bitmap is black and white, a bit per dot, rows filled up to whole bytes.
type bitmap struct {
	width, height, stride int
	bits                  []byte
}

func newBitmap(width, height int) *bitmap {
	stride := (width + 7) / 8
	return &bitmap{width, height, stride, make([]byte, stride*height)}
}

func (b *bitmap) black(x, y int) bool { return b.bits[y*b.stride+x/8]&(0x80>>(x%8)) != 0 }

func (b *bitmap) blacken(x, y int) { b.bits[y*b.stride+x/8] |= 0x80 >> (x % 8) }

// inverted returns the bitmap white on black, with black around it.
func (b *bitmap) inverted(pad int) *bitmap {
	out := newBitmap(b.width+2*pad, b.height+2*pad)
	for y := range out.height {
		for x := range out.width {
			inside := pad <= x && x < pad+b.width && pad <= y && y < pad+b.height
			if !inside || !b.black(x-pad, y-pad) {
				out.blacken(x, y)
			}
		}
	}
	return out
}

// stamp is the ink of one glyph in one size: how much of each dot it covers.
type stamp struct {
	left, top     int // of its first dot, from where the glyph stands
	width, height int
	cover         []byte
}

// stampKey names a stamp. Letters that join must meet: a glyph stands within a
// quarter of a dot of its place, so that what two neighbours cover together is
// always dark.
type stampKey struct {
	face    *typeface
	id      font.GID
	size    uint16
	quarter uint8
}

// stamps keeps what was drawn lately, in at most about limit bytes. It has two
// halves: when the younger is full, the elder is given up.
type stamps struct {
	limit int

	mu           sync.Mutex
	young, old   map[stampKey]*stamp
	bytesOfYoung int
}

func (s *stamps) find(key stampKey) *stamp {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found := s.young[key]; found != nil {
		return found
	}
	found := s.old[key]
	if found != nil {
		s.put(key, found)
	}
	return found
}

func (s *stamps) keep(key stampKey, made *stamp) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(key, made)
}

func (s *stamps) put(key stampKey, made *stamp) {
	size := len(made.cover) + 128 // the rest of it
	if s.young == nil || s.bytesOfYoung+size > s.limit/2 {
		s.old, s.young, s.bytesOfYoung = s.young, map[stampKey]*stamp{}, 0
	}
	s.young[key] = made
	s.bytesOfYoung += size
}

// plate is where glyphs and lines are drawn before they become bitmaps.
type plate struct {
	outline vector.Rasterizer
	gray    []byte
}

// stamp returns the ink of a glyph.
func (h *hand) stamp(key stampKey) (*stamp, error) {
	if found := h.press.stamps.find(key); found != nil {
		return found, nil
	}
	face, err := h.face(key.face)
	if err != nil {
		return nil, err
	}
	made, err := h.plate.draw(face, key)
	if err != nil {
		return nil, err
	}
	h.press.stamps.keep(key, made)
	return made, nil
}

// mostEms is how large a glyph may be: far more than ﷽ needs, and far less than
// the gigabytes that the glyphs of a damaged font would take.
const mostEms = 40

// draw fills the outline of a glyph. A glyph without one, such as a space, is
// an empty stamp.
func (p *plate) draw(face *font.Face, key stampKey) (s *stamp, err error) {
	defer broken(key.face.file, &err)
	outline, _ := face.GlyphDataOutline(key.id)
	scale := float32(key.size) / float32(face.Upem())
	shift := float32(key.quarter) / 4
	least := [2]float32{math.MaxFloat32, math.MaxFloat32}
	most := [2]float32{-math.MaxFloat32, -math.MaxFloat32}
	at := func(point opentype.SegmentPoint) (x, y float32) { return point.X*scale + shift, -point.Y * scale }
	for i := range outline.Segments {
		for _, point := range outline.Segments[i].ArgsSlice() {
			x, y := at(point)
			least = [2]float32{min(least[0], x), min(least[1], y)}
			most = [2]float32{max(most[0], x), max(most[1], y)}
		}
	}
	if len(outline.Segments) == 0 {
		return &stamp{}, nil
	}
	s = &stamp{left: floor(least[0]), top: floor(least[1])}
	s.width, s.height = floor(most[0])+1-s.left, floor(most[1])+1-s.top
	if bound := mostEms * int(key.size); s.width > bound || s.height > bound {
		return nil, fmt.Errorf("labels: font %s is broken: glyph %d is %d x %d dots large, at %d to the em",
			key.face.file, key.id, s.width, s.height, key.size)
	}
	p.outline.Reset(s.width, s.height)
	p.outline.DrawOp = draw.Src
	dx, dy := float32(s.left), float32(s.top)
	for i, segment := range outline.Segments {
		var x, y [3]float32
		for k, point := range segment.ArgsSlice() {
			x[k], y[k] = at(point)
			x[k], y[k] = x[k]-dx, y[k]-dy
		}
		switch segment.Op {
		case opentype.SegmentOpMoveTo:
			if i > 0 {
				p.outline.ClosePath()
			}
			p.outline.MoveTo(x[0], y[0])
		case opentype.SegmentOpLineTo:
			p.outline.LineTo(x[0], y[0])
		case opentype.SegmentOpQuadTo:
			p.outline.QuadTo(x[0], y[0], x[1], y[1])
		case opentype.SegmentOpCubeTo:
			p.outline.CubeTo(x[0], y[0], x[1], y[1], x[2], y[2])
		}
	}
	p.outline.ClosePath()
	filled := image.NewAlpha(image.Rect(0, 0, s.width, s.height))
	p.outline.Draw(filled, filled.Bounds(), image.Opaque, image.Point{})
	s.cover = filled.Pix
	return s, nil
}

func floor(v float32) int { return int(math.Floor(float64(v))) }

// dark is how much of a dot must be covered to be printed: a third. With half,
// the thin strokes of small letters are one dot wide or none at 203 dots per inch.
const dark = 80

// ink draws a line. The bitmap is as small as its ink; left and top say where it
// lies from the start of the baseline.
func (h *hand) ink(l line) (drawn *bitmap, left, top int, err error) {
	type placed struct {
		*stamp
		x, y int
	}
	var all []placed
	box := image.Rectangle{}
	pen := float32(0)
	for _, r := range l.cut() {
		for _, g := range r.glyphs {
			em := float32(l.size)
			x := pen + g.dx*em
			whole := floor(x)
			s, err := h.stamp(stampKey{g.face, g.id, uint16(l.size), uint8((x - float32(whole)) * 4)})
			if err != nil {
				return nil, 0, 0, err
			}
			pen += g.advance * em
			if s.width == 0 {
				continue
			}
			p := placed{s, whole + s.left, int(math.Round(float64(-g.dy*em))) + s.top}
			all = append(all, p)
			box = box.Union(image.Rect(p.x, p.y, p.x+s.width, p.y+s.height))
		}
	}
	width, height := box.Dx(), box.Dy()
	h.plate.gray = append(h.plate.gray[:0], make([]byte, width*height)...)
	for _, p := range all {
		for y := range p.height {
			row := h.plate.gray[(p.y-box.Min.Y+y)*width+p.x-box.Min.X:]
			for x, c := range p.cover[y*p.width : (y+1)*p.width] {
				row[x] = byte(min(255, int(row[x])+int(c)))
			}
		}
	}
	drawn, left, top = trimmed(h.plate.gray, width, height)
	return drawn, box.Min.X + left, box.Min.Y + top, nil
}

// trimmed makes a bitmap of what is dark, without white edges.
func trimmed(gray []byte, width, height int) (drawn *bitmap, left, top int) {
	ink := image.Rectangle{Min: image.Pt(width, height)}
	for y := range height {
		for x, c := range gray[y*width : (y+1)*width] {
			if c >= dark {
				ink.Min = image.Pt(min(ink.Min.X, x), min(ink.Min.Y, y))
				ink.Max = image.Pt(max(ink.Max.X, x+1), y+1)
			}
		}
	}
	if ink.Empty() {
		return newBitmap(0, 0), 0, 0
	}
	drawn = newBitmap(ink.Dx(), ink.Dy())
	for y := ink.Min.Y; y < ink.Max.Y; y++ {
		for x := ink.Min.X; x < ink.Max.X; x++ {
			if gray[y*width+x] >= dark {
				drawn.blacken(x-ink.Min.X, y-ink.Min.Y)
			}
		}
	}
	return drawn, ink.Min.X, ink.Min.Y
}
