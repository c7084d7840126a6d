package i18n

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// note is a kind of finding; each is reported once for a text.
type note uint

const (
	noteInvalid note = iota
	noteNoncharacter
	noteControl
	noteLineBreak
	noteEmoji
	noteSymbol
	noteInvisible
	noteBidi
	notePrivate
	noteUnassigned
	noteMarks
	noteMixed
)

// issue gives the code, the severity and the words of a finding.
func (n note) issue() (code string, severity Severity, detail string) {
	switch n {
	case noteInvalid:
		return CodeInvalidUTF8, Review, "broken text dropped: letters may be missing"
	case noteNoncharacter:
		return CodeNoncharacter, Info, "noncharacter dropped"
	case noteControl:
		return CodeControlRemoved, Info, "control character dropped"
	case noteLineBreak:
		return CodeLineBreakReplaced, Info, "line break or tab made a space"
	case noteEmoji:
		return CodeEmojiRemoved, Info, "emoji dropped"
	case noteSymbol:
		return CodeSymbolRemoved, Info, "symbol dropped"
	case noteInvisible:
		return CodeInvisibleRemoved, Info, "invisible character dropped"
	case noteBidi:
		return CodeBidiControl, Warning, "control of writing direction dropped"
	case notePrivate:
		return CodePrivateUse, Review, "private use character kept: not every font can draw it"
	case noteUnassigned:
		return CodeUnassigned, Info, "unknown character kept"
	case noteMarks:
		return CodeMarksRemoved, Warning, "combining mark dropped: too many, or on nothing"
	default:
		return CodeMixedScript, Warning, "letters of two scripts in one word"
	}
}

func (c *cleaner) note(n note, at int, r rune) {
	if c.noted&(1<<n) != 0 {
		return
	}
	c.noted |= 1 << n
	code, severity, detail := n.issue()
	if r != utf8.RuneError {
		detail = fmt.Sprintf("%s: %U", detail, r)
	}
	c.issues = append(c.issues, Issue{Code: code, Severity: severity, At: at, Detail: detail})
}

func (c *cleaner) mixed(at int, a, b byte) {
	if c.noted&(1<<noteMixed) != 0 {
		return
	}
	c.noted |= 1 << noteMixed
	code, severity, detail := noteMixed.issue()
	scripts := strings.Split(alikeScripts, " ")
	c.issues = append(c.issues, Issue{Code: code, Severity: severity, At: at,
		Detail: detail + ": " + scripts[a] + " and " + scripts[b]})
}
