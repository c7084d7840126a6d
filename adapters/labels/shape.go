package labels

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// text is a piece of a label as it was given.
type text struct {
	path     string
	words    string
	bold     bool
	language language.Language
	rtl      bool // for what has no letter that runs one way
	align    alignment
}

// alignment is the side on which lines begin.
type alignment uint8

const (
	left alignment = iota
	right
	centre
)

// paragraph is a text in glyphs, in parts of the size of the font (ems), so that
// it is shaped once for all sizes.
type paragraph struct {
	text
	runes    []rune
	base     uint8     // the level of the paragraph
	runs     []run     // as they are read
	width    []float32 // of the characters before each place, one more than runes
	cuttable []bool    // a glyph begins at this character
	breaks   []int     // where a line may end, as UAX #14 says
	clusters []int     // where a line may end at the utmost
	steps    int       // ends and glyphs looked at by fit, which a test holds to be linear
}

// run is a stretch of one font, script and direction.
type run struct {
	level  uint8
	glyphs []glyph // from left to right
}

// glyph is what a font draws for one or more characters.
type glyph struct {
	face                     *typeface
	id                       font.GID
	at                       int // the first character that it stands for
	advance, dx, dy          float32
	left, right, top, bottom float32 // of its ink, from where it stands
}

// hand shapes and draws for one goroutine at a time.
type hand struct {
	press  *Press
	shaper shaping.HarfbuzzShaper
	lines  segmenter.Segmenter
	faces  map[*typeface]*font.Face
	plate  plate
}

// face returns the goroutine's own view of a font.
func (h *hand) face(f *typeface) (*font.Face, error) {
	if face := h.faces[f]; face != nil {
		return face, nil
	}
	read, err := f.read()
	if err != nil {
		return nil, err
	}
	face := font.NewFace(read)
	h.faces[f] = face
	return face, nil
}

// shape draws up a text. Faults of the text are added to faults; an error means
// that a font could not be read.
func (h *hand) shape(t text, faults *Faults) (*paragraph, error) {
	p := &paragraph{text: t, runes: []rune(t.words)}
	if reason := unprintable(p.runes); reason != "" {
		faults.add(t.path, CodeControl, "%s; clean the text at the door, with i18n.Clean", reason)
		return nil, nil
	}
	otherwise := uint8(0)
	if t.rtl {
		otherwise = 1
	}
	p.base = firstStrong(p.runes, otherwise)
	p.cuttable = make([]bool, len(p.runes)+1)
	p.cuttable[len(p.runes)] = true
	p.width = make([]float32, len(p.runes)+1)
	var missing []rune
	for _, piece := range h.pieces(p, &missing) {
		if err := h.shapePiece(p, piece, &missing); err != nil {
			return nil, err
		}
	}
	if len(missing) > 0 {
		faults.add(t.path, CodeNoGlyph, "no font draws %s", describe(missing))
		return nil, nil
	}
	sum := float32(0)
	for i, w := range p.width {
		p.width[i] = sum
		sum += w
	}
	h.findBreaks(p)
	return p, nil
}

