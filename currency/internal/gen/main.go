// Command gen writes currency/codes_gen.go from the Unicode CLDR.
//
// It reads the npm package cldr-core (Unicode licence), unpacked anywhere:
//
//	npm pack cldr-core@48
//	tar xzf cldr-core-48*.tgz
//	go run ./currency/internal/gen -cldr package
//
// The ISO 4217 minor units that CLDR does not carry are the table in iso.go.
// With -iso FILE (list-one.xml as ISO's maintenance agency publishes it; the
// npm package currency-codes has a copy) the result is compared with that
// list and a difference is an error; nothing of the file is copied.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	cldr := flag.String("cldr", "", "folder of the unpacked npm package cldr-core")
	list := flag.String("iso", "", "optional: ISO 4217 list one (XML) to compare with")
	out := flag.String("out", "currency/codes_gen.go", "file to write")
	flag.Parse()
	if err := run(*cldr, *list, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(cldr, list, out string) error {
	if cldr == "" {
		return fmt.Errorf("-cldr is required: the folder of an unpacked cldr-core package")
	}
	version, records, err := readCLDR(cldr)
	if err != nil {
		return err
	}
	if list != "" {
		if err := compareISO(list, records); err != nil {
			return err
		}
	}
	source, err := render(version, records)
	if err != nil {
		return err
	}
	return os.WriteFile(out, source, 0o644)
}
