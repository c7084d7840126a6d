package i18n

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// isCompatibilityIdeograph reports whether NFC would replace the rune by another
// ideograph, which some people do not accept as their name.
func isCompatibilityIdeograph(r rune) bool {
	return r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F
}

// endsSyllable reports whether a Hangul letter b begins a new piece after a,
// though it could continue a syllable: x/text counts a row of such letters as
// accents, and parts rows of more than thirty with U+034F.
func endsSyllable(a, b rune) bool {
	return isVowel(b) && (isVowel(a) || isFinal(a)) || isFinal(b) && isFinal(a)
}

func isVowel(r rune) bool { return r >= 0x1161 && r <= 0x1175 }
func isFinal(r rune) bool { return r >= 0x11A8 && r <= 0x11C2 }

// compose returns the text in NFC, with its compatibility ideographs as they are.
func (c *cleaner) compose(text string) string {
	composed := text
	c.steps += len(text)
	switch {
	case c.piecewise:
		composed = composePieces(text)
	case norm.NFC.QuickSpanString(text) < len(text):
		composed = norm.NFC.String(text)
	}
	if composed == text {
		return text
	}
	// A letter may have been taken apart, and its marks count too.
	return c.limitMarks(composed)
}

// composePieces composes the text between the ideographs that stay.
func composePieces(text string) string {
	out := make([]byte, 0, len(text))
	from, last := 0, rune(0)
	for i, r := range text {
		switch {
		case isCompatibilityIdeograph(r):
			out = append(out, norm.NFC.String(text[from:i])...)
			out = utf8.AppendRune(out, r)
			from = i + utf8.RuneLen(r)
		case endsSyllable(last, r):
			out = append(out, norm.NFC.String(text[from:i])...)
			from = i
		}
		last = r
	}
	return string(append(out, norm.NFC.String(text[from:])...))
}

// limitMarks drops what is more than ten marks in a row.
func (c *cleaner) limitMarks(text string) string {
	var out []byte
	marks, from := 0, 0
	for i, r := range text {
		c.steps++
		as := look(r)
		switch {
		case as.isMark():
			marks++
			if marks > mostMarksInARow {
				c.note(noteMarks, 0, r)
				out = append(out, text[from:i]...)
				from = i + utf8.RuneLen(r)
			}
		case as.kind != kindJoiner:
			marks = 0
		}
	}
	if out == nil {
		return text
	}
	return string(append(out, text[from:]...))
}
