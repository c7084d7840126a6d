package i18n

import "unicode"

// Repertoire is the set of characters that whoever prints a text has. The zero
// value has all.
type Repertoire string

// The repertoires, widest first.
const (
	// EveryScript takes text as it is.
	EveryScript Repertoire = ""
	// LatinScript has Latin letters with all their marks, ASCII digits, and the
	// punctuation that is written with them.
	LatinScript Repertoire = "latin"
	// Latin1 has the characters of ISO 8859-1.
	Latin1 Repertoire = "latin1"
	// ASCII has the printable characters of ASCII.
	ASCII Repertoire = "ascii"
)

// Holds reports whether the repertoire has every character of the text. Line
// breaks count as had.
func (p Repertoire) Holds(text string) bool {
	for _, r := range text {
		if !p.has(r) {
			return false
		}
	}
	return true
}

func (p Repertoire) has(r rune) bool {
	switch {
	case r >= ' ' && r <= '~', r == '\n', p == EveryScript:
		return true
	case p == LatinScript:
		return isLatinLetter(r) || r >= 0x300 && r <= 0x36F ||
			(r > '~' && r < 0x370 || r >= 0x2010 && r < 0x2C00) && unicode.Is(unicode.Common, r) && unicode.IsGraphic(r) && !unicode.IsSpace(r)
	default:
		return p == Latin1 && r > 0xA0 && r <= 0xFF && r != 0xAD
	}
}

// isLatinLetter leaves out the wide letters of East Asia.
func isLatinLetter(r rune) bool { return unicode.Is(unicode.Latin, r) && r < 0xFF00 }
