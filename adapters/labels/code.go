package labels

import "image"

// code draws the barcode at the foot of the label, with the number under it, and
// returns where it begins.
func (c *composer) code(page image.Rectangle) int {
	if c.label.Barcode.Kind == QR {
		return c.qr(page)
	}
	d := c.press.density
	b := c.label.Barcode
	content := b.Content
	if b.Kind == SSCC {
		content = "00" + content
	}
	s := stripes{symbols: encode128(content, b.Kind == SSCC), height: d.mm(25)}
	if b.Kind == SSCC {
		s.height = d.mm(32) // GS1 asks for 31.75 mm on logistic labels
	}
	s.modules = s.symbols.modules()
	// From 0.25 to 0.5 mm a module: finer ones do not print, wider ones are no
	// easier to read. Labels do not lie exactly under the head, so that even the
	// quiet zones stay 2 mm away from the edges.
	s.module = min((c.sheet.width-2*d.mm(2))/(len(s.modules)+2*quiet128), d.mm(0.5))
	if s.module < d.mm(0.25) {
		c.faults.add("barcode.content", CodeBarcode, "%d modules of %.2f mm and the quiet zones are wider than the label",
			len(s.modules), 0.25)
		return page.Max.Y
	}
	number := c.styled(text{path: "barcode.content", words: b.readable(), bold: true, align: centre}, 13, 8)
	lines, height := c.settle(number, page.Dx(), d.mm(7))
	bottom := page.Max.Y - height
	c.draw(lines, column{page.Min.X, page.Dx(), bottom})
	s.x = (c.sheet.width - len(s.modules)*s.module) / 2
	s.y = bottom - d.mm(1.5) - s.height
	c.sheet.items = append(c.sheet.items, s)
	top := s.y - d.mm(1)
	if c.label.Tracking != "" && c.label.Tracking != b.Content {
		caption := c.styled(text{path: "words.tracking", words: c.press.words.Tracking, align: right}, 9, 6)
		number := c.styled(text{path: "tracking", words: c.label.Tracking, bold: true}, 9, 6)
		space := d.mm(1.5)
		half := column{page.Min.X, page.Dx()/2 - space, 0}
		before, height := c.settle(caption, half.width, d.mm(9))
		after, other := c.settle(number, half.width, d.mm(9))
		top -= max(height, other) + d.mm(1)
		half.y = top
		c.draw(before, half)
		half.x += half.width + 2*space
		c.draw(after, half)
	}
	return top
}

// qr draws a QR code of about 30 mm, with the tracking number beside it.
func (c *composer) qr(page image.Rectangle) int {
	d := c.press.density
	s, err := newSquare(c.label.Barcode.Content)
	if err != nil {
		c.faults.add("barcode.content", CodeBarcode, "%v", err)
		return page.Max.Y
	}
	across := s.code.Bounds().Dx() + 2*quietQR
	s.module = min(max(d.mm(32)/across, d.mm(0.375)), 10) // ^BQ enlarges ten times at most
	s.x = page.Min.X + quietQR*s.module
	s.y = page.Max.Y - (across-quietQR)*s.module
	c.sheet.items = append(c.sheet.items, s)
	box := s.box()
	if c.label.Tracking != "" {
		at := column{x: box.Max.X + d.mm(2), y: box.Min.Y + quietQR*s.module}
		at.width = page.Max.X - at.x
		tracking := c.styled(text{path: "words.tracking", words: c.press.words.Tracking}, 6.5, 6)
		tracking = append(tracking, c.styled(text{path: "tracking", words: c.label.Tracking, bold: true}, 15, 8)...)
		c.print(tracking, at, box.Dy()-2*quietQR*s.module)
	}
	return box.Min.Y
}
