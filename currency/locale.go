package currency

import (
	_ "embed"
	"strings"
	"sync"
)

// localesText is made by internal/gen; its head says what the fields are.
//
//go:embed locales.txt
var localesText string

// Locale writes and reads amounts as people of one language and region do. It
// is immutable and safe for concurrent use. Making one with ParseLocale takes
// some ten microseconds and kilobytes, so keep it; With is cheap. The zero
// Locale is the root of CLDR ("und"), which belongs to no language.
type Locale struct {
	at    *place
	style Style
}

// root is the place that every other inherits from.
var root = sync.OnceValue(func() *place { return build([]string{"und"}, nil) })

func (l Locale) place() *place {
	if l.at == nil {
		return root()
	}
	return l.at
}

// ParseLocale returns the locale of a language tag of BCP 47: "de", "de-CH",
// "zh-Hant-HK", in any case, with - or _. What CLDR does not list falls back as
// CLDR says: "de-AT" is itself, "de-US" is de, "zh-TW" is zh-Hant; String tells
// the result. "-u-nu-latn" asks for Latin digits, and "-u-nu-arab" and the like
// for the digits of the language; other extensions are ignored.
//
// ErrLocale: no tag, or a language or script of which CLDR knows nothing. It is
// an error because 1.234 read by a foreign locale's rules is another amount.
// For the root itself ask for "und".
func ParseLocale(tag string) (Locale, error) {
	if len(tag) > maxTag || !wellFormed(tag) {
		return Locale{}, &Error{Op: "parse locale", Kind: ErrLocale, Input: shorten(tag), Reason: "want a language tag such as de-CH"}
	}
	language, system := splitTag(tag)
	found := fallBack(language)
	if found == "" {
		return Locale{}, &Error{Op: "parse locale", Kind: ErrLocale, Input: shorten(tag), Reason: "no data for this language and script"}
	}
	if found == "und" && system == "" {
		return Locale{}, nil
	}
	return Locale{at: build(chain(found, system), root())}, nil
}

// MustLocale is ParseLocale for literals; it panics on an error.
func MustLocale(tag string) Locale {
	l, err := ParseLocale(tag)
	if err != nil {
		panic(err)
	}
	return l
}

// String returns the tag of the data that is used: "de" for "de-US".
func (l Locale) String() string { return l.place().tag }

// With returns the same locale with another style of writing. Reading does not
// depend on the style.
func (l Locale) With(s Style) Locale {
	l.style = s
	return l
}

// Locales returns the tag of every locale that CLDR lists, in alphabetical
// order. The slice is the caller's.
func Locales() []string {
	var tags []string
	for line := range strings.Lines(localesText) {
		tag, rest, _ := strings.Cut(line, "\t")
		if tag[0] != '#' && rest[0] != '=' && !strings.Contains(tag, "-u-nu-") {
			tags = append(tags, tag)
		}
	}
	return tags
}

// record finds the line of a tag, without the tag.
func record(tag string) (line string, ok bool) {
	_, line, ok = strings.Cut(localesText, "\n"+tag+"\t")
	line, _, _ = strings.Cut(line, "\n")
	return line, ok
}
