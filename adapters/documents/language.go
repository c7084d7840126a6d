package documents

import (
	"embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Messages are the words of one language or region by their keys; see Words. A text may have placeholders in braces. A text that
// counts has a key for each plural form that the language has: "pieces.one",
// "pieces.other".
type Messages map[string]string

// pieces is the one key that counts.
const pieces = "pieces"

//go:embed languages/*.json
var languageFiles embed.FS

// builtIn are the files of the folder languages by their tags. Nobody writes it.
var builtIn = sync.OnceValue(func() map[string]Messages {
	all := map[string]Messages{}
	files, _ := languageFiles.ReadDir("languages")
	for _, f := range files {
		text, _ := languageFiles.ReadFile("languages/" + f.Name())
		m := Messages{}
		if json.Unmarshal(text, &m) == nil { // a test reads every file
			all[strings.TrimSuffix(f.Name(), ".json")] = m
		}
	}
	return all
})

// Languages returns the tags of the languages that are complete without a
// Config, in alphabetical order.
func Languages() []string {
	var tags []string
	for tag, m := range builtIn() {
		if m["invoice"] != "" {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return tags
}

// Words returns the messages of a language or region that are built in, by its tag,
// to be changed and given back in Config.Languages; none for any other tag. The map
// is the caller's.
func Words(tag string) Messages { return maps.Clone(builtIn()[tag]) }

// words are the complete messages of one language.
type words struct {
	tag  language.Tag
	name string
	text Messages
	dir  string
}

// shelf finds the words of a customer's locale.
type shelf struct {
	words   []*words
	matcher language.Matcher
}

// newShelf joins the host's messages with those that are built in. A language
// that is not complete continues with the one that its readers understand.
func newShelf(own map[string]Messages, faults *Faults) *shelf {
	all := maps.Clone(builtIn())
	for tag, m := range own {
		merged := maps.Clone(all[tag])
		if merged == nil {
			merged = Messages{}
		}
		maps.Copy(merged, m)
		all[tag] = merged
	}
	s := &shelf{}
	var tags []language.Tag
	for _, name := range slices.Sorted(maps.Keys(all)) {
		tag, err := language.Parse(name)
		if err != nil {
			faults.add(FaultUnknown, "languages."+name, "is no BCP 47 tag")
			continue
		}
		w := &words{tag: tag, name: name, text: complete(tag, name, all), dir: direction(tag)}
		if _, host := own[name]; host {
			w.check(faults)
		}
		s.words = append(s.words, w)
		tags = append(tags, tag)
	}
	s.matcher = language.NewMatcher(tags)
	return s
}

// complete adds what a region leaves out: from its language, or another region's.
func complete(tag language.Tag, name string, all map[string]Messages) Messages {
	base, _ := tag.Base()
	text := maps.Clone(all[name])
	var from []string
	for p := tag.Parent(); p != language.Und; p = p.Parent() {
		from = append(from, p.String())
	}
	for other := range all {
		if t, err := language.Parse(other); err == nil && other != name && all[other]["invoice"] != "" {
			if b, _ := t.Base(); b == base && sameScript(t, tag) {
				from = append(from, other)
			}
		}
	}
	for _, f := range from {
		for key, value := range all[f] {
			if _, has := text[key]; !has {
				text[key] = value
			}
		}
	}
	return text
}

func sameScript(a, b language.Tag) bool {
	s, _ := a.Script()
	t, _ := b.Script()
	return s == t
}

// check reports words that are missing, unknown, or have other placeholders than
// the English ones.
func (w *words) check(faults *Faults) {
	at := "languages." + w.name + "."
	want := map[string]string{}
	for key, text := range builtIn()["en"] {
		if !strings.HasPrefix(key, pieces+".") {
			want[key] = text
		}
	}
	for _, form := range forms(w.tag) {
		want[pieces+"."+form] = "{n}"
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		text, has := w.text[key]
		switch {
		case !has || strings.TrimSpace(text) == "":
			faults.add(FaultRequired, at+key, "is missing")
		case !slices.Equal(placeholders(text), placeholders(want[key])):
			faults.add(FaultMismatch, at+key, "has the placeholders %v, not %v", placeholders(text), placeholders(want[key]))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(w.text)) {
		if _, known := want[key]; !known && !strings.HasPrefix(key, pieces+".") {
			faults.add(FaultUnknown, at+key, "is no key")
		}
	}
}

// placeholders are the names in braces, sorted.
func placeholders(text string) []string {
	var names []string
	for _, part := range say(text, nil) {
		if part.Foreign {
			names = append(names, part.Text)
		}
	}
	slices.Sort(names)
	return names
}

// Part is a piece of a sentence. What is foreign in it came from a placeholder, and
// may run in another direction.
type part struct {
	Text    string
	Foreign bool
}

// say fills the placeholders of a text. One that has no value stands for its name.
func say(text string, values map[string]string) []part {
	var parts []part
	for text != "" {
		open := strings.IndexByte(text, '{')
		end := strings.IndexByte(text, '}')
		if open < 0 || end < open {
			break
		}
		if open > 0 {
			parts = append(parts, part{text[:open], false})
		}
		name := text[open+1 : end]
		value, has := values[name]
		if !has {
			value = name
		}
		parts = append(parts, part{value, true})
		text = text[end+1:]
	}
	if text != "" {
		parts = append(parts, part{text, false})
	}
	return parts
}

// formNames are the plural forms as the keys spell them.
var formNames = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two",
	plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// form is the plural form of a whole number.
func form(tag language.Tag, n int64) string {
	if n < 0 {
		n = -n
	}
	return formNames[plural.Cardinal.MatchPlural(tag, int(n%10_000_000), 0, 0, 0, 0)]
}

// forms are the plural forms that whole numbers have in a language.
func forms(tag language.Tag) []string {
	seen := map[string]bool{}
	for n := range int64(201) {
		seen[form(tag, n)] = true
	}
	seen[form(tag, 1_000_000)] = true
	return slices.Sorted(maps.Keys(seen))
}

// direction is that of the script that a language is written in.
func direction(tag language.Tag) string {
	script, _ := tag.Script()
	switch script.String() {
	case "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Mand", "Samr":
		return "rtl"
	}
	return "ltr"
}

// find returns the words for a locale, and whether they are in its language.
func (s *shelf) find(tag language.Tag) (*words, bool) {
	_, i, confidence := s.matcher.Match(tag)
	if i >= len(s.words) {
		i = 0
	}
	w := s.words[i]
	a, _ := tag.Base()
	b, _ := w.tag.Base()
	return w, confidence > language.No && a == b
}
