package main

import (
	"slices"
	"strings"
)

// record packs what Clean needs to know of a code point into three bytes: its
// kind, the ways of its script, and its grapheme break with its alike script.
func (p *properties) record(cp int) []byte {
	kind := p.kind(cp)
	var way byte
	for i, w := range ways {
		if slices.Contains(strings.Fields(w.scripts), p.script[cp]) {
			way |= 1 << i
		}
	}
	if cp == 0x30FC || cp == 0xFF70 { // the long vowel marks of kana are Common
		way |= 1
	}
	if kind != "letter" { // a mark or digit of the script has no direction of its own
		way &^= 1 << 3
	}
	if p.ideograph[cp] || kind == "unassignedHan" {
		way |= 1 << 5
	}
	if p.composing[cp] {
		way |= 1 << 6
	}
	cluster := max(0, slices.Index(breaks, p.cluster[cp]))
	if p.pictographic[cp] {
		cluster = len(breaks) - 1
	}
	script := 0
	if kind == "letter" {
		script = slices.Index(alike, p.script[cp]) + 1
	}
	return []byte{byte(slices.Index(kinds, kind)), way, byte(cluster | script<<4)}
}

func (p *properties) kind(cp int) string {
	if k := special(cp); k != "" {
		return k
	}
	category := p.category[cp]
	switch {
	case cp&0xFFFE == 0xFFFE || cp >= 0xFDD0 && cp <= 0xFDEF:
		return "noncharacter"
	case p.presentation[cp] || p.pictographic[cp] && cp >= 0x1F000:
		return "emoji"
	case p.pictographic[cp] && !staysAsEmoji(cp, category):
		return "pictograph"
	case category == "Co":
		return "private"
	case category == "Zs":
		return "space"
	case category == "Cc":
		return "control"
	case p.prefix[cp]:
		return "visibleFormat"
	case category == "Cf", category == "Cn" && p.ignorable[cp]:
		return "invisible"
	case category == "Cn" && cp >= 0x20000 && cp < 0x40000:
		return "unassignedHan"
	case category == "So" && p.script[cp] == "Common" && !namelike(cp):
		return "strayable"
	}
	switch category {
	case "Nd":
		return "digit"
	case "Nl", "No":
		return "number"
	}
	switch category[0] {
	case 'L':
		return "letter"
	case 'M':
		return "mark"
	case 'P':
		return "punctuation"
	case 'S':
		return "symbol"
	}
	return "unassigned" // also surrogates, which no valid UTF-8 has
}

// special lists the code points that Clean treats by name.
func special(cp int) string {
	switch {
	case cp == 0x3000:
		return "wideSpace"
	case cp == '\t':
		return "tab"
	case cp >= '\n' && cp <= '\r', cp == 0x85, cp == 0x2028, cp == 0x2029:
		return "lineBreak"
	case cp >= 0x202A && cp <= 0x202E, cp >= 0x2066 && cp <= 0x2069:
		return "bidiControl"
	case cp == 0x200E, cp == 0x200F, cp == 0x061C:
		return "bidiMark"
	case cp == 0x200C, cp == 0x200D:
		return "joiner"
	case cp == 0x200B:
		return "wordBreak"
	case cp == 0xFE0E, cp == 0xFE0F:
		return "styleSelector"
	case cp >= 0xFE00 && cp <= 0xFE0D:
		return "selector"
	case cp >= 0xE0100 && cp <= 0xE01EF:
		return "hanSelector"
	case cp >= 0x180B && cp <= 0x180F:
		return "mongolSelector"
	case cp == 0x034F, cp == 0x115F, cp == 0x1160, cp == 0x3164, cp == 0xFFA0, cp >= 0xFFF9 && cp <= 0xFFFC:
		return "invisible"
	case cp >= 0x1F1E6 && cp <= 0x1F1FF:
		return "emoji"
	}
	return ""
}

// staysAsEmoji tells the pictographs that are letters, punctuation or marks of
// trade and lose only their styling: © ® ‼ ⁉ ™ ℹ Ⓜ 〰 〽 ㊗ ㊙.
func staysAsEmoji(cp int, category string) bool {
	return strings.ContainsAny(category[:1], "LNP") || namelike(cp)
}

// namelike tells the symbols that are part of names and addresses: © ® °, the
// letter-like ™ ℃ №, enclosed letters and numbers, and ㈱ with its like.
func namelike(cp int) bool {
	return cp < 0x100 && cp != 0xA6 ||
		cp >= 0x2100 && cp <= 0x214F ||
		cp >= 0x2460 && cp <= 0x24FF ||
		cp >= 0x3200 && cp <= 0x33FF ||
		cp >= 0x1F100 && cp <= 0x1F1E5
}
