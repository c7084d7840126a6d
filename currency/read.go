package currency

import (
	"strings"
	"unicode/utf8"
)

// maxWritten is the longest text that Locale.Parse looks at, in characters; in
// some scripts one has four bytes.
const maxWritten = 64

// Parse reads an amount as the locale's people write it, with its currency
// before or after the number: what Format writes in any style with a sign, and
// what they type. It never guesses:
//
//   - The currency is an ISO code, or a sign that means one currency to the
//     locale's readers: "$" is USD in en-US, CAD in en-CA, and refused in fr,
//     where it may be several. A currency in use wins over a withdrawn one.
//   - Separators are the locale's: "1.234" is 1234 in de and too many decimals
//     in en, "1.23" is refused in de. Groups must have their proper sizes.
//   - Digits are Latin or the locale's own, never both in one number, each with
//     their separators. Full width is as good as half width, as in "￥１，２３４".
//   - One minus sign, or parentheses as accountants write them. Spaces may be of
//     any kind; marks of direction do not count.
//
// At most 64 characters. Kinds: ErrSyntax; ErrUnknownCode for no, an unknown or an
// ambiguous sign; ErrDigits for more decimals than the currency has; ErrOverflow.
func (l Locale) Parse(text string) (Amount, error) { return l.read("parse", text, 0) }

// ParseIn is Parse for a text whose currency is known, as from a form with a
// field for it: the sign may be missing, and may be one that other currencies
// share. The sign of another currency is ErrMismatch.
func (l Locale) ParseIn(text string, c Code) (Amount, error) {
	if !c.Valid() {
		return Amount{}, &Error{Op: "parse", Kind: ErrUnknownCode, Code: c, Input: shorten(text)}
	}
	return l.read("parse", text, c)
}

func (l Locale) read(op, text string, c Code) (Amount, error) {
	fail := func(kind Kind, reason string) (Amount, error) {
		return Amount{}, &Error{Op: op, Kind: kind, Code: c, Input: shorten(text), Reason: reason}
	}
	if len(text) > maxWritten && (len(text) > 4*maxWritten || utf8.RuneCountInString(text) > maxWritten) {
		return fail(ErrSyntax, "more than 64 characters")
	}
	p := l.place()
	text = halfWidth(text)
	first, last := p.number(text)
	if first < 0 {
		return fail(ErrSyntax, "no number")
	}
	name, negative, reason := p.around(text[:first], text[last:])
	if reason != "" {
		return fail(ErrSyntax, reason)
	}
	owner, own, known := p.owner(name)
	if c == 0 {
		switch {
		case name == "":
			return fail(ErrUnknownCode, "no currency")
		case !known:
			return fail(ErrUnknownCode, "no such sign or code in "+p.tag)
		case owner == 0:
			return fail(ErrUnknownCode, "the sign may mean several currencies in "+p.tag)
		}
		c = owner
	} else if name != "" && owner != c && !p.means(name, c) {
		e := &Error{Op: op, Kind: ErrMismatch, Code: c, Other: owner, Input: shorten(text)}
		if owner == 0 {
			e.Kind, e.Reason = ErrUnknownCode, "not a sign of "+c.String()+" in "+p.tag
		}
		return Amount{}, e
	}
	if own == nil || owner != c {
		own = p.sign(c)
	}
	minor, kind, reason := p.value(text[first:last], c, own)
	if kind != 0 {
		return fail(kind, reason)
	}
	if negative {
		minor = -minor
	}
	return Amount{minor: minor, code: c}, nil
}

// owner looks a sign up, first as it stands.
func (p *place) owner(name string) (c Code, own *sign, known bool) {
	if name == "" {
		return 0, nil, false
	}
	o, known := p.words()[name]
	if !known {
		o, known = p.words()[plain(name)]
	}
	return o.code, o.sign, known
}

// means reports whether name is the code or one of the signs of c, shared or not.
func (p *place) means(name string, c Code) bool {
	s := p.sign(c)
	name = plain(name)
	return name == c.String() || s != nil && (name == plain(s.symbol.text) || name == plain(s.narrow.text))
}

// number returns where the first digit of a text begins and the last one ends.
func (p *place) number(text string) (first, last int) {
	first = -1
	for i := 0; i < len(text); {
		if b := text[i]; b < utf8.RuneSelf {
			if i++; b-'0' <= 9 {
				if last = i; first < 0 {
					first = i - 1
				}
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if p.digit(r) >= 0 {
			if last = i + size; first < 0 {
				first = i
			}
		}
		i += size
	}
	return first, last
}

// digit returns the value of one of the locale's own digits, -1 for all others.
func (p *place) digit(r rune) int {
	switch {
	case p.zero == '0':
		return -1
	case p.zero != 0:
		if d := r - p.zero; 0 <= d && d <= 9 {
			return int(d)
		}
		return -1
	}
	for i, d := range p.digits {
		if first, _ := utf8.DecodeRuneInString(d); first == r {
			return i
		}
	}
	return -1
}

// around reads what stands before and after a number: at most one minus, or
// parentheses, and at most one sign of a currency.
func (p *place) around(before, after string) (name string, negative bool, reason string) {
	before, after = trim(before), trim(after)
	if inner, open := strings.CutPrefix(before, "("); open {
		rest, closed := strings.CutSuffix(after, ")")
		if !closed {
			return "", false, "a parenthesis is not closed"
		}
		before, after, negative = trim(inner), trim(rest), true
	}
	minus := 0
	for _, side := range []*string{&before, &after} {
		if *side == "" || side == &after && !p.trailing {
			continue
		}
		if rest, ok := p.withoutMinus(*side); ok {
			*side = rest
			minus++
		}
	}
	switch {
	case before != "" && after != "":
		return "", false, "text before and after the number"
	case minus > 1 || minus == 1 && negative:
		return "", false, "negative twice"
	}
	return before + after, negative || minus == 1, ""
}

// withoutMinus takes a minus off one end of a text.
func (p *place) withoutMinus(text string) (rest string, ok bool) {
	for _, minus := range [...]string{"-", "\u2212", p.dash} {
		if rest, ok := strings.CutPrefix(text, minus); ok {
			return trim(rest), true
		}
		if rest, ok := strings.CutSuffix(text, minus); ok {
			return trim(rest), true
		}
	}
	return text, false
}

// trim takes spaces and marks of direction off both ends.
func trim(text string) string {
	for text != "" {
		r, n := rune(text[0]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text)
		}
		if !isSpace(r) && !isMark(r) {
			break
		}
		text = text[n:]
	}
	for text != "" {
		r, n := rune(text[len(text)-1]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeLastRuneInString(text)
		}
		if !isSpace(r) && !isMark(r) {
			break
		}
		text = text[:len(text)-n]
	}
	return text
}