// unprintable says what no label can bear: it has no form, or it changes how
// other text reads.
func unprintable(text []rune) string {
	for _, r := range text {
		switch {
		case r == unicode.ReplacementChar, unicode.IsControl(r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			return fmt.Sprintf("%U is a control character or a broken one", r)
		case 0x202A <= r && r <= 0x202E, 0x2066 <= r && r <= 0x2069:
			return fmt.Sprintf("%U changes the direction of what follows", r)
		}
	}
	return ""
}

// piece is a stretch of one level, script and font before it is shaped.
type piece struct {
	from, to int
	level    uint8
	script   language.Script
	face     *typeface
}

// pieces cuts a paragraph at changes of level, of script and of font.
func (h *hand) pieces(p *paragraph, missing *[]rune) (found []piece) {
	level := levels(p.runes, p.base)
	for from := 0; from < len(p.runes); {
		current := piece{from: from, to: from, level: level[from], script: language.Common}
		for ; current.to < len(p.runes) && level[current.to] == current.level; current.to++ {
			script := language.LookupScript(p.runes[current.to])
			if !script.Strong() || script == current.script {
				continue
			}
			if current.script != language.Common {
				break
			}
			current.script = script
		}
		from = current.to
		found = h.dress(found, p, current, missing)
	}
	return found
}

// dress gives a piece one font that draws all of it, or, if there is none, each
// of its grapheme clusters one.
func (h *hand) dress(found []piece, p *paragraph, whole piece, missing *[]rune) []piece {
	whole.face = h.faceFor(p.runes[whole.from:whole.to], p.bold)
	if whole.face != nil {
		return append(found, whole)
	}
	first := len(found)
	h.lines.Init(p.runes[whole.from:whole.to])
	for clusters := h.lines.GraphemeIterator(); clusters.Next(); {
		cluster := clusters.Grapheme()
		face := h.faceFor(cluster.Text, p.bold)
		if face == nil {
			for _, r := range cluster.Text {
				if h.faceFor([]rune{r}, p.bold) == nil {
					*missing = append(*missing, r)
				}
			}
			if len(*missing) == 0 { // each alone has a font, but not together
				*missing = append(*missing, cluster.Text...)
			}
			continue
		}
		from := whole.from + cluster.Offset
		if len(found) > first && (found[len(found)-1].face == face || blank(cluster.Text)) {
			found[len(found)-1].to = from + len(cluster.Text)
			continue
		}
		part := whole
		part.from, part.to, part.face = from, from+len(cluster.Text), face
		found = append(found, part)
	}
	return found
}

// faceFor returns the first font that has all characters that need to be drawn.
func (h *hand) faceFor(text []rune, bold bool) *typeface {
	if bold {
		if f := firstWith(h.press.shelf.bold, text); f != nil {
			return f
		}
	}
	return firstWith(h.press.shelf.regular, text)
}

func firstWith(faces []*typeface, text []rune) *typeface {
	for _, f := range faces {
		all := true
		for _, r := range text {
			if !invisible(r) && !f.has(r) {
				all = false
				break
			}
		}
		if all {
			return f
		}
	}
	return nil
}

// invisible reports whether a character needs no glyph of its own: fonts may
// lack it, the shaper knows what it is for.
func invisible(r rune) bool {
	return unicode.Is(unicode.Zs, r) && r != '\u1680' || harfbuzz.IsDefaultIgnorable(r)
}

func blank(text []rune) bool {
	return !slices.ContainsFunc(text, func(r rune) bool { return !invisible(r) })
}

// shapePiece appends the glyphs of a piece to its paragraph.
func (h *hand) shapePiece(p *paragraph, of piece, missing *[]rune) error {
	face, err := h.face(of.face)
	if err != nil {
		return err
	}
	direction := di.DirectionLTR
	if of.level%2 == 1 {
		direction = di.DirectionRTL
	}
	em := float32(face.Upem())
	out, err := h.shapeWith(of.face, shaping.Input{
		Text: p.runes, RunStart: of.from, RunEnd: of.to, Direction: direction,
		Face: face, Size: fixed.I(int(face.Upem())), Script: of.script, Language: p.language,
	})
	if err != nil {
		return err
	}
	r := run{level: of.level, glyphs: make([]glyph, 0, len(out.Glyphs))}
	for _, g := range out.Glyphs {
		if g.GlyphID == 0 {
			*missing = append(*missing, p.runes[g.TextIndex():g.TextIndex()+g.RunesCount()]...)
			continue
		}
		units := func(v fixed.Int26_6) float32 { return float32(v) / 64 / em }
		shaped := glyph{
			face: of.face, id: g.GlyphID, at: g.TextIndex(),
			advance: units(g.Advance), dx: units(g.XOffset), dy: units(g.YOffset),
		}
		shaped.left = shaped.dx + units(g.XBearing)
		shaped.right = shaped.left + units(g.Width)
		shaped.top = shaped.dy + units(g.YBearing)
		shaped.bottom = shaped.top + units(g.Height)
		r.glyphs = append(r.glyphs, shaped)
		p.width[shaped.at] += shaped.advance
		p.cuttable[shaped.at] = true
	}
	p.runs = append(p.runs, r)
	return nil
}

// shapeWith is the shaper, which has no errors of its own.
func (h *hand) shapeWith(f *typeface, in shaping.Input) (out shaping.Output, err error) {
	defer broken(f.file, &err)
	return h.shaper.Shape(in), nil
}

// findBreaks notes where lines may end: never inside of a grapheme cluster, and
// never inside of what the font draws as one.
func (h *hand) findBreaks(p *paragraph) {
	h.lines.Init(p.runes)
	for lines := h.lines.LineIterator(); lines.Next(); {
		line := lines.Line()
		if end := line.Offset + len(line.Text); p.cuttable[end] {
			p.breaks = append(p.breaks, end)
		}
	}
	for clusters := h.lines.GraphemeIterator(); clusters.Next(); {
		cluster := clusters.Grapheme()
		if end := cluster.Offset + len(cluster.Text); p.cuttable[end] {
			p.clusters = append(p.clusters, end)
		}
	}
}

// describe names characters with their code points and scripts, each once.
func describe(missing []rune) string {
	var names []string
	for _, r := range missing {
		name := fmt.Sprintf("%q (%U, %s)", r, r, scriptName(r))
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// scriptName returns the name of the character's script.
func scriptName(r rune) string {
	best := "unknown script"
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			best = name
		}
	}
	return best
}
