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

// The generated files are what the generator wrote. With its sources at hand
// they are made again and compared:
//
//	I18N_PACKAGES=/path/to/node_modules go test ./i18n/internal/gen
func TestTheGeneratedFilesAreNotStale(t *testing.T) {
	recorded, err := os.ReadFile("sums.txt")
	if err != nil {
		t.Fatal(err)
	}
	room := filepath.Join("..", "..")
	for line := range strings.Lines(string(recorded)) {
		name, want, _ := strings.Cut(strings.TrimSpace(line), " ")
		data, err := os.ReadFile(filepath.Join(room, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(data)); got != want {
			t.Errorf("%s was edited by hand: generate it", name)
		}
	}
	packages, ucd := os.Getenv("I18N_PACKAGES"), "/usr/share/unicode"
	if packages == "" {
		t.Log("NOT TESTED: without the npm packages (I18N_PACKAGES) and Debian's unicode-data only the recorded hashes were compared")
		return
	}
	for name, want := range generate(ucd, packages) {
		if got, err := os.ReadFile(filepath.Join(room, filepath.FromSlash(name))); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale: generate it, or have the packages that main.go names (%v)", name, err)
		}
	}
}
