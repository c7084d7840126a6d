package currency

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// place is the resolved record of a locale. Nobody writes it once it is built.
type place struct {
	tag                   string
	digits                [10]string
	zero                  rune // the first digit; 0 for Han digits, which Unicode counts as letters
	system                string
	minGroup              int
	decimal, group, minus string
	dash                  string     // the minus without marks of direction
	patterns              [4]pattern // standard, accounting, and both without a sign
	signs                 map[Code]*sign
	base                  *place // the root, for signs that the locale does not have
	latin                 *place // the same with Latin digits, for reading; may be itself
	trailing              bool   // the locale writes a minus after the number
	words                 func() map[string]owned
}

// The fields of a record.
const (
	placeParent = iota
	placeScript
	placeSystem
	placeDigits
	placeMinGroup
	placeDecimal
	placeGroup
	placeMinus
	placeStandard
	placeAccounting
	placeSigns
	placeFields
)

func fields(line string) (f [placeFields]string) {
	for i := range f {
		f[i], line, _ = strings.Cut(line, "\t")
	}
	return f
}

// build makes a place of the records of a chain, the nearest first; base is the
// root, nil for the root itself.
func build(tags []string, base *place) *place {
	var all [placeFields]string
	p := &place{tag: tags[0], signs: map[Code]*sign{}}
	patterns := map[string]*pattern{}
	for _, tag := range tags {
		line, _ := record(tag)
		f := fields(line)
		for i, text := range f[:placeSigns] {
			if all[i] == "" {
				all[i] = text
			}
		}
		if tag != "und" || base == nil {
			p.addSigns(f[placeSigns], patterns)
		}
	}
	p.setDigits(all[placeDigits])
	p.system = all[placeSystem]
	p.minGroup = int(all[placeMinGroup][0] - '0')
	p.decimal, p.group, p.minus = all[placeDecimal], all[placeGroup], all[placeMinus]
	p.dash = plain(p.minus)
	p.patterns[0] = compile(all[placeStandard], p.minus)
	p.patterns[1] = compile(all[placeAccounting], p.minus)
	p.patterns[2] = compile(withoutSign(all[placeStandard]), p.minus)
	p.patterns[3] = compile(withoutSign(all[placeAccounting]), p.minus)
	for text, own := range patterns {
		*own = compile(text, p.minus)
	}
	negative := p.patterns[0].negative
	p.trailing = strings.Contains(negative.after+negative.end, p.minus)
	p.base, p.latin = base, p
	if base == nil {
		p.base = p
	}
	if p.zero != '0' {
		tag, _, _ := strings.Cut(p.tag, "-u-nu-")
		p.latin = build(chain(tag, "latn"), base)
	}
	p.words = sync.OnceValue(p.collectWords)
	return p
}

func (p *place) setDigits(text string) {
	first, size := utf8.DecodeRuneInString(text)
	if size == len(text) {
		p.zero = first
	}
	for i := range p.digits {
		if p.zero != 0 {
			p.digits[i] = string(first + rune(i))
			continue
		}
		_, size := utf8.DecodeRuneInString(text)
		p.digits[i], text = text[:size], text[size:]
	}
}

// addSigns reads CODE, symbol, narrow symbol, pattern, decimal and group, for
// the codes that no nearer record has.
func (p *place) addSigns(text string, patterns map[string]*pattern) {
	for text != "" {
		var entry string
		entry, text, _ = strings.Cut(text, ";")
		c := packed(entry)
		if p.signs[c] != nil {
			continue
		}
		parts := strings.Split(entry[3:]+"||||", "|")
		s := &sign{symbol: newWord(parts[0]), decimal: parts[3], group: parts[4]}
		s.narrow = s.symbol
		if parts[1] != "" {
			s.narrow = newWord(parts[1])
		}
		if parts[2] != "" {
			if patterns[parts[2]] == nil {
				patterns[parts[2]] = &pattern{}
			}
			s.pattern = patterns[parts[2]]
		}
		p.signs[c] = s
	}
}
