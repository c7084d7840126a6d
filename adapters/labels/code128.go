package labels

import (
	"fmt"
	"strings"
)

// widths holds, for each symbol of ISO/IEC 15417, the widths of its three bars
// and three spaces in modules.
var widths = strings.Fields(`
	212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212
	112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131
	311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321
	112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
	313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
	314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114
	122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
	124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
	114311 411113 411311 113141 114131 311141 411131 211412 211214 211232
`)

// stop ends every symbol with a bar more.
const stop = "2331112"

// The symbols that are no characters.
const (
	toC    = 99
	toB    = 100
	fnc1   = 102
	startB = 104
	startC = 105
)

// symbols is a Code 128 before it is drawn: the values without check symbol, and
// the same as field data of ^BC in mode N, where everything is said and nothing
// left to the printer.
type symbols struct {
	values []byte
	zpl    strings.Builder
}

func (s *symbols) add(value byte, zpl string) {
	s.values = append(s.values, value)
	s.zpl.WriteString(zpl)
}

// encode128 writes printable ASCII in subsets B and C, in few symbols: digits go
// in pairs (C) from the start if there are four or more, and later on if there
// are ten or more. Fewer would save a symbol or two, which is not worth it: some
// software that reads ZPL cannot change to C on the way.
func encode128(content string, gs1 bool) *symbols {
	s := &symbols{}
	inC := gs1 || len(content) == 2 && digits(content) || leadingDigits(content) >= 4
	if inC {
		s.add(startC, ">;")
	} else {
		s.add(startB, ">:")
	}
	if gs1 {
		s.add(fnc1, ">8")
	}
	for content != "" {
		n := leadingDigits(content)
		switch {
		case inC && n >= 2:
			s.add((content[0]-'0')*10+content[1]-'0', content[:2])
			content = content[2:]
			continue
		case inC:
			inC = false
			s.add(toB, ">6")
		case n%2 == 0 && n >= 10:
			inC = true
			s.add(toC, ">5")
			continue
		}
		s.add(content[0]-' ', fieldChar(content[0]))
		content = content[1:]
	}
	return s
}

func leadingDigits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }

// fieldChar writes a character of subset B for ^BC. The three that ZPL takes for
// commands have names of their own; the character of ^FH is written by its code.
func fieldChar(c byte) string {
	switch c {
	case '^':
		return "><"
	case '>':
		return ">0"
	case '~':
		return ">="
	}
	return hexed(string(c))
}

// hexed writes what could be taken for a command by its code, for fields with ^FH.
func hexed(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == '^', c == '~', c == '_', c == ',', c == '\\', c < ' ', c > '~':
			fmt.Fprintf(&b, "_%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// modules returns the bars and spaces, true for a bar, with the check symbol.
func (s *symbols) modules() []bool {
	sum := int(s.values[0])
	for i, v := range s.values[1:] {
		sum += (i + 1) * int(v)
	}
	var out []bool
	draw := func(pattern string) {
		for i, w := range []byte(pattern) {
			for range w - '0' {
				out = append(out, i%2 == 0)
			}
		}
	}
	for _, v := range s.values {
		draw(widths[v])
	}
	draw(widths[sum%103])
	draw(stop)
	return out
}
