package labels

import (
	"image"
	"strconv"
	"strings"

	"github.com/orderkit/orderkit/i18n"
)

// composer puts the parts of one label onto a sheet. The first error ends it;
// faults are collected to the end.
type composer struct {
	*hand
	label  Label
	sheet  *sheet
	faults Faults
	err    error
}

// column is a place for text: its left edge, its width and where it begins.
type column struct{ x, width, y int }

// compose lays a label out from top to bottom: sender and service; the recipient
// in all the room that is left; references, note and cash; the barcode.
func (h *hand) compose(l Label) (*sheet, error) {
	d := h.press.density
	c := &composer{hand: h, label: l, sheet: &sheet{width: d.mm(h.press.size.Width), height: d.mm(h.press.size.Height)}}
	readable := c.check()
	margin := d.mm(3)
	page := image.Rect(margin, margin, c.sheet.width-margin, c.sheet.height-margin)
	page.Min.Y = c.head(page) + d.mm(1.5)
	c.rule(page, page.Min.Y)
	page.Min.Y += d.mm(2)
	if readable {
		page.Max.Y = c.code(page) - d.mm(2)
		c.rule(page, page.Max.Y)
	}
	page.Max.Y = c.foot(page)
	c.recipient(page)
	if c.err != nil {
		return nil, c.err
	}
	return c.sheet, c.faults.orNil()
}

// check notes what is wrong before anything is drawn, and reports whether there is
// a barcode to draw.
func (c *composer) check() (readable bool) {
	l := &c.label
	path := "barcode.content"
	if l.Barcode.Content == "" {
		l.Barcode.Content, path = l.Tracking, "tracking"
	}
	l.Barcode.check(path, &c.faults)
	readable = len(c.faults) == 0
	if len(l.To.Layout(i18n.LayoutOptions{From: l.To.Country})) == 0 {
		c.faults.add("to", CodeRequired, "the recipient has no address")
	}
	if l.Weight < 0 {
		c.faults.add("weight", CodeWeight, "%d grams are below zero", l.Weight)
	}
	if a := l.CashOnDelivery; !a.Valid() || a.Sign() < 0 {
		c.faults.add("cashOnDelivery", CodeAmount, "%s cannot be collected", a)
	}
	return readable
}

// styled shapes a text; nil if there is nothing to print.
func (c *composer) styled(t text, size, least float64) []styled {
	if c.err != nil || strings.TrimSpace(t.words) == "" {
		return nil
	}
	p, err := c.shape(t, &c.faults)
	if err != nil {
		c.err = err
		return nil
	}
	if p == nil {
		return nil
	}
	return []styled{{paragraph: p, size: size, least: least}}
}

// print sets paragraphs into a column of at most the given height, draws them
// and returns where they end.
func (c *composer) print(paragraphs []styled, at column, height int) int {
	lines, used := c.settle(paragraphs, at.width, height)
	c.draw(lines, at)
	return at.y + used
}

// settle breaks paragraphs into lines, and returns the height that they take.
func (c *composer) settle(paragraphs []styled, width, height int) ([]line, int) {
	if c.err != nil || len(paragraphs) == 0 {
		return nil, 0
	}
	lines, used, ok := fit(paragraphs, width, height, c.press.density)
	if !ok {
		c.tooLong(paragraphs, width, height)
	}
	return lines, used
}

// draw puts lines into a column.
func (c *composer) draw(lines []line, at column) {
	for _, l := range lines {
		ink, aside, top, err := c.ink(l)
		if err != nil {
			c.err = err
			return
		}
		x := at.x
		switch l.p.align {
		case right:
			x += at.width - int(l.width+0.5)
		case centre:
			x += (at.width - int(l.width+0.5)) / 2
		}
		// Some letters reach beyond their width: a little into the margin, no farther.
		beyond := c.press.density.mm(1)
		if ink.width > at.width+2*beyond {
			c.faults.add(l.p.path, CodeTooLong, "the letters of %q reach beyond their place", l.p.words)
			continue
		}
		x = min(max(x+aside, at.x-beyond), at.x+at.width+beyond-ink.width)
		if ink.width > 0 {
			c.sheet.items = append(c.sheet.items, picture{x, at.y + l.baseline + top, ink})
		}
	}
}

// tooLong names the text that needs most room.
func (c *composer) tooLong(paragraphs []styled, width, height int) {
	longest := paragraphs[0]
	for _, p := range paragraphs {
		if p.width[len(p.runes)]*float32(p.least) > longest.width[len(longest.runes)]*float32(longest.least) {
			longest = p
		}
	}
	mm := float64(c.press.density.perMillimetre())
	c.faults.add(longest.path, CodeTooLong, "the text does not fit %.0f x %.0f mm in %g points with what stands beside it; its longest line is %q",
		float64(width)/mm, float64(height)/mm, longest.least, longest.words)
}

// rule draws a line across the page.
func (c *composer) rule(page image.Rectangle, y int) {
	thick := max(2, c.press.density.mm(0.3))
	c.sheet.items = append(c.sheet.items, bar{image.Rect(page.Min.X, y, page.Max.X, y+thick)})
}

// kilograms writes grams: 1.25 kg.
func kilograms(grams int) string {
	s := strconv.Itoa(grams/1000) + "." + strconv.Itoa(1000 + grams%1000)[1:]
	return strings.TrimRight(strings.TrimRight(s, "0"), ".") + " kg"
}
