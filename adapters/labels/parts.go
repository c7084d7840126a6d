package labels

import (
	"image"
	"strconv"

	"github.com/orderkit/orderkit/i18n"
)

// head prints sender, service, weight and the mark of a return, and returns where
// they end.
func (c *composer) head(page image.Rectangle) int {
	d := c.press.density
	wide := page.Dx() * 52 / 100
	from := c.label.From
	printed := from.Layout(i18n.LayoutOptions{Latin: c.abroad(), From: c.label.To.Country})
	var sender []styled
	if len(printed) > 0 {
		sender = c.styled(text{path: "words.from", words: c.press.words.From}, 6.5, 6)
	}
	path, written := "from", from
	if c.abroad() && from.Latin != nil {
		path, written = "from.latin", *from.Latin
	}
	lines, side := c.lines(path, written, printed, c.abroad() && from.Country != "", 8, 6)
	at := column{page.Min.X, wide, page.Min.Y}
	if len(sender) > 0 {
		at.y = c.print(sender, at, d.mm(4), left) + d.mm(0.8)
	}
	end := c.print(lines, at, d.mm(22), side)

	at = column{page.Min.X + wide + d.mm(4), page.Dx() - wide - d.mm(4), page.Min.Y}
	service := c.styled(text{path: "service", words: c.label.Service, bold: true}, 16, 9)
	if len(service) > 0 {
		at.y = c.print(service, at, d.mm(13), right) + d.mm(2)
	}
	if c.label.Weight > 0 {
		weight := c.styled(text{path: "weight", words: kilograms(c.label.Weight)}, 12, 9)
		at.y = c.print(weight, at, d.mm(6), right) + d.mm(2)
	}
	if c.label.Return {
		at.y = c.mark(at)
	}
	return max(end, at.y)
}

// mark prints the word for a return in white on black.
func (c *composer) mark(at column) int {
	d := c.press.density
	word := c.styled(text{path: "words.return", words: c.press.words.Return, bold: true}, 13, 8)
	pad := d.mm(1.2)
	lines, _, ok := fit(word, at.width-2*pad, d.mm(6), d)
	if len(word) == 0 || !ok || len(lines) != 1 {
		if len(word) > 0 {
			c.tooLong(word, at.width, d.mm(6))
		}
		return at.y
	}
	ink, _, _, err := c.ink(lines[0])
	if err != nil {
		c.err = err
		return at.y
	}
	box := newBitmap(ink.width+2*pad, ink.height+2*pad)
	for y := range box.height {
		for x := range box.width {
			inside := image.Pt(x, y).In(image.Rect(pad, pad, pad+ink.width, pad+ink.height))
			if !inside || !ink.black(x-pad, y-pad) {
				box.blacken(x, y)
			}
		}
	}
	c.sheet.items = append(c.sheet.items, picture{at.x + at.width - box.width, at.y, box})
	return at.y + box.height
}

// foot prints references, note and cash on delivery above the barcode, if there
// are any, and returns where they begin.
func (c *composer) foot(page image.Rectangle) int {
	d := c.press.density
	l := c.label
	var small, cash []styled
	for i, reference := range l.References {
		path := "references[" + strconv.Itoa(i) + "]"
		if i == 0 {
			small = append(small, c.styled(text{path: "words.reference", words: c.press.words.Reference}, 6.5, 6)...)
		}
		small = append(small, c.styled(text{path: path, words: reference}, 9, 6)...)
	}
	if l.Note != "" {
		caption := c.styled(text{path: "words.note", words: c.press.words.Note}, 6.5, 6)
		if len(caption) > 0 {
			caption[0].before = 2
		}
		small = append(small, caption...)
		small = append(small, c.styled(text{path: "note", words: l.Note}, 9, 6)...)
	}
	if l.CashOnDelivery.Valid() && !l.CashOnDelivery.IsZero() {
		amount := l.Locale.Format(l.CashOnDelivery)
		cash = append(cash, c.styled(text{path: "words.cashOnDelivery", words: c.press.words.CashOnDelivery}, 8, 6)...)
		cash = append(cash, c.styled(text{path: "cashOnDelivery", words: amount, bold: true}, 16, 9)...)
	}
	wide := page.Dx()
	if len(small) > 0 && len(cash) > 0 {
		wide = page.Dx() * 55 / 100
	}
	right1 := column{x: page.Min.X, width: page.Dx()}
	if len(small) > 0 {
		right1 = column{x: page.Min.X + wide + d.mm(4), width: page.Dx() - wide - d.mm(4)}
	}
	most := d.mm(20)
	height := min(most, max(c.needs(small, wide), c.needs(cash, right1.width)))
	if height == 0 {
		return page.Max.Y - d.mm(2)
	}
	top := page.Max.Y - height - d.mm(2)
	right1.y = top
	c.print(small, column{page.Min.X, wide, top}, height, left)
	c.print(cash, right1, height, right)
	top -= d.mm(2)
	c.rule(page, top)
	return top - d.mm(2)
}
