package currency

// Format returns a as the locale's people write it: "CHF 1'234.50",
// "1.234,50 €", "(US$12.00)". It is for people: data is written by the codecs.
// An amount that is not Valid gives "invalid amount"; the zero Amount "0"
// without a sign.
func (l Locale) Format(a Amount) string {
	var b [192]byte
	return string(l.Append(b[:0], a))
}

// Append appends what Format returns to dst, and allocates only if dst has to
// grow.
func (l Locale) Append(dst []byte, a Amount) []byte {
	if a.minor == invalid {
		return append(dst, invalidText...)
	}
	p := l.place()
	which := 0
	if l.style.Accounting {
		which = 1
	}
	name := word{}
	decimal, group := p.decimal, p.group
	pattern := &p.patterns[which]
	switch s := p.sign(a.code); {
	case l.style.Sign == NoSign || a.code == 0:
		pattern = &p.patterns[2+which]
	case s == nil || l.style.Sign == ISOCode:
		name = word{text: a.code.String(), first: true, last: true}
	case l.style.Sign == NarrowSymbol:
		name = s.narrow
	default:
		name = s.symbol
	}
	if s := p.sign(a.code); s != nil && l.style.Sign != NoSign {
		if s.pattern != nil {
			pattern = s.pattern
		}
		if s.decimal != "" {
			decimal = s.decimal
		}
		if s.group != "" {
			group = s.group
		}
	}
	around := &pattern.positive
	if a.minor < 0 {
		around = &pattern.negative
	}
	dst = append(dst, around.start...)
	if around.leads {
		dst = append(dst, name.text...)
		dst = append(dst, around.before...)
		if around.before == "" && name.last && p.zero != 0 {
			dst = append(dst, "\u00a0"...)
		}
	}
	n, kept, shown := l.style.Decimals.of(a)
	dst = p.appendNumber(dst, n, kept, shown, pattern, decimal, group)
	if around.follows && around.after == "" && name.first && p.zero != 0 {
		dst = append(dst, "\u00a0"...)
	}
	dst = append(dst, around.after...)
	if around.follows {
		dst = append(dst, name.text...)
	}
	return append(dst, around.end...)
}

// of returns the magnitude of a as a number with kept decimals, of which shown
// are written.
func (d Decimals) of(a Amount) (n uint64, kept, shown int) {
	n = magnitude(a.minor)
	class := a.code.info()
	kept, shown = int(class.digits), int(class.display)
	if d == ShowLedger || a.code == 0 {
		return n, kept, kept
	}
	if shown >= kept {
		return n, kept, shown
	}
	drop := pow10(kept - shown)
	switch rest := n % drop; {
	case d == ShowRounded:
		n /= drop
		if rest >= drop-rest {
			n++
		}
		return n, shown, shown
	case rest == 0:
		return n / drop, shown, shown
	}
	return n, kept, kept
}

// appendNumber writes n, which has kept decimals, with shown decimals; shown is
// not less than kept.
func (p *place) appendNumber(dst []byte, n uint64, kept, shown int, pattern *pattern, decimal, group string) []byte {
	var buf [24]byte
	i := len(buf)
	for n > 0 || len(buf)-i <= kept {
		i--
		buf[i] = byte(n % 10)
		n /= 10
	}
	text := buf[i:]
	whole := len(text) - kept
	grouped := pattern.primary > 0 && whole >= pattern.primary+p.minGroup
	for k := 0; k < whole; k++ {
		dst = p.appendDigit(dst, text[k])
		if left := whole - k - 1; grouped && left >= pattern.primary && (left-pattern.primary)%pattern.secondary == 0 {
			dst = append(dst, group...)
		}
	}
	if shown == 0 {
		return dst
	}
	dst = append(dst, decimal...)
	for k := whole; k < whole+shown; k++ {
		d := byte(0)
		if k < len(text) {
			d = text[k]
		}
		dst = p.appendDigit(dst, d)
	}
	return dst
}

func (p *place) appendDigit(dst []byte, d byte) []byte {
	if p.zero == '0' {
		return append(dst, '0'+d)
	}
	return append(dst, p.digits[d]...)
}
