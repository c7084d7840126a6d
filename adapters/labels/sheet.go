package labels

import (
	"bytes"
	"fmt"
	"image"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

// sheet is a label with everything in its place, in dots.
type sheet struct {
	width, height int
	items         []item
}

// item is one thing on a sheet. It knows how it is told to a printer and how it
// is painted, and covers its box alone.
type item interface {
	box() image.Rectangle
	zpl(b *bytes.Buffer)
	paint(page *bitmap)
}

// picture is text in dots.
type picture struct {
	x, y int
	*bitmap
}

func (p picture) box() image.Rectangle { return image.Rect(p.x, p.y, p.x+p.width, p.y+p.height) }

func (p picture) zpl(b *bytes.Buffer) {
	fmt.Fprintf(b, "^FO%d,%d^GFA,%d,%d,%d,", p.x, p.y, len(p.bits), len(p.bits), p.stride)
	p.compress(b)
	b.WriteString("^FS\n")
}

func (p picture) paint(page *bitmap) {
	for y := range p.height {
		for x := range p.width {
			if p.black(x, y) {
				page.blacken(p.x+x, p.y+y)
			}
		}
	}
}

// bar is a filled rectangle: a rule between parts of the label.
type bar struct{ image.Rectangle }

func (r bar) box() image.Rectangle { return r.Rectangle }

func (r bar) zpl(b *bytes.Buffer) {
	fmt.Fprintf(b, "^FO%d,%d^GB%d,%d,%d^FS\n", r.Min.X, r.Min.Y, r.Dx(), r.Dy(), min(r.Dx(), r.Dy()))
}

func (r bar) paint(page *bitmap) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			page.blacken(x, y)
		}
	}
}

// stripes is a Code 128. Its box has the quiet zones of ten modules.
type stripes struct {
	x, y, module, height int
	symbols              *symbols
	modules              []bool
}

// quiet128 is what must stay white on either side, in modules.
const quiet128 = 10

func (s stripes) box() image.Rectangle {
	quiet := quiet128 * s.module
	return image.Rect(s.x-quiet, s.y, s.x+len(s.modules)*s.module+quiet, s.y+s.height)
}

func (s stripes) zpl(b *bytes.Buffer) {
	fmt.Fprintf(b, "^FO%d,%d^BY%d,3,%d^BCN,%d,N,N,N,N^FH_^FD%s^FS\n", s.x, s.y, s.module, s.height, s.height, s.symbols.zpl.String())
}

func (s stripes) paint(page *bitmap) {
	for i, black := range s.modules {
		if black {
			x := s.x + i*s.module
			bar{image.Rect(x, s.y, x+s.module, s.y+s.height)}.paint(page)
		}
	}
}

// square is a QR code. Its box has the quiet zone of four modules.
type square struct {
	x, y, module int
	content      string
	code         barcode.Barcode
}

// quietQR is what must stay white on all sides, in modules.
const quietQR = 4

// shift is how far a printer moves a QR code down: by the height of ^BY, which
// is ten dots unless it is set.
const shift = 10

func newSquare(content string) (square, error) {
	code, err := qr.Encode(content, qr.M, qr.Unicode)
	return square{content: content, code: code}, err
}

func (s square) side() int { return s.code.Bounds().Dx() * s.module }

func (s square) box() image.Rectangle {
	quiet := quietQR * s.module
	return image.Rect(s.x-quiet, s.y-quiet, s.x+s.side()+quiet, s.y+s.side()+quiet)
}

// zpl says that the content is bytes, so that the printer has no choice, and the
// code is as large as the one that is painted.
func (s square) zpl(b *bytes.Buffer) {
	fmt.Fprintf(b, "^FO%d,%d^BY1,3,%d^BQN,2,%d^FH_^FDMM,B%04d%s^FS\n", s.x, s.y-shift, shift, s.module, len(s.content), hexed(s.content))
}

func (s square) paint(page *bitmap) {
	bounds := s.code.Bounds()
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			if r, _, _, _ := s.code.At(bounds.Min.X+x, bounds.Min.Y+y).RGBA(); r == 0 {
				left, top := s.x+x*s.module, s.y+y*s.module
				bar{image.Rect(left, top, left+s.module, top+s.module)}.paint(page)
			}
		}
	}
}
