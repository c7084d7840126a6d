package i18n

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// latinTable names the source of each of its tables.
//
//go:embed latin.txt
var latinTable string

// spellings reads the tables once, when they are first needed. The keys are a
// script and a language, such as "Cyrl uk".
var spellings = sync.OnceValue(func() map[string]*spelling { return readSpellings(latinTable) })

// spelling is how a script is written in Latin letters in one language.
type spelling struct {
	source  string
	rules   map[string][]rule // by the letters that they write
	longest int               // the letters of the longest rule
}

// rule writes letters in Latin; before and after name what must stand there,
// anything if they are empty.
type rule struct{ before, after, latin string }

func readSpellings(table string) map[string]*spelling {
	all := map[string]*spelling{}
	var current *spelling
	for line := range strings.Lines(table) {
		switch cells := strings.Fields(line); {
		case len(cells) == 0 || cells[0] == "#":
		case cells[0] == "table":
			current = &spelling{source: strings.Join(cells[3:], " "), rules: map[string][]rule{}}
			for _, lang := range strings.Split(cells[2], ",") {
				all[cells[1]+" "+lang] = current
			}
		default:
			for _, cell := range cells {
				current.add(cell)
			}
		}
	}
	return all
}

// add reads a rule such as "[^]є=ye" or "αυ[θκ$]=af".
func (s *spelling) add(cell string) {
	letters, latin, _ := strings.Cut(cell, "=")
	r := rule{latin: latin}
	if strings.HasPrefix(letters, "[") {
		r.before, letters, _ = strings.Cut(letters[1:], "]")
	}
	letters, r.after, _ = strings.Cut(letters, "[")
	r.after = strings.TrimSuffix(r.after, "]")
	s.rules[letters] = append(s.rules[letters], r)
	s.longest = max(s.longest, utf8.RuneCountInString(letters))
}

// at finds the rule for the letters that begin at i, and how many it takes. The
// letters are small.
func (s *spelling) at(letters []rune, i int) (latin string, length int) {
	for n := min(s.longest, len(letters)-i); n > 0; n-- {
		for _, r := range s.rules[string(letters[i:i+n])] {
			if r.fits(letters, i, i+n) {
				return r.latin, n
			}
		}
	}
	return "", 0
}

func (r rule) fits(letters []rune, from, to int) bool {
	if r.before != "" {
		if from == 0 || !inWord(letters, from-1) {
			if !strings.Contains(r.before, "^") {
				return false
			}
		} else if !strings.ContainsRune(r.before, letters[from-1]) {
			return false
		}
	}
	if r.after != "" {
		if to == len(letters) || !inWord(letters, to) {
			return strings.Contains(r.after, "$")
		}
		return strings.ContainsRune(r.after, letters[to])
	}
	return true
}

// inWord reports whether the character belongs to a word: an apostrophe does
// between letters.
func inWord(letters []rune, i int) bool {
	return isWordLetter(letters[i]) ||
		isApostrophe(letters[i]) && i > 0 && i+1 < len(letters) && isWordLetter(letters[i-1]) && isWordLetter(letters[i+1])
}

func isWordLetter(r rune) bool { return unicode.IsLetter(r) && !isApostrophe(r) || unicode.IsMark(r) }

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }
