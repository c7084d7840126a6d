package i18n

import (
	"iter"
	"unicode/utf8"
)

// Graphemes returns the number of characters that people see in s: extended
// grapheme clusters of UAX #29. It takes linear time and allocates nothing; a
// byte that is no UTF-8 counts as one.
func Graphemes(s string) int {
	n := 0
	for len(s) > 0 {
		s = s[nextCluster(s):]
		n++
	}
	return n
}

// GraphemeSeq yields the extended grapheme clusters of s, which together are s.
func GraphemeSeq(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for len(s) > 0 {
			n := nextCluster(s)
			if !yield(s[:n]) {
				return
			}
			s = s[n:]
		}
	}
}

// nextCluster returns the length in bytes of the first cluster of s, which is
// not empty.
func nextCluster(s string) int {
	if s[0] < utf8.RuneSelf && s[0] != '\r' && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return 1
	}
	r, end := utf8.DecodeRuneInString(s)
	before := look(r).cluster()
	regional := before == breakRegionalIndicator // an odd number of flag letters
	picture := before == breakExtendedPictographic
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		after := look(r).cluster()
		switch {
		case before == breakRegionalIndicator && after == breakRegionalIndicator:
			if !regional {
				return end
			}
			regional = false
		case before == breakZWJ && after == breakExtendedPictographic:
			if !picture {
				return end
			}
		case !together(before, after):
			return end
		case after == breakRegionalIndicator: // after a prepended character
			regional = true
		}
		if after == breakExtendedPictographic {
			picture = true
		} else if after != breakExtend && after != breakZWJ {
			picture = false
		}
		before, end = after, end+size
	}
	return end
}

// together reports whether two neighbours belong to one cluster, by the rules GB3
// to GB9b, which look no further than at the two.
func together(before, after byte) bool {
	switch before {
	case breakCR:
		return after == breakLF
	case breakLF, breakControl:
		return false
	}
	switch after {
	case breakExtend, breakZWJ, breakSpacingMark:
		return true
	case breakCR, breakLF, breakControl:
		return false
	}
	switch before {
	case breakPrepend:
		return true
	case breakL:
		return after == breakL || after == breakV || after == breakLV || after == breakLVT
	case breakLV, breakV:
		return after == breakV || after == breakT
	case breakLVT, breakT:
		return after == breakT
	}
	return false
}
