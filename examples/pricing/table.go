package main

import (
	"strings"
	"unicode"
)

// table writes rows in columns, the first to the left and the others, which are
// numbers, to the right.
func table(b *strings.Builder, rows [][]string) {
	var wide []int
	for _, row := range rows {
		for k, cell := range row {
			if k == len(wide) {
				wide = append(wide, 0)
			}
			wide[k] = max(wide[k], columns(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for k, cell := range row {
			line.WriteString("  ")
			space := strings.Repeat(" ", wide[k]-columns(cell))
			if k == 0 {
				line.WriteString(cell + space)
			} else {
				line.WriteString(space + cell)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// columns is how many columns of a terminal a text takes: Chinese, Japanese and
// Korean characters and pictures take two, accents and marks of direction none.
func columns(s string) (n int) {
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) && (r < 0xFF61 || r > 0xFFDC),
			0x3000 <= r && r <= 0x303E, 0xFF01 <= r && r <= 0xFF60, 0xFFE0 <= r && r <= 0xFFE6, 0x1F300 <= r && r <= 0x1FAFF, r == 'ー':
			n += 2
		default:
			n++
		}
	}
	return n
}
