package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the documents to testdata")

// published are the documents of a market, made once.
func published(t testing.TB) []sheets {
	t.Helper()
	var all []sheets
	for _, country := range countries() {
		s, err := publish(context.Background(), markets[country])
		require.NoError(t, err, country)
		all = append(all, s)
	}
	return all
}

var styleSheet = regexp.MustCompile(`(?s)<style>.*</style>`)

// The documents of a market are one file, without the style sheet, which is the
// same in all.
func TestDocumentsAreAsTheyWere(t *testing.T) {
	for _, s := range published(t) {
		var b strings.Builder
		for _, f := range s.Files {
			b.WriteString("== " + f.Name + "\n" + styleSheet.ReplaceAllString(string(f.Text), "") + "\n")
		}
		file := filepath.Join("testdata", strings.ToLower(s.Country)+".txt")
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o755))
			require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
			continue
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err, "go test -update writes it")
		if have := b.String(); have != string(want) {
			a, b := strings.Split(string(want), "\n"), strings.Split(have, "\n")
			for i := range min(len(a), len(b)) {
				require.Equal(t, a[i], b[i], "%s, line %d; look at it, then go test -update", file, i+1)
			}
			t.Errorf("%s: %d lines, not %d", file, len(b), len(a))
		}
	}
}

func TestEverythingIsWrittenAndListed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	var out bytes.Buffer
	require.NoError(t, run(context.Background(), dir, &out))
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, strings.Split(strings.TrimSpace(out.String()), "\n"), len(files))
	index, err := os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	for _, f := range files {
		assert.Contains(t, out.String(), f.Name())
		if f.Name() != "index.html" {
			assert.Contains(t, string(index), `"`+f.Name()+`"`)
		}
	}
	for _, kind := range []string{"invoice", "credit-note", "receipt", "packing-slip", "label", "export-invoice", "export-label", "commercial-invoice", "cn23"} {
		for _, country := range countries() {
			assert.FileExists(t, filepath.Join(dir, strings.ToLower(country)+"-"+kind+".html"))
		}
	}
}
