package currency

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sign is what a locale says about one currency.
type sign struct {
	symbol, narrow word
	pattern        *pattern // of its own, nil if none
	decimal, group string   // of its own, empty if none
}

// word is a currency sign that knows where it needs a space beside a digit.
type word struct {
	text        string
	first, last bool // the first and last character are neither symbols nor spaces
}

func newWord(text string) word {
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	return word{text: text, first: needsSpace(first), last: needsSpace(last)}
}

// needsSpace is CLDR's [[:^S:]&[:^Z:]].
func needsSpace(r rune) bool {
	return !unicode.Is(unicode.S, r) && !unicode.Is(unicode.Z, r)
}

// sign returns what the locale, or the root, says about c; nil if nothing.
func (p *place) sign(c Code) *sign {
	if s := p.signs[c]; s != nil {
		return s
	}
	return p.base.signs[c]
}

// collectWords maps what may stand for a currency in a text to its code, or to
// 0 if it may stand for several: ISO codes, the locale's symbols, and narrow
// symbols that nothing else claims. A code that is legal tender wins over those
// that are not any more.
func (p *place) collectWords() map[string]owned {
	words := map[string]Code{}
	codes := Codes()
	symbols, narrows := map[string]Code{}, map[string]Code{}
	for _, c := range codes {
		if s := p.sign(c); s != nil {
			claim(symbols, s.symbol.text, c)
			claim(narrows, s.narrow.text, c)
		}
	}
	for text, c := range narrows {
		words[text] = c
	}
	for text, c := range symbols {
		words[text] = c
	}
	for _, c := range codes {
		text := c.String()
		words[text] = c
		if owner, taken := symbols[text]; taken && owner != c && (owner == 0 || owner.tender()) {
			words[text] = 0 // in sq ANG is the sign of XCG as well
		}
	}
	out := make(map[string]owned, len(words))
	for text, c := range words {
		out[text] = owned{c, p.sign(c)}
	}
	return out
}

// owned is the currency that a word stands for, 0 if several, and what the
// locale says about it.
type owned struct {
	code Code
	sign *sign
}

// claim gives a word to c; a word claimed twice belongs to the one that is
// legal tender, and to nobody if both or none are.
func claim(words map[string]Code, text string, c Code) {
	text = plain(text)
	owner, taken := words[text]
	switch {
	case !taken, owner != 0 && !owner.tender() && c.tender():
		words[text] = c
	case owner == 0, owner.tender() == c.tender():
		words[text] = 0
	}
}

// tender reports whether CLDR knows c as legal tender without an end.
func (c Code) tender() bool {
	_, began := c.From()
	_, ended := c.To()
	return began && !ended
}

// plain drops marks of direction from a text and makes all its spaces and widths
// equal.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case isMark(r):
			return -1
		case isSpace(r):
			return ' '
		}
		return r
	}, halfWidth(text))
}

// halfWidth undoes what East Asian keyboards do to Latin letters, digits and signs.
// CLDR itself has a yen of full width for Japanese, where people type either.
func halfWidth(text string) string {
	if strings.IndexByte(text, 0xEF) < 0 && strings.IndexByte(text, 0xE3) < 0 {
		return text // no character from U+3000 or U+F000 on, as in most texts
	}
	return strings.Map(func(r rune) rune {
		switch {
		case 0xFF01 <= r && r <= 0xFF5E:
			return r - 0xFF01 + '!'
		case r == 0x3000:
			return ' '
		case r == 0xFFE0:
			return '¢'
		case r == 0xFFE1:
			return '£'
		case r == 0xFFE5:
			return '¥'
		case r == 0xFFE6:
			return '₩'
		}
		return r
	}, text)
}

// isMark reports marks that only say in which direction a text runs.
func isMark(r rune) bool { return r == 0x200E || r == 0x200F || r == 0x061C }

// isSpace reports the spaces that people and CLDR put into amounts: plain,
// no-break, narrow no-break and thin.
func isSpace(r rune) bool { return r == ' ' || r == 0xA0 || r == 0x202F || r == 0x2009 }
