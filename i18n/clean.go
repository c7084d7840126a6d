package i18n

import (
	"strings"
	"unicode/utf8"
)

// Options of Clean. The zero value is right for a single-line field.
type Options struct {
	// Multiline keeps line breaks, each as one \n, and trims every line.
	Multiline bool
	// DropSymbols also removes symbols that are text rather than emoji: the
	// plain telephone, heart and plane, arrows, ornaments. Symbols that are part
	// of names stay: © ® ™ ° №, enclosed letters and numbers, ㈱ and its like.
	DropSymbols bool
	// Required makes an empty result an issue of severity Error.
	Required bool
}

// Clean returns the text as it may be kept, printed and sent, and what was found
// on the way. It drops emoji, control characters and whatever is invisible
// without reason, makes every white space one space, and composes letters with
// their accents; it never drops or changes a letter, a digit or a name. The
// package comment has all rules.
//
// The result is valid UTF-8 in NFC, save for CJK compatibility ideographs, which
// stay as they came. Clean takes time linear in the length of the text, and
// cleaning twice is the same as cleaning once. Keep the raw text beside the clean
// one when there are issues: At points into it. Clean does not escape: HTML, ZPL
// and CSV are the business of whoever writes them.
func Clean(s string, o Options) (string, []Issue) {
	if isPlain(s) {
		return s, required(s, o, nil)
	}
	c := cleaner{raw: s, options: o}
	text := c.clean()
	return text, required(text, o, c.issues)
}

func (c *cleaner) clean() string {
	c.run()
	text := c.text()
	if c.composes {
		text = c.compose(text)
	}
	return text
}

func required(text string, o Options, issues []Issue) []Issue {
	if o.Required && text == "" {
		issues = append(issues, Issue{Code: CodeRequired, Severity: Error, Detail: "nothing is left after cleaning"})
	}
	return issues
}

// isPlain reports whether s is ASCII that needs no cleaning.
func isPlain(s string) bool {
	space := true // white space may not come first, nor after itself
	for i := 0; i < len(s); i++ {
		b := s[i]
		if b < ' ' || b > '~' || b == ' ' && space {
			return false
		}
		space = b == ' '
	}
	return !space || s == ""
}

// cleaner walks once over the raw text. What it has written is raw[:same] until
// it differs from the raw text for the first time, so that clean text costs no
// copy.
type cleaner struct {
	raw     string
	options Options
	same    int    // how much of raw has been written, while out is nil
	out     []byte // what has been written, once it differs

	issues []Issue
	noted  uint32
	steps  int // runes looked at and bytes copied, which a test holds to be linear

	last     character // of the rune written last
	lastRune rune
	base     character // of the last rune written that is no mark
	marks    int       // how many marks were written in a row
	script   byte      // the alike script of the current word
	started  bool      // the line has something to see

	breaks    int    // line breaks to write before the next rune
	space     string // white space to write before the next rune
	gap       bool   // an emoji went here
	chained   bool   // it ended in a joiner
	wordBreak bool   // a zero width space came here
	brokenAt  int    // where it came

	composes  bool // NFC may have something to do
	piecewise bool // there are pieces that NFC must not see together
	direction int8 // 1 if the text has a right-to-left letter, -1 if not
}

