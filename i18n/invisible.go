package i18n

import "unicode/utf8"

// invisible writes a rune that is never seen where the text needs it, and drops
// it everywhere else.
func (c *cleaner) invisible(i, size int, r rune, as character) {
	switch as.kind {
	case kindJoiner:
		c.chained = c.gap && r == zeroWidthJoiner
	case kindStyleSelector:
		if r == emojiStyle && !c.gap {
			c.note(noteEmoji, i, r)
			return
		}
	case kindWordBreak:
		if c.base.ways&zeroSpace != 0 && c.onLetter() && c.space == "" && c.breaks == 0 {
			if c.wordBreak { // one is enough
				c.note(noteInvisible, i, r)
			} else {
				c.wordBreak, c.brokenAt = true, i // the next letter decides
			}
			return
		}
	}
	switch {
	case c.gap: // the tail of an emoji
	case c.needs(as):
		c.write(i, size, r, as)
	default:
		c.note(noteInvisible, i, r)
	}
}

// dropWordBreak drops a zero width space that no letter came after.
func (c *cleaner) dropWordBreak() {
	if c.wordBreak {
		c.note(noteInvisible, c.brokenAt, '\u200B')
		c.wordBreak = false
	}
}

// needs reports whether the text may need the invisible rune after what was
// written last.
func (c *cleaner) needs(as character) bool {
	if !c.adjoins() || c.marks >= mostMarksInARow && as.isMark() {
		return false
	}
	switch as.kind {
	case kindJoiner:
		return c.onLetter() && c.base.ways&joining != 0
	case kindMongolSelector:
		return c.onLetter() && c.base.ways&mongolian != 0 && c.last.kind != kindMongolSelector
	case kindHanSelector:
		return c.last.ways&ideographic != 0
	case kindSelector:
		switch c.last.kind {
		case kindSelector, kindHanSelector, kindMongolSelector, kindJoiner, kindBidiMark:
			return false
		}
		return true
	}
	return false
}

// onLetter reports whether a letter or one of its marks was written last.
func (c *cleaner) onLetter() bool {
	return c.base.kind == kindLetter && (c.last.kind == kindLetter || c.last.isMark())
}

// bidiMark keeps a mark of direction in a text that has letters of both.
func (c *cleaner) bidiMark(i, size int, r rune, as character) {
	if !c.rightToLeft() {
		c.note(noteInvisible, i, r)
		return
	}
	if c.breaks > 0 {
		c.trimTail()
		for ; c.breaks > 0; c.breaks-- {
			c.put("\n")
		}
		c.part(kindLineBreak)
		c.started = false
	}
	if c.space != "" {
		c.put(c.space)
		c.part(kindSpace)
		c.space = ""
	}
	c.dropWordBreak()
	c.put(c.raw[i : i+size])
	c.last, c.lastRune, c.marks = as, r, 0
}

// rightToLeft reports whether the raw text has a letter that is written from
// right to left; such letters are never dropped.
func (c *cleaner) rightToLeft() bool {
	if c.direction == 0 {
		c.direction = -1
		for _, r := range c.raw {
			c.steps++
			if as := look(r); as.kind == kindLetter && as.ways&rightToLeft != 0 {
				c.direction = 1
				break
			}
		}
	}
	return c.direction > 0
}

// trimTail takes away the white space before marks of direction at the end of
// what was written. It looks at no more than that end.
func (c *cleaner) trimTail() {
	if c.last.kind != kindBidiMark {
		return
	}
	end, spaces := c.same, false
	if c.out != nil {
		end = len(c.out)
	}
	for end > 0 {
		c.steps++
		r, size := utf8.DecodeLastRuneInString(c.raw[:min(end, c.same)])
		if c.out != nil {
			r, size = utf8.DecodeLastRune(c.out[:end])
		}
		kind := look(r).kind
		if kind != kindBidiMark && kind != kindSpace && kind != kindWideSpace {
			break
		}
		spaces = spaces || kind != kindBidiMark
		end -= size
	}
	if !spaces {
		return
	}
	if c.out == nil {
		c.differ(0)
	}
	kept := c.out[:end]
	for _, r := range string(c.out[end:]) {
		if look(r).kind == kindBidiMark {
			kept = utf8.AppendRune(kept, r)
		}
	}
	c.out = kept
}
