// Command gen writes currency/codes_gen.go and currency/locales.txt from the
// Unicode CLDR, and sums.txt beside itself, by which a test sees that somebody
// edited them.
//
// It reads the npm packages cldr-core and cldr-numbers-full (Unicode licence).
// One command, at the top of the repository, with npm and a network:
//
//	go run ./currency/internal/gen -npm 48.2.0
//
// or, with the packages unpacked anywhere:
//
//	go run ./currency/internal/gen -cldr node_modules/cldr-core -numbers node_modules/cldr-numbers-full
//
// The ISO 4217 minor units that CLDR does not carry are the table in iso.go.
// With -iso FILE (list-one.xml as ISO's maintenance agency publishes it; the
// npm package currency-codes has a copy) the result is compared with that
// list and a difference is an error; nothing of the file is copied.
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	npm := flag.String("npm", "", "version of both packages: install them into a temporary folder")
	core := flag.String("cldr", "", "folder of the unpacked npm package cldr-core")
	full := flag.String("numbers", "", "folder of the unpacked npm package cldr-numbers-full")
	list := flag.String("iso", "", "optional: ISO 4217 list one (XML) to compare with")
	room := flag.String("room", "currency", "folder of the room")
	flag.Parse()
	if err := run(*npm, *core, *full, *list, *room); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(npm, core, full, list, room string) error {
	if npm != "" {
		dir, err := os.MkdirTemp("", "cldr")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		install := exec.Command("npm", "install", "--silent", "--no-save", "--prefix", dir, "cldr-core@"+npm, "cldr-numbers-full@"+npm)
		install.Stderr = os.Stderr
		if err := install.Run(); err != nil {
			return fmt.Errorf("npm install: %w", err)
		}
		core, full = filepath.Join(dir, "node_modules", "cldr-core"), filepath.Join(dir, "node_modules", "cldr-numbers-full")
	}
	if core == "" || full == "" {
		return fmt.Errorf("-npm, or -cldr and -numbers, are required")
	}
	files, err := generate(core, full, list)
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(room, filepath.FromSlash(name)), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generate returns every generated file by its path from the room.
func generate(core, full, list string) (map[string][]byte, error) {
	version, records, err := readCLDR(core)
	if err != nil {
		return nil, err
	}
	if list != "" {
		if err := compareISO(list, records); err != nil {
			return nil, err
		}
	}
	codes, err := render(version, records)
	if err != nil {
		return nil, err
	}
	fullVersion, err := packageVersion(full, "cldr-numbers-full")
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, r := range records {
		known[r.Code] = true
	}
	p, err := readPlaces(core, full, known)
	if err != nil {
		return nil, err
	}
	locales := p.render(fullVersion, version)
	return map[string][]byte{
		"codes_gen.go":          codes,
		"locales.txt":           locales,
		"internal/gen/sums.txt": sums(version, fullVersion, codes, locales),
	}, nil
}

// sums names the packages and hashes the files, so that a test without the
// packages still sees an edit by hand.
func sums(core, full string, codes, locales []byte) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "cldr-core %s\ncldr-numbers-full %s\n", core, full)
	fmt.Fprintf(&b, "codes_gen.go %x\nlocales.txt %x\n", sha256.Sum256(codes), sha256.Sum256(locales))
	return []byte(b.String())
}
