package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/orderkit/orderkit/i18n"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	inHead  = regexp.MustCompile(`(?s)<html lang="([^"]*)" dir="([^"]*)" class="([^"]*)">.*<style>(@page)(\{[^\n]*)\n(.*)</style>`)
	inBody  = regexp.MustCompile(`(?s)<body>(.*)</body>`)
	pageRow = regexp.MustCompile(`Q(\d+)Q`)
)

// bind makes one document of many, so that the browser starts once. Every document
// keeps its language and its size of paper, and has its name on its first page.
func bind(t *testing.T, all []sheets) (book []byte, names []string) {
	t.Helper()
	var b, body bytes.Buffer
	sizes := map[string]string{}
	b.WriteString(`<!DOCTYPE html><html><meta charset="utf-8"><style>`)
	for _, s := range all {
		for _, f := range s.Files {
			head, text := inHead.FindSubmatch(f.Text), inBody.FindSubmatch(f.Text)
			require.NotNil(t, head, f.Name)
			lang, dir, class := string(head[1]), string(head[2]), string(head[3])
			if len(sizes) == 0 {
				b.Write(head[6])
			}
			sizes[class] = string(head[5])
			body.WriteString(`<div lang="` + lang + `" dir="` + dir + `" class="` + class + `" style="position:relative;page:p-` + class + `;break-before:page"><span style="position:absolute;left:3mm;font-size:1px" lang="en" dir="ltr">Q` + strconv.Itoa(len(names)) + `Q</span>`)
			names = append(names, f.Name)
			body.Write(text[1])
			body.WriteString("</div>\n")
		}
	}
	for class, rule := range sizes {
		b.WriteString("@page p-" + class + rule + "\n")
	}
	b.WriteString("</style><body>")
	b.Write(body.Bytes())
	return b.Bytes(), names
}

// printed are the texts of the pages of every document.
func printed(t *testing.T, all []sheets) map[string][]string {
	t.Helper()
	chromium := program(t, chromes, "chromium", "documents become PDF")
	totext := program(t, "pdftotext", "poppler-utils", "the text of a PDF is that of its document")
	fonts(t)
	dir := t.TempDir()
	in, out := filepath.Join(dir, "all.html"), filepath.Join(dir, "all.pdf")
	book, names := bind(t, all)
	require.NoError(t, os.WriteFile(in, book, 0o644))
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := browser(ctx, t, chromium, "--no-pdf-header-footer", "--print-to-pdf="+out, "file://"+in)
	log, err := cmd.CombinedOutput()
	require.NoError(t, err, string(log))
	text, err := exec.Command(totext, "-enc", "UTF-8", out, "-").Output()
	require.NoError(t, err)
	pages, name := map[string][]string{}, ""
	for _, page := range strings.Split(strings.TrimSuffix(string(text), "\f"), "\f") {
		if m := pageRow.FindStringSubmatch(page); m != nil {
			n, err := strconv.Atoi(m[1])
			require.NoError(t, err)
			name = names[n]
		}
		pages[name] = append(pages[name], page)
	}
	return pages
}

// onPaper are the kinds of documents that are printed by the test: what customs and
// carriers take is one page, and what they and customers read is all there.
var onPaper = map[string]bool{"invoice": true, "label": true, "export-label": true, "cn22": true, "cn23": true}

func chosen(all []sheets) []sheets {
	var list []sheets
	for _, s := range all {
		s.Files = slices.DeleteFunc(s.Files, func(f file) bool {
			_, kind, _ := strings.Cut(strings.TrimSuffix(f.Name, ".html"), "-")
			return !onPaper[kind]
		})
		list = append(list, s)
	}
	return list
}

var total = regexp.MustCompile(`class="sum"><td>[^<]*</td><td class="num"><bdi>([^<]*)</bdi>`)

func TestTheTextOfThePDFIsThatOfTheDocument(t *testing.T) {
	all := chosen(published(t))
	pages := printed(t, append(all, long(all)))
	for n, page := range pages["long.html"] {
		for _, again := range []string{"Bezeichnung", "Menge", "Einzelpreis", "INV-2026-000001"} {
			assert.Contains(t, page, again, "page %d has no head or foot", n+1)
		}
	}
	assert.Len(t, pages["long.html"], 3)
	for _, s := range all {
		m := markets[s.Country]
		for _, f := range s.Files {
			text := pages[f.Name]
			if assert.Len(t, text, 1, "%s is more than a page, or none", f.Name) {
				missing(t, f.Name, text[0], m.Buyer)
			}
			if sum := total.FindSubmatch(f.Text); sum != nil {
				assert.Contains(t, squeezed(text[0]), squeezed(string(sum[1])), f.Name)
			}
		}
	}
}

var rows = regexp.MustCompile(`(?s)<tbody>\n(.*?)</tbody>`)

// long is a German invoice of nine times the rows.
func long(all []sheets) sheets {
	for _, s := range all {
		if s.Country == "DE" {
			list := rows.FindSubmatch(s.Files[0].Text)[1]
			return sheets{Files: []file{{"long.html", "", bytes.Replace(s.Files[0].Text, list, bytes.Repeat(list, 9), 1)}}}
		}
	}
	return sheets{}
}

// missing reports the words of an address that are not on a page.
func missing(t *testing.T, name, page string, a i18n.Address) {
	t.Helper()
	text := squeezed(page)
	for _, line := range append([]string{a.Name, a.Locality, a.PostalCode}, a.Lines...) {
		for _, word := range strings.FieldsFunc(line, func(r rune) bool {
			return !unicode.In(r, unicode.L, unicode.M, unicode.N)
		}) {
			assert.Contains(t, strings.ToUpper(text), strings.ToUpper(squeezed(word)), "%s: %q of %q", name, word, line)
		}
	}
}

// squeezed is a text as pdftotext can tell it: without spaces, marks of direction and
// joiners, which it sets by its own lights, and with lam and alef in the order in
// which it takes their ligature apart.
func squeezed(text string) string {
	for _, alef := range []string{"ا", "أ", "إ", "آ"} {
		text = strings.ReplaceAll(text, "ل"+alef, alef+"ل")
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
}
