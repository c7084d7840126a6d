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
	abroad := c.abroad() && from.Latin != nil
	printed := from.Layout(i18n.LayoutOptions{Latin: abroad, From: c.label.To.Country})
	var sender []styled
	if len(printed) > 0 {
		sender = c.styled(text{path: "words.from", words: c.press.words.From}, 6.5, 6)
	}
	path, written := "from", from
	if abroad {
		path, written = "from.latin", *from.Latin
	}
	lines := c.lines(path, written, printed, c.abroad() && from.Country != "", 8, 6)
	at := column{page.Min.X, wide, page.Min.Y}
	if len(sender) > 0 {
		at.y = c.print(sender, at, d.mm(4)) + d.mm(0.8)
	}
	end := c.print(lines, at, d.mm(22))

	at = column{page.Min.X + wide + d.mm(4), page.Dx() - wide - d.mm(4), page.Min.Y}
	service := c.styled(text{path: "service", words: c.label.Service, bold: true, align: right}, 16, 9)
	if len(service) > 0 {
		at.y = c.print(service, at, d.mm(13)) + d.mm(2)
	}
	return max(end, c.marks(at))
}

// marks prints the weight and, on its left and white on black, the word for a
// return, and returns where they end.
func (c *composer) marks(at column) int {
	d := c.press.density
	end, room := at.y, at.width
	if c.label.Weight > 0 {
		weight := c.styled(text{path: "weight", words: kilograms(c.label.Weight), align: right}, 12, 9)
		end = c.print(weight, at, d.mm(6))
		room -= d.mm(22)
	}
	if !c.label.Return {
		return end
	}
	word := c.styled(text{path: "words.return", words: c.press.words.Return, bold: true}, 13, 7)
	pad := d.mm(1)
	lines, _, ok := fit(word, room-2*pad, d.mm(6), d)
	if len(word) == 0 || !ok || len(lines) != 1 {
		if len(word) > 0 {
			c.tooLong(word, room, d.mm(6))
		}
		return end
	}
	ink, _, _, err := c.ink(lines[0])
	if err != nil {
		c.err = err
		return end
	}
	box := ink.inverted(pad)
	c.sheet.items = append(c.sheet.items, picture{at.x + room - box.width, at.y, box})
	return max(end, at.y+box.height)
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
		cash = append(cash, c.styled(text{path: "words.cashOnDelivery", words: c.press.words.CashOnDelivery, align: right}, 8, 6)...)
		cash = append(cash, c.styled(text{path: "cashOnDelivery", words: amount, bold: true, align: right}, 16, 9)...)
	}
	said := column{x: page.Min.X, width: page.Dx()}
	paid := said
	if len(small) > 0 && len(cash) > 0 {
		said.width = page.Dx() * 55 / 100
		paid.x += said.width + d.mm(4)
		paid.width -= said.width + d.mm(4)
	}
	first, height := c.settle(small, said.width, d.mm(20))
	second, other := c.settle(cash, paid.width, d.mm(20))
	height = max(height, other)
	if height == 0 {
		return page.Max.Y - d.mm(2)
	}
	top := page.Max.Y - height - d.mm(2)
	said.y, paid.y = top, top
	c.draw(first, said)
	c.draw(second, paid)
	top -= d.mm(2)
	c.rule(page, top)
	return top - d.mm(2)
}