func (c *cleaner) run() {
	for i := 0; i < len(c.raw); {
		r, size := rune(c.raw[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(c.raw[i:])
		}
		c.steps++
		if r == utf8.RuneError {
			c.note(noteInvalid, i, r)
		} else {
			c.take(i, size, r, look(r))
		}
		i += size
	}
	c.dropWordBreak()
	c.trimTail()
}

// take decides about the rune at raw[i:i+size].
func (c *cleaner) take(i, size int, r rune, as character) {
	chained := c.chained
	c.chained = false
	switch as.kind {
	case kindLetter, kindDigit, kindNumber, kindPunctuation, kindSymbol, kindVisibleFormat, kindUnassignedHan:
		c.write(i, size, r, as)
	case kindMark:
		c.mark(i, size, r, as)
	case kindSpace, kindWideSpace, kindTab, kindLineBreak:
		c.white(i, r, as)
	case kindEmoji:
		c.drop(noteEmoji, i, r)
	case kindPictograph:
		if chained || c.styled(i+size) {
			c.drop(noteEmoji, i, r)
			return
		}
		c.symbol(i, size, r, as)
	case kindStrayable:
		c.symbol(i, size, r, as)
	case kindSelector, kindHanSelector, kindMongolSelector, kindStyleSelector, kindJoiner, kindWordBreak, kindInvisible:
		c.invisible(i, size, r, as)
	case kindBidiControl:
		c.note(noteBidi, i, r)
	case kindBidiMark:
		c.bidiMark(i, size, r, as)
	case kindControl:
		c.note(noteControl, i, r)
	case kindNoncharacter:
		c.note(noteNoncharacter, i, r)
	case kindPrivate:
		c.note(notePrivate, i, r)
		c.write(i, size, r, as)
	default: // unassigned
		c.note(noteUnassigned, i, r)
		c.write(i, size, r, as)
	}
}

// styled reports whether what follows at raw[i:] makes an emoji of a character
// that is text by itself.
func (c *cleaner) styled(i int) bool {
	next, _ := utf8.DecodeRuneInString(c.raw[i:])
	return next == emojiStyle || next == zeroWidthJoiner || next >= firstSkinTone && next <= lastSkinTone
}

func (c *cleaner) symbol(i, size int, r rune, as character) {
	if c.options.DropSymbols {
		c.drop(noteSymbol, i, r)
		return
	}
	c.write(i, size, r, as)
}

// drop leaves out something that people saw, which may have kept words apart.
func (c *cleaner) drop(n note, i int, r rune) {
	c.note(n, i, r)
	c.gap = true
}

// mark writes a combining mark if there is something that it can stand on.
func (c *cleaner) mark(i, size int, r rune, as character) {
	switch {
	case r == enclosingKeycap && c.adjoins() && isKeycapBase(c.lastRune):
		c.note(noteEmoji, i, r)
	case c.gap || !c.started || c.breaks > 0 || c.marks >= mostMarksInARow && c.adjoins():
		c.note(noteMarks, i, r)
	default:
		c.write(i, size, r, as)
	}
}

func isKeycapBase(r rune) bool { return r >= '0' && r <= '9' || r == '#' || r == '*' }

// adjoins reports whether the next rune would directly follow the last one.
func (c *cleaner) adjoins() bool {
	return c.started && !c.gap && c.space == "" && c.breaks == 0
}

func (c *cleaner) white(i int, r rune, as character) {
	c.dropWordBreak()
	if as.kind == kindLineBreak && c.options.Multiline {
		if c.started && !(r == '\n' && i > 0 && c.raw[i-1] == '\r') {
			c.breaks++
		}
		c.space = ""
		return
	}
	if as.kind == kindTab || as.kind == kindLineBreak {
		c.note(noteLineBreak, i, r)
	}
	switch {
	case !c.started || c.breaks > 0: // ends are trimmed
	case as.kind == kindWideSpace:
		c.space = ideographicSpace
	case c.space == "":
		c.space = " "
	}
}

// text is what has been written.
func (c *cleaner) text() string {
	if c.out == nil {
		return c.raw[:c.same]
	}
	c.steps += len(c.out)
	return string(c.out)
}

// write writes the rune at raw[i:i+size], and before it what was held back.
func (c *cleaner) write(i, size int, r rune, as character) {
	switch {
	case c.breaks > 0:
		c.trimTail()
		for ; c.breaks > 0; c.breaks-- {
			c.put("\n")
		}
		c.part(kindLineBreak)
	case c.space != "":
		c.put(c.space)
		c.part(kindSpace)
	case c.gap && fuse(c.base, as):
		c.put(" ")
		c.part(kindSpace)
	case c.wordBreak && as.kind == kindLetter && as.ways&zeroSpace != 0:
		c.put(zeroWidthSpace)
		c.wordBreak = false
	}
	c.dropWordBreak()
	c.space, c.gap = "", false
	c.put(c.raw[i : i+size])
	c.composes = c.composes || as.ways&composing != 0
	c.piecewise = c.piecewise || isCompatibilityIdeograph(r) || endsSyllable(c.lastRune, r)
	c.last, c.lastRune, c.started = as, r, true
	switch {
	case as.isMark():
		c.marks++
	case as.kind != kindJoiner:
		c.marks, c.base = 0, as
		c.word(i, as)
	}
}

// part ends a word: what was written before does not adjoin any more.
func (c *cleaner) part(kind byte) {
	c.base, c.last, c.lastRune = character{kind: kind}, character{kind: kind}, ' '
	c.marks, c.script = 0, 0
}

// fuse reports whether two runes between which an emoji went would run together:
// house numbers and words must not, while some scripts have no spaces at all.
func fuse(a, b character) bool {
	return speaks(a) && speaks(b) &&
		!(a.ways&noSpace != 0 && b.ways&noSpace != 0 && a.kind == kindLetter && b.kind == kindLetter)
}

// speaks reports whether a rune is a letter or a number: 12 and ½ are not 12½.
func speaks(c character) bool {
	return c.kind == kindLetter || c.kind == kindDigit || c.kind == kindNumber
}

// word notices a word with letters of two scripts that look alike.
func (c *cleaner) word(i int, as character) {
	if as.kind != kindLetter {
		c.script = 0
		return
	}
	if script := as.alike(); script != 0 {
		if c.script != 0 && c.script != script {
			c.mixed(i, c.script, script)
		}
		c.script = script
	}
}

func (c *cleaner) put(piece string) {
	if c.out == nil {
		if strings.HasPrefix(c.raw[c.same:], piece) {
			c.same += len(piece)
			return
		}
		c.differ(len(piece))
	}
	c.steps += len(piece)
	c.out = append(c.out, piece...)
}

// differ copies what has been written so far, because what comes differs from
// the raw text.
func (c *cleaner) differ(room int) {
	c.out = make([]byte, 0, len(c.raw)+room)
	c.out = append(c.out, c.raw[:c.same]...)
	c.steps += c.same
}
