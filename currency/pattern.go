package currency

import "strings"

// pattern is a compiled number pattern of CLDR.
type pattern struct {
	primary, secondary int // sizes of the last group and of the others, 0 for none
	positive, negative affix
}

// affix is what stands around a number: start, sign, before, number, after,
// sign, end. Only one of the signs is there.
type affix struct {
	start, before, after, end string
	leads, follows            bool // the currency sign is before, or after the number
}

// compile reads a pattern such as "¤#,##0.00;(¤#,##0.00)".
func compile(text, minus string) (p pattern) {
	positive, negative, both := strings.Cut(text, ";")
	prefix, number, suffix := splitPattern(positive)
	whole, _, _ := strings.Cut(number, ".")
	if i := strings.LastIndexByte(whole, ','); i >= 0 {
		p.primary = len(whole) - i - 1
		p.secondary = p.primary
		if j := strings.LastIndexByte(whole[:i], ','); j >= 0 {
			p.secondary = i - j - 1
		}
	}
	p.positive = newAffix(prefix, suffix, minus)
	if both {
		prefix, _, suffix = splitPattern(negative)
	} else {
		prefix = "-" + prefix
	}
	p.negative = newAffix(prefix, suffix, minus)
	return p
}

func splitPattern(text string) (prefix, number, suffix string) {
	const digits = "#,0."
	first, last := strings.IndexAny(text, "#0"), strings.LastIndexAny(text, digits)
	return text[:first], text[first : last+1], text[last+1:]
}

func newAffix(prefix, suffix, minus string) (a affix) {
	a.start, a.before, a.leads = strings.Cut(prefix, "¤")
	a.after, a.end, a.follows = strings.Cut(suffix, "¤")
	for _, s := range []*string{&a.start, &a.before, &a.after, &a.end} {
		*s = strings.ReplaceAll(*s, "-", minus)
	}
	return a
}

// withoutSign takes the currency sign, and the spaces beside it, out of a
// pattern.
func withoutSign(text string) string {
	for _, s := range []string{"¤\u00a0", "\u00a0¤", "¤\u202f", "\u202f¤", "\u00a0\u200f¤", "¤"} {
		text = strings.ReplaceAll(text, s, "")
	}
	return text
}
