package labels

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// levels returns the embedding level of every character by the Unicode
// bidirectional algorithm (UAX #9): W1 to W7, N0 to N2, I1, I2 and L1. What it
// leaves out are explicit embeddings and isolates, which labels refuse. Even
// levels run to the right. The libraries at hand join neighbours of levels 0
// and 2, which puts a house number on the wrong side of an Arabic street.
func levels(text []rune, base uint8) []uint8 {
	p := paragraphOrder{base: base, outer: bidi.L}
	if base == 1 {
		p.outer = bidi.R
	}
	for i, r := range text {
		properties, _ := bidi.LookupRune(r)
		if class := properties.Class(); class != bidi.BN {
			p.at = append(p.at, i)
			p.class = append(p.class, class)
			p.first = append(p.first, class)
		}
	}
	p.marks()
	p.numbers()
	p.separators()
	p.brackets(text)
	p.neutrals()
	return p.result(len(text))
}

// paragraphOrder is a paragraph on its way through the rules, without the
// characters that have no say in it (BN).
type paragraphOrder struct {
	base  uint8
	outer bidi.Class // of what is before and after: sos and eos
	at    []int      // places in the text
	class []bidi.Class
	first []bidi.Class // before any rule
}

// marks is W1: a mark is what it stands on.
func (p *paragraphOrder) marks() {
	before := p.outer
	for i, c := range p.class {
		if c == bidi.NSM {
			p.class[i] = before
		}
		before = p.class[i]
	}
}

// numbers is W2 and W3: a number after an Arabic letter is an Arabic one.
func (p *paragraphOrder) numbers() {
	strong := p.outer
	for i, c := range p.class {
		switch c {
		case bidi.L, bidi.R, bidi.AL:
			strong = c
		case bidi.EN:
			if strong == bidi.AL {
				p.class[i] = bidi.AN
			}
		}
	}
	for i, c := range p.class {
		if c == bidi.AL {
			p.class[i] = bidi.R
		}
	}
}

