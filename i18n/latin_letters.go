package i18n

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// romanize writes letters of other scripts in Latin ones, where there are rules.
func (w *latinWriter) romanize(text string) {
	letters := []rune(monotonic(text))
	small := inSmall(letters)
	from := 0
	for i := 0; i < len(letters); {
		latin, n, source := w.spell(small, i)
		taken := 0
		for _, r := range letters[i : i+max(n, 1)] {
			taken += utf8.RuneLen(r)
		}
		if n == 0 {
			w.letters, w.at = append(w.letters, letters[i]), append(w.at, from)
			n = 1
		} else {
			w.change(from)
			if !slices.Contains(w.sources, source) {
				w.sources = append(w.sources, source)
			}
			for _, r := range cased(latin, letters, i, n) {
				w.letters, w.at = append(w.letters, r), append(w.at, from)
			}
		}
		from += taken
		i += n
	}
}

// spell finds the Latin form of the letters of another script that begin at i:
// in the language, or else in any.
func (w *latinWriter) spell(small []rune, i int) (latin string, n int, source string) {
	r := small[i]
	if isApostrophe(r) && inWord(small, i) {
		r = small[i-1] // Ukrainian leaves out the one between its letters
	}
	var script string
	switch {
	case unicode.Is(unicode.Cyrillic, r):
		script = "Cyrl "
	case unicode.Is(unicode.Greek, r):
		script = "Grek "
	case unicode.Is(unicode.Georgian, r):
		script = "Geor "
	default:
		return "", 0, ""
	}
	for _, lang := range [2]string{w.language, "und"} {
		if s := spellings()[script+lang]; s != nil {
			if latin, n := s.at(small, i); n > 0 {
				if script == "Geor " && (i == 0 || !inWord(small, i-1)) {
					latin = capitalised(latin) // Georgian has no capitals, names do
				}
				return latin, n, s.source
			}
		}
	}
	return "", 0, ""
}

func inSmall(letters []rune) []rune {
	small := make([]rune, len(letters))
	for i, r := range letters {
		small[i] = unicode.ToLower(r)
	}
	return small
}

// monotonic writes ancient Greek accents as the modern one, and leaves out
// breathings: the rules know modern spelling.
func monotonic(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x1F00 && r <= 0x1FFF }) {
		return text
	}
	modern := strings.Map(func(r rune) rune {
		switch r {
		case '\u0300', '\u0342': // grave, circumflex
			return '\u0301'
		case '\u0313', '\u0314', '\u0345', '\u0304', '\u0306': // breathings, iota, lengths
			return -1
		}
		return r
	}, norm.NFD.String(text))
	return norm.NFC.String(modern)
}

// cased gives the Latin letters the capitals of those that they are written for:
// Щ is SHCH among capitals, Shch otherwise.
func cased(latin string, letters []rune, i, n int) string {
	loud := func(at int) bool { return at >= 0 && at < len(letters) && unicode.IsUpper(letters[at]) }
	quiet := func(at int) bool { return at >= 0 && at < len(letters) && unicode.IsLower(letters[at]) }
	switch {
	case letters[i] == 'ß' && loud(i-1) && !quiet(i+1):
		return strings.ToUpper(latin)
	case !loud(i):
		return latin
	case n > 1 && loud(i+1), loud(i + n), loud(i-1) && !quiet(i+n):
		return strings.ToUpper(latin)
	}
	return capitalised(latin)
}

func capitalised(latin string) string {
	r, size := utf8.DecodeRuneInString(latin)
	if size == 0 {
		return latin
	}
	return string(unicode.ToUpper(r)) + latin[size:]
}

// reduce writes the letters with the characters of the repertoire.
func (w *latinWriter) reduce() {
	small := inSmall(w.letters)
	for i, r := range w.letters {
		if w.in.has(r) {
			w.out.WriteRune(r)
			continue
		}
		kind := look(r).kind
		switch {
		case kind == kindSpace || kind == kindWideSpace:
			w.out.WriteByte(' ')
		case kind == kindDigit:
			w.change(w.at[i])
			w.out.WriteRune('0' + digitValue(r))
		case kind == kindMark && (r < 0x900 || unicode.Is(unicode.Inherited, r)), kind == kindSelector, kind == kindHanSelector,
			kind == kindJoiner, kind == kindWordBreak, kind == kindBidiMark:
			w.change(w.at[i]) // what it stands on is written, or asked for
		default:
			w.replace(small, i)
		}
	}
}

// replace writes one letter or sign that the repertoire lacks, leaves out a
// symbol, or asks.
func (w *latinWriter) replace(small []rune, i int) {
	r := w.letters[i]
	form, found := w.form(r, small, i)
	if found {
		w.change(w.at[i])
		digit := func(at int) bool { return at >= 0 && at < len(w.letters) && unicode.IsDigit(w.letters[at]) }
		if form != "" && isDigit(form[0]) && digit(i-1) {
			w.out.WriteByte(' ') // 12½ is no 121/2
		}
		w.out.WriteString(form)
		if form != "" && isDigit(form[len(form)-1]) && digit(i+1) {
			w.out.WriteByte(' ')
		}
		return
	}
	switch look(r).kind {
	case kindPunctuation, kindSymbol, kindStrayable, kindPictograph, kindEmoji, kindVisibleFormat,
		kindInvisible, kindControl, kindBidiControl, kindMongolSelector, kindStyleSelector, kindTab, kindLineBreak:
		if inside := letterInside(r); inside != 0 { // ㈱, ㊗
			w.ask(inside, w.at[i])
			return
		}
		if w.droppedAt < 0 {
			w.droppedAt = w.at[i]
		}
		w.out.WriteByte(' ')
	default:
		w.ask(r, w.at[i])
	}
}

func (w *latinWriter) ask(r rune, at int) {
	if len(w.asks) == 0 {
		w.asksAt = at
	}
	if script := scriptName(r); !slices.Contains(w.asks, script) {
		w.asks = append(w.asks, script)
	}
}

// letterInside returns the letter of another script that a symbol is made of.
func letterInside(r rune) rune {
	for _, part := range norm.NFKD.String(string(r)) {
		if unicode.IsLetter(part) && !unicode.Is(unicode.Latin, part) {
			return part
		}
	}
	return 0
}

// form returns the characters of the repertoire for one that it lacks: by the
// tables, or by taking it apart.
func (w *latinWriter) form(r rune, small []rune, i int) (string, bool) {
	for _, key := range [3]string{"Latn " + w.language, "Latn und", "Zyyy und"} {
		if s := spellings()[key]; s != nil {
			if latin, n := s.at(small[i:i+1], 0); n > 0 {
				return cased(latin, w.letters, i, n), true
			}
		}
	}
	parts := []rune(norm.NFKD.String(string(r)))
	if len(parts) == 1 && parts[0] == r {
		return "", false
	}
	var b strings.Builder
	for _, part := range parts {
		switch {
		case part == '\u2044': // the line of a fraction
			b.WriteByte('/')
		case w.in.has(part) && part >= ' ' && !unicode.IsMark(part):
			b.WriteRune(part)
		case unicode.IsMark(part) && part < 0x900:
		default:
			latin, n := "", 0
			if s := spellings()["Latn und"]; s != nil {
				latin, n = s.at([]rune{unicode.ToLower(part)}, 0)
			}
			if n == 0 {
				return "", false
			}
			b.WriteString(cased(latin, []rune{part}, 0, 1))
		}
	}
	return b.String(), b.Len() > 0
}

// scriptName names the script of a character by Unicode's name.
func scriptName(r rune) string {
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return "private or unknown characters"
}
