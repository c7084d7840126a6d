package i18n

import (
	"strings"

	"golang.org/x/text/language"
)

// Latin writes text with no more than the characters of the repertoire, by the
// official rules of its language, a BCP 47 tag: Київ is Kyiv in Ukrainian, Straße
// is Strasse where there is only ASCII. It is a fallback for want of a spelling
// that the person chose: what a machine changed is an issue of CodeTransliterated.
//
// Cyrillic, Greek and Georgian letters and the digits of all scripts have Latin
// forms. Han, kana, Hangul, Arabic, Hebrew, Thai and the others do not say how a
// name is read: the text is then empty, and an issue of CodeLatinNeeded, an error,
// asks for the customer's own Latin spelling. No letter is ever left out but
// where the rules leave it out (a soft sign); a symbol without a Latin form is,
// with CodeSymbolRemoved.
//
// The text should be clean. An unknown or empty language is written by ICAO Doc
// 9303. The table latin.txt names the source for every language.
func Latin(text, lang string, in Repertoire) (string, []Issue) {
	if in.Holds(text) {
		return text, nil
	}
	base, _ := language.Make(lang).Base()
	return latin(text, base.String(), in)
}

// latin is Latin in a language of two or three letters, for a text that the
// repertoire does not have.
func latin(text, lang string, in Repertoire) (string, []Issue) {
	w := latinWriter{language: lang, in: in, changedAt: -1, droppedAt: -1}
	w.romanize(text)
	w.reduce()
	if len(w.asks) > 0 {
		return "", []Issue{{Code: CodeLatinNeeded, Severity: Error, At: w.asksAt,
			Detail: "ask for the Latin spelling: letters do not say how to read " + strings.Join(w.asks, ", ")}}
	}
	return w.text(), w.issues()
}

// latinWriter walks twice over a text: once to write other scripts in Latin
// letters, and once to write these with the characters of the repertoire.
type latinWriter struct {
	language string
	in       Repertoire

	letters []rune // the text in Latin letters as far as there are rules
	at      []int  // where in the text they come from
	out     strings.Builder

	sources   []string // of the rules for other scripts
	changedAt int      // where the first character was changed, or -1
	droppedAt int      // where the first symbol was left out, or -1
	asks      []string // the scripts without rules
	asksAt    int
}

func (w *latinWriter) change(at int) {
	if w.changedAt < 0 {
		w.changedAt = at
	}
}

func (w *latinWriter) issues() []Issue {
	var issues []Issue
	switch {
	case len(w.sources) > 0:
		issues = append(issues, Issue{Code: CodeTransliterated, Severity: Warning, At: w.changedAt,
			Detail: "written in Latin letters by " + strings.Join(w.sources, ", ")})
	case w.changedAt >= 0:
		issues = append(issues, Issue{Code: CodeTransliterated, Severity: Info, At: w.changedAt,
			Detail: "written with the characters that can be printed"})
	}
	if w.droppedAt >= 0 {
		code, severity, detail := noteSymbol.issue()
		issues = append(issues, Issue{Code: code, Severity: severity, At: w.droppedAt, Detail: detail})
	}
	return issues
}

// text is what was written; where a symbol went there is no double space.
func (w *latinWriter) text() string {
	if w.droppedAt < 0 {
		return w.out.String()
	}
	lines := strings.Split(w.out.String(), "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Join(lines, "\n")
}