// separators is W4 to W7: 1,234.5 % is one number, and a number among Latin
// letters is one of them.
func (p *paragraphOrder) separators() {
	c := p.class
	for i := 1; i+1 < len(c); i++ {
		between := c[i-1] == c[i+1]
		if between && (c[i] == bidi.ES || c[i] == bidi.CS) && c[i-1] == bidi.EN || between && c[i] == bidi.CS && c[i-1] == bidi.AN {
			c[i] = c[i-1]
		}
	}
	for i := 0; i < len(c); {
		if c[i] != bidi.ET {
			i++
			continue
		}
		end := i
		for end < len(c) && c[end] == bidi.ET {
			end++
		}
		if i > 0 && c[i-1] == bidi.EN || end < len(c) && c[end] == bidi.EN {
			fill(c[i:end], bidi.EN)
		}
		i = end
	}
	strong := p.outer
	for i := range c {
		switch c[i] {
		case bidi.ES, bidi.ET, bidi.CS:
			c[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = c[i]
		case bidi.EN:
			if strong == bidi.L {
				c[i] = bidi.L
			}
		}
	}
}

// brackets is N0: both brackets of a pair run the same way.
func (p *paragraphOrder) brackets(text []rune) {
	for _, pair := range p.pairs(text) {
		inside, outside := false, false
		for _, c := range p.class[pair[0]+1 : pair[1]] {
			switch strong := strongOf(c); {
			case strong == p.outer:
				inside = true
			case strong != bidi.ON:
				outside = true
			}
		}
		to := p.outer
		if !inside {
			if !outside {
				continue
			}
			if p.before(pair[0]) != p.outer {
				to = opposite(p.outer)
			}
		}
		for _, i := range pair {
			p.class[i] = to
			for k := i + 1; k < len(p.first) && p.first[k] == bidi.NSM; k++ {
				p.class[k] = to
			}
		}
	}
}

// pairs finds the pairs of brackets, in the order of their openings (BD16).
func (p *paragraphOrder) pairs(text []rune) (found [][2]int) {
	type open struct {
		closing rune
		at      int
	}
	var stack []open
	for i, at := range p.at {
		properties, _ := bidi.LookupRune(text[at])
		if p.class[i] != bidi.ON || !properties.IsBracket() {
			continue
		}
		if properties.IsOpeningBracket() {
			if len(stack) == 63 {
				return nil
			}
			stack = append(stack, open{canonical(mirrored(text[at])), i})
			continue
		}
		for k := len(stack) - 1; k >= 0; k-- {
			if stack[k].closing == canonical(text[at]) {
				found = append(found, [2]int{stack[k].at, i})
				stack = stack[:k]
				break
			}
		}
	}
	slices.SortFunc(found, func(a, b [2]int) int { return a[0] - b[0] })
	return found
}

// mirrored returns the other bracket of a pair.
func mirrored(r rune) rune { return []rune(bidi.ReverseString(string(r)))[0] }

// canonical unites the two brackets that Unicode has twice.
func canonical(r rune) rune {
	if r == '\u232A' {
		return '\u3009'
	}
	return r
}

// before returns the strong class that is nearest before a place.
func (p *paragraphOrder) before(i int) bidi.Class {
	for i--; i >= 0; i-- {
		if c := strongOf(p.class[i]); c != bidi.ON {
			return c
		}
	}
	return p.outer
}

// neutrals is N1 and N2: what is between two of one way goes with them, and
// otherwise with the paragraph.
func (p *paragraphOrder) neutrals() {
	c := p.class
	for i := 0; i < len(c); {
		if strongOf(c[i]) != bidi.ON {
			i++
			continue
		}
		end := i
		for end < len(c) && strongOf(c[end]) == bidi.ON {
			end++
		}
		before, after := p.outer, p.outer
		if i > 0 {
			before = strongOf(c[i-1])
		}
		if end < len(c) {
			after = strongOf(c[end])
		}
		if before != after {
			before = p.outer
		}
		fill(c[i:end], before)
		i = end
	}
}

// result is I1, I2 and L1.
func (p *paragraphOrder) result(n int) []uint8 {
	level := make([]uint8, n)
	for i := range level {
		level[i] = p.base
	}
	for i, at := range p.at {
		l := p.base
		switch c := p.class[i]; {
		case c == bidi.R && l == 0, c == bidi.L && l == 1:
			l++
		case c == bidi.AN, c == bidi.EN:
			l += 2 - l%2
		}
		end := n
		if i+1 < len(p.at) {
			end = p.at[i+1]
		}
		for k := at; k < end; k++ { // and those that were left out after it
			level[k] = l
		}
	}
	trailing := true
	for i := len(p.at) - 1; i >= 0; i-- {
		switch p.first[i] {
		case bidi.S, bidi.B:
			trailing = true
		case bidi.WS:
		default:
			trailing = false
		}
		if trailing {
			level[p.at[i]] = p.base
		}
	}
	return level
}

// strongOf returns L or R, numbers counting as R, or ON for what has no way of
// its own.
func strongOf(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

func opposite(c bidi.Class) bidi.Class {
	if c == bidi.L {
		return bidi.R
	}
	return bidi.L
}

func fill(c []bidi.Class, with bidi.Class) {
	for i := range c {
		c[i] = with
	}
}

// firstStrong returns the base level that a text asks for (P2 and P3), or
// otherwise if it has no letter that runs one way.
func firstStrong(text []rune, otherwise uint8) uint8 {
	for _, r := range text {
		properties, _ := bidi.LookupRune(r)
		switch properties.Class() {
		case bidi.L:
			return 0
		case bidi.R, bidi.AL:
			return 1
		}
	}
	return otherwise
}

// visual puts stretches of text, given by their levels, into the order in which
// they stand from left to right (L2).
func visual[T any](parts []T, level func(T) uint8) {
	highest := uint8(0)
	for _, p := range parts {
		highest = max(highest, level(p))
	}
	for ; highest > 0; highest-- {
		for i := 0; i < len(parts); i++ {
			end := i
			for end < len(parts) && level(parts[end]) >= highest {
				end++
			}
			slices.Reverse(parts[i:end])
			i = max(i, end)
		}
	}
}
