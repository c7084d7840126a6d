package pricing

import (
	"strings"
	"unicode"
)

// sameCode reports whether a customer who entered one code means the other.
func sameCode(entered, code string) bool {
	return strings.EqualFold(plainCode(entered), plainCode(code))
}

// plainCode is a coupon code without what nobody sees. Japanese and Chinese
// keyboards write ASCII in full width, and codes that are copied from a mail or a
// page bring invisible marks with them.
func plainCode(code string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case '\uff01' <= r && r <= '\uff5e':
			return r - '\uff01' + '!'
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, code))
}
