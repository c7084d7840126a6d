package labels

import (
	"math"
	"sort"
)

// styled is a paragraph with the size that it should have and the least that it
// may have, in points.
type styled struct {
	*paragraph
	size, least float64
	before      float64 // what is left free above it, if anything is, in points
}

// line is a part of a paragraph as it will stand on the label. Measures are
// dots.
type line struct {
	p               *paragraph
	from, to        int
	size            int // of the em
	width           float32
	ascent, descent int // of its ink, or of capitals and a g if that is more
	baseline        int // below the top of its box
}

// below returns how far under another line's baseline this one's lies: so far
// that lines look even, and farther where tall letters would touch.
func (l line) below(above line) int {
	even := l.size * 6 / 5
	return max(even, above.descent+l.ascent+l.size/10)
}

// fit breaks paragraphs into lines for a box, in the largest sizes that fit. It
// breaks between words down to the least sizes, and only then within a word,
// between grapheme clusters. The height that it returns is what the lines need.
func fit(paragraphs []styled, width, height int, d Density) (lines []line, used int, ok bool) {
	for _, anywhere := range []bool{false, true} {
		for step := 0; ; step++ {
			lines, used, ok = set(paragraphs, shrink(step), width, height, d, anywhere)
			if !ok {
				if smallest(paragraphs, step) {
					break
				}
				continue
			}
			// A little smaller is better than one word alone in a line.
			for less := step + 1; less <= step+2 && !smallest(paragraphs, less-1); less++ {
				if fewer, u, ok := set(paragraphs, shrink(less), width, height, d, anywhere); ok && len(fewer) < len(lines) {
					return fewer, u, true
				}
			}
			return lines, used, true
		}
	}
	return nil, 0, false
}

// shrink is how much smaller than wanted each step is.
func shrink(step int) float64 { return 1 - 0.05*float64(step) }

// smallest reports whether a step has all paragraphs in their least sizes.
func smallest(paragraphs []styled, step int) bool {
	for _, p := range paragraphs {
		if p.size*shrink(step) > p.least {
			return false
		}
	}
	return true
}

// set breaks paragraphs into lines in one size. It gives up at the first line that
// is too low, so that a text of a megabyte costs no more than what has a place.
func set(paragraphs []styled, scale float64, width, height int, d Density, anywhere bool) (lines []line, used int, ok bool) {
	for _, p := range paragraphs {
		size := d.points(math.Max(p.size*scale, p.least))
		spans, ok := p.wrap(float32(width)/float32(size), anywhere)
		if !ok {
			return nil, 0, false
		}
		for i, s := range spans {
			l := p.line(s, size)
			l.baseline = l.ascent
			if len(lines) > 0 {
				above := lines[len(lines)-1]
				l.baseline = above.baseline + l.below(above)
				if i == 0 {
					l.baseline += d.points(p.before * scale)
				}
			}
			used = max(used, l.baseline+l.descent)
			if used > height {
				return nil, 0, false
			}
			lines = append(lines, l)
		}
	}
	return lines, used, true
}

// span is a part of a paragraph.
type span struct{ from, to int }

// wrap breaks the paragraph for a width in ems: where UAX #14 allows it, and
// where that is not enough and anywhere is true, between grapheme clusters.
func (p *paragraph) wrap(width float32, anywhere bool) (spans []span, ok bool) {
	from := p.skipBlanks(0)
	for from < len(p.runes) {
		end := p.furthest(p.breaks, from, width)
		if end < 0 && anywhere {
			end = p.furthest(p.clusters, from, width)
		}
		if end < 0 {
			return nil, false
		}
		spans = append(spans, span{from, p.trim(from, end)})
		from = p.skipBlanks(end)
	}
	return spans, true
}

// furthest returns the last of the ends before which the line fits, or -1.
func (p *paragraph) furthest(ends []int, from int, width float32) int {
	best := -1
	for _, end := range ends[sort.SearchInts(ends, from+1):] {
		p.steps++
		if p.width[p.trim(from, end)]-p.width[from] > width {
			break
		}
		best = end
	}
	return best
}

// trim leaves out the blanks at the end of a line.
func (p *paragraph) trim(from, to int) int {
	for to > from && blank(p.runes[to-1:to]) && p.cuttable[to-1] {
		to--
	}
	return to
}

func (p *paragraph) skipBlanks(from int) int {
	for from < len(p.runes) && blank(p.runes[from:from+1]) && p.cuttable[from] && p.cuttable[from+1] {
		from++
	}
	return from
}

// line measures a part of the paragraph.
func (p *paragraph) line(s span, size int) line {
	top, bottom := float32(0.74), float32(-0.22) // of capitals and of a g
	for _, r := range p.runs {
		p.steps += len(r.glyphs)
		for _, g := range r.glyphs {
			if s.from <= g.at && g.at < s.to {
				top, bottom = max(top, g.top), min(bottom, g.bottom)
			}
		}
	}
	em := float32(size)
	return line{
		p: p, from: s.from, to: s.to, size: size,
		width:   (p.width[s.to] - p.width[s.from]) * em,
		ascent:  int(math.Ceil(float64(top * em))),
		descent: int(math.Ceil(float64(-bottom * em))),
	}
}

// cut returns the runs of the line from left to right, with only its glyphs.
func (l line) cut() []run {
	var runs []run
	for _, r := range l.p.runs {
		part := run{level: r.level}
		for _, g := range r.glyphs {
			if l.from <= g.at && g.at < l.to {
				part.glyphs = append(part.glyphs, g)
			}
		}
		if len(part.glyphs) > 0 {
			runs = append(runs, part)
		}
	}
	visual(runs, func(r run) uint8 { return r.level })
	return runs
}
