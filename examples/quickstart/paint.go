package main

import (
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// paint colours text for terminals that can show it. The zero value does nothing.
type paint struct{ on bool }

// painter looks at where the text goes: colours are for terminals only, and not
// for those whose owner asked for none (https://no-color.org).
func painter(w io.Writer) paint {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "" || os.Getenv("TERM") == "dumb" {
		return paint{}
	}
	at, err := f.Stat()
	return paint{on: err == nil && at.Mode()&os.ModeCharDevice != 0}
}

func (p paint) with(code, s string) string {
	if !p.on || strings.TrimSpace(s) == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p paint) bold(s string) string   { return p.with("1", s) }
func (p paint) faint(s string) string  { return p.with("2", s) }
func (p paint) red(s string) string    { return p.with("31", s) }
func (p paint) green(s string) string  { return p.with("32", s) }
func (p paint) yellow(s string) string { return p.with("33", s) }
func (p paint) cyan(s string) string   { return p.with("36", s) }

// left and right fill a cell up to a width. Cells hold no wide letters: names
// and addresses stay out of the columns.
func left(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}

func right(s string, width int) string {
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s))) + s
}
