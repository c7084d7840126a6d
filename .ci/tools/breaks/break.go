package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Break is one rule taken out of the code, and the test that must notice.
type Break struct {
	What string // the rule as it is broken: a sentence without its full stop
	File string // from the top of the repository, with slashes
	Old  string // occurs once in File
	New  string
	Room string // the folder of the test, from the top of the repository
	Test string // its name, with those of its subtests behind slashes
}

// All lists every break, in the order of the table.
func All() []Break {
	return slices.Concat(storeBreaks(), callBreaks(), outsideBreaks(), moneyBreaks())
}

// broken is the file with its rule taken out.
func (b *Break) broken(root string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(b.File)))
	if err != nil {
		return "", err
	}
	if n := strings.Count(string(text), b.Old); n != 1 {
		return "", fmt.Errorf("%s holds the text to replace %d times: give the row a text that is there once", b.File, n)
	}
	if b.Old == b.New {
		return "", fmt.Errorf("%s would stay as it is", b.File)
	}
	return strings.Replace(string(text), b.Old, b.New, 1), nil
}

// pattern is what makes go test run this one test.
func (b *Break) pattern() string {
	parts := strings.Split(b.Test, "/")
	for i := range parts {
		parts[i] = "^" + parts[i] + "$"
	}
	return strings.Join(parts, "/")
}

// table is the table of CONTRIBUTING.md.
func table(all []Break) string {
	var b strings.Builder
	b.WriteString("| broken | caught by |\n| --- | --- |\n")
	for i := range all {
		fmt.Fprintf(&b, "| %s | %s %s |\n", all[i].What, all[i].Room, all[i].Test)
	}
	return b.String()
}
