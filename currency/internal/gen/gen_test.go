package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The generated files are what the generator wrote. With the npm packages at
// hand they are made again and compared:
//
//	CLDR_PACKAGES=/path/to/node_modules go test ./currency/internal/gen
func TestTheGeneratedFilesAreNotStale(t *testing.T) {
	recorded, err := os.ReadFile("sums.txt")
	if err != nil {
		t.Fatal(err)
	}
	room := filepath.Join("..", "..")
	for line := range strings.Lines(string(recorded)) {
		name, want, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.HasPrefix(name, "cldr-") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(room, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(data)); got != want {
			t.Errorf("%s was edited by hand: generate it", name)
		}
	}
	packages := os.Getenv("CLDR_PACKAGES")
	if packages == "" {
		packages = filepath.Join(room, "..", "node_modules")
	}
	core, full := filepath.Join(packages, "cldr-core"), filepath.Join(packages, "cldr-numbers-full")
	if _, err := os.Stat(full); err != nil {
		t.Logf("NOT TESTED: without the npm packages cldr-core and cldr-numbers-full (CLDR_PACKAGES) only the recorded hashes were compared")
		return
	}
	files, err := generate(core, full, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		if got, err := os.ReadFile(filepath.Join(room, filepath.FromSlash(name))); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale: generate it, or have the packages of sums.txt (%v)", name, err)
		}
	}
}
