package i18n

import (
	"strings"
	"unicode"
)

// NormalPostalCode returns the postal code as machines read it: digits and
// letters of ASCII in capitals, one kind of hyphen, single spaces, without 〒 and
// without the prefix that the country's layout adds ("CH-"). Where a space or a
// hyphen is missing that the country writes, it is put in. A code that is none of
// its country's comes back with only its characters made plain. Check and Layout
// use it; the field itself stays as the customer wrote it.
func (a Address) NormalPostalCode() string {
	c, _ := countryOf(a.Country)
	code, _ := c.normalPostalCode(a.PostalCode)
	return code
}

// normalPostalCode also reports whether the code can be one of the country.
func (c *country) normalPostalCode(code string) (normal string, fits bool) {
	plain := plainCode(code)
	pattern := c.pattern()
	if plain == "" || pattern == nil {
		return plain, true
	}
	if pattern.MatchString(plain) {
		return c.spelled(plain), true
	}
	// "CH-8001", "FL 9490": the layout writes the prefix itself.
	if prefix := strings.TrimRight(c.postalPrefix, " -"); prefix != "" && len(plain) > len(prefix) && strings.HasPrefix(plain, prefix) {
		if rest := strings.TrimLeft(plain[len(prefix):], " -"); pattern.MatchString(rest) {
			return c.spelled(rest), true
		}
	}
	if spelled := c.spelled(bareCode(plain)); pattern.MatchString(spelled) {
		return spelled, true
	}
	// "DE-10115", "F-75001": prefixes of the old days, of this country alone, so that
	// the code of another one does not pass for its own.
	if prefix, rest, cut := strings.Cut(plain, "-"); cut && prefix != "" && strings.HasPrefix(c.rules.Code, prefix) {
		if spelled := c.spelled(bareCode(rest)); pattern.MatchString(spelled) {
			return spelled, true
		}
	}
	// "1073" in Latvia, where the prefix is a part of the code.
	for _, prefix := range [2]string{c.rules.Code, c.rules.Code + "-"} {
		if code := prefix + plain; isDigit(plain[0]) && pattern.MatchString(code) {
			return code, true
		}
	}
	return plain, false
}

// spelled puts in what separates the parts of a code, as in an example of the
// same shape.
func (c *country) spelled(code string) string {
	if strings.ContainsAny(code, " -") {
		return code
	}
	for _, anyShape := range [2]bool{false, true} { // Ireland's D02 X285 has no example of its shape
		for _, example := range c.rules.PostalExamples {
			if spelled, same := inShapeOf(code, example, anyShape); same && (spelled == code || c.pattern().MatchString(spelled)) {
				return spelled
			}
		}
	}
	return code
}

// inShapeOf writes code with the separators of the example, if letters and digits
// have the same places in both, or if any shape will do.
func inShapeOf(code, example string, anyShape bool) (string, bool) {
	if len(example) < len(code) {
		return "", false
	}
	at := 0
	for i := 0; i < len(example); i++ {
		if example[i] == ' ' || example[i] == '-' {
			continue
		}
		if at == len(code) || !anyShape && isDigit(code[at]) != isDigit(example[i]) {
			return "", false
		}
		at++
	}
	if at != len(code) {
		return "", false
	}
	if len(code) == len(example) {
		return code, true
	}
	spelled := make([]byte, 0, len(example))
	at = 0
	for i := 0; i < len(example); i++ {
		if example[i] == ' ' || example[i] == '-' {
			spelled = append(spelled, example[i])
			continue
		}
		spelled = append(spelled, code[at])
		at++
	}
	return string(spelled), true
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// bareCode drops spaces, hyphens, and the points of Brazil's 01.001-000.
func bareCode(code string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '.' {
			return -1
		}
		return r
	}, code)
}

// plainCode makes the characters of a code plain.
func plainCode(code string) string {
	if isPlain(code) && !strings.ContainsFunc(code, func(r rune) bool { return r >= 'a' && r <= 'z' }) {
		return code
	}
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～': // fullwidth ASCII
			r -= '！' - '!'
		case unicode.IsDigit(r) && r > unicode.MaxASCII:
			r = '0' + digitValue(r)
		case r > unicode.MaxASCII && unicode.Is(unicode.Pd, r), r == 'ー', r == '−':
			r = '-'
		case r == '〒':
			r = ' '
		case unicode.IsSpace(r):
			r = ' '
		}
		return unicode.ToUpper(r)
	}, code)
	if isPlain(plain) && !strings.Contains(plain, " ") {
		return plain
	}
	plain = strings.Join(strings.Fields(plain), " ")
	plain = strings.ReplaceAll(plain, " -", "-")
	return strings.ReplaceAll(plain, "- ", "-")
}

// digitValue returns the value of a decimal digit of any script: Unicode has
// them in rows of ten.
func digitValue(r rune) rune {
	if r >= 0x1D7CE && r <= 0x1D7FF { // the only rows without something between
		return (r - 0x1D7CE) % 10
	}
	value := rune(0)
	for unicode.IsDigit(r-value-1) && value < 9 {
		value++
	}
	return value
}
