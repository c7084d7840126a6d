package i18n

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TooLongError says that a text does not fit where it has to be printed. Its
// text is not cut: somebody has to shorten it who knows what matters in it.
type TooLongError struct {
	// Text is what did not fit.
	Text string
	// Width and Lines are the room there was.
	Width, Lines int
}

// Error implements error.
func (e *TooLongError) Error() string {
	return fmt.Sprintf("i18n: text of %d characters does not fit %d lines of %d: %q",
		Graphemes(e.Text), e.Lines, e.Width, e.Text)
}

// Wrap breaks s into at most the given number of lines, none wider than width as
// measured by measure: Graphemes for people, len or a count of UTF-16 units for
// a carrier that says so. A nil measure is Graphemes.
//
// Lines break at white space, at zero width spaces, at line breaks in s, and
// between characters of scripts that have no spaces (Han and kana, though not
// before a closing or after an opening bracket, nor before a mark that belongs
// to the character before). No grapheme cluster is ever cut. What does not fit is
// a *TooLongError and no lines at all. An empty text has no lines.
func Wrap(s string, width, lines int, measure func(string) int) ([]string, error) {
	if measure == nil {
		measure = Graphemes
	}
	out, fits := wrap(s, func(line int) int { return width }, measure)
	if !fits || len(out) > lines {
		return nil, &TooLongError{s, width, lines}
	}
	return out, nil
}

// wrap breaks s into lines as wide as room says for each, and reports whether
// every word fits.
func wrap(s string, room func(line int) int, measure func(string) int) ([]string, bool) {
	var out []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return look(r).kind == kindLineBreak }) {
		line := ""
		for _, p := range pieces(part) {
			joined := line + p.before + p.text
			if line == "" {
				joined = p.text
			}
			if line != "" && measure(joined) > room(len(out)) {
				out = append(out, line)
				joined = p.text
			}
			if measure(joined) > room(len(out)) {
				return nil, false
			}
			line = joined
		}
		if line != "" {
			out = append(out, line)
		}
	}
	return out, true
}

// piece is a text that may not be broken, and the white space before it.
type piece struct{ before, text string }

// pieces takes a line apart where it may be broken.
func pieces(s string) []piece {
	var out []piece
	var before, text string
	var last rune
	flush := func() {
		if text != "" {
			out = append(out, piece{before, text})
			before, text = "", ""
		}
	}
	for cluster := range GraphemeSeq(s) {
		r, size := utf8.DecodeRuneInString(cluster)
		switch kind := look(r).kind; {
		case size < len(cluster): // a mark on a space is to be seen
		case kind == kindSpace && r != '\u00A0' && r != '\u202F', kind == kindWideSpace, kind == kindTab, kind == kindWordBreak:
			flush()
			before += cluster
			continue
		}
		if text != "" && breaksBetween(last, r) {
			flush()
		}
		text += cluster
		last = r
	}
	flush()
	return out
}

// breaksBetween reports whether a line may end between two characters without
// white space.
func breaksBetween(a, b rune) bool {
	if !isWide(a) && !isWide(b) || unicode.IsDigit(a) && unicode.IsDigit(b) { // a house number, １２３
		return false
	}
	return !strings.ContainsRune(noLineEnd, a) && !strings.ContainsRune(noLineStart, b)
}

// isWide reports whether the character belongs to a script whose words have
// nothing between them and may be broken anywhere.
func isWide(r rune) bool {
	return look(r).ways&(noSpace|zeroSpace) == noSpace || r >= 0x3001 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF60
}

// What may not end or begin a line of Han and kana.
const (
	noLineEnd   = "([{（［｛「『【〈《〔〒"
	noLineStart = ")]}）］｝」』】〉》〕、。，．,.・：；！？ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ-－"
)
