package currency

import (
	"strings"
	"unicode/utf8"
)

// value reads a number, from its first digit to its last, in minor units of c.
func (p *place) value(text string, c Code, s *sign) (minor int64, kind Kind, reason string) {
	own := true // the locale's own digits
	if text[0] < utf8.RuneSelf {
		p, own = p.latin, p == p.latin
	}
	decimal, group := p.decimal, p.group
	if s != nil && own {
		if s.decimal != "" {
			decimal = s.decimal
		}
		if s.group != "" {
			group = s.group
		}
	}
	r := reader{digits: c.Digits(), most: max(c.Digits(), c.DisplayDigits())}
	plain := p.zero == '0'
	for i := 0; i < len(text); {
		if d := text[i] - '0'; d <= 9 && plain {
			r.push(uint64(d))
			i++
			continue
		}
		rest := text[i:]
		d, size := p.nextDigit(rest)
		switch {
		case d >= 0:
			r.push(uint64(d))
		case strings.HasPrefix(rest, decimal) && !r.point:
			size = len(decimal)
			r.endGroup()
			r.point = true
		case sameSeparator(rest, group, &size) && !r.point:
			r.endGroup()
		default:
			return 0, ErrSyntax, "separators or digits are not those of " + p.tag
		}
		i += size
	}
	return r.result(p, c)
}

// nextDigit returns the digit of the locale's own that begins a text, -1 if it
// is none, and its length. ASCII digits have been read before.
func (p *place) nextDigit(text string) (d, size int) {
	if text[0] < utf8.RuneSelf {
		return -1, 1
	}
	r, size := utf8.DecodeRuneInString(text)
	return p.digit(r), size
}

// sameSeparator reports whether a text begins with a group separator, or one
// that people cannot tell from it.
func sameSeparator(text, group string, size *int) bool {
	if strings.HasPrefix(text, group) {
		*size = len(group)
		return true
	}
	r, n := utf8.DecodeRuneInString(text)
	g, _ := utf8.DecodeRuneInString(group)
	*size = n
	return isSpace(g) && isSpace(r) || isApostrophe(g) && isApostrophe(r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

// reader collects a number.
type reader struct {
	n            uint64
	over         bool // n was too large
	point, lost  bool // the decimal separator was seen; a decimal that the ledger has not is not 0
	digits, most int  // decimals of the ledger, and that may be written
	zero         bool // the first digit is 0
	length       int  // digits since the last separator
	groups       int  // groups that have ended
	sizes        [16]uint8
}

func (r *reader) push(d uint64) {
	if r.length++; r.length == 1 && r.groups == 0 {
		r.zero = d == 0
	}
	if r.point && r.length > r.digits {
		r.lost = r.lost || d != 0
		return
	}
	r.n, r.over = push(r.n, d, r.over)
}

// endGroup ends a group before a separator.
func (r *reader) endGroup() {
	if r.groups < len(r.sizes) {
		r.sizes[r.groups] = uint8(r.length)
	}
	r.groups++
	r.length = 0
}

func (r *reader) result(p *place, c Code) (minor int64, kind Kind, reason string) {
	decimals := 0
	if r.point {
		decimals = r.length
	} else {
		r.endGroup()
	}
	if r.groups > 1 {
		if r.zero || r.groups > len(r.sizes) || !p.grouped(r.sizes[:r.groups]) {
			return 0, ErrSyntax, "groups are not those of " + p.tag
		}
	}
	if decimals > r.most || r.lost {
		return 0, ErrDigits, c.String() + " has " + string(rune('0'+r.digits))
	}
	for ; decimals < r.digits; decimals++ {
		r.n, r.over = push(r.n, 0, r.over)
	}
	if r.over || r.n >= 1<<63 {
		return 0, ErrOverflow, ""
	}
	return int64(r.n), 0, ""
}

// grouped reports whether groups have the sizes of one of the locale's patterns.
func (p *place) grouped(sizes []uint8) bool {
	for i := range p.patterns[:2] {
		if p.patterns[i].takes(sizes) {
			return true
		}
	}
	return false
}

func (p *pattern) takes(sizes []uint8) bool {
	last := len(sizes) - 1
	if p.primary == 0 || int(sizes[last]) != p.primary || sizes[0] == 0 || int(sizes[0]) > p.secondary {
		return false
	}
	for _, size := range sizes[1:last] {
		if int(size) != p.secondary {
			return false
		}
	}
	return true
}
