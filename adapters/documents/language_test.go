package documents_test

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSeventeenLanguagesAreComplete(t *testing.T) {
	assert.Equal(t, []string{"ar", "de", "en", "es", "fr", "he", "hi", "it", "ja", "ko", "nl", "pl", "pt-BR", "ru", "th", "zh-Hans", "zh-Hant"},
		documents.Languages())
}

// Given as the host's own, every language is checked as a host's would be: all
// keys, the same placeholders, the plural forms of CLDR. The regions, too.
func TestEveryLanguageHasEveryMessage(t *testing.T) {
	files, err := filepath.Glob("languages/*.json")
	require.NoError(t, err)
	all := map[string]documents.Messages{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		require.NoError(t, err)
		m := documents.Messages{}
		require.NoError(t, json.Unmarshal(raw, &m), f)
		all[strings.TrimSuffix(filepath.Base(f), ".json")] = m
		for key, value := range m {
			assert.Equal(t, strings.TrimSpace(value), value, "%s: %s", f, key)
			assert.NotContains(t, value, "  ", "%s: %s", f, key)
		}
	}
	assert.Len(t, all, 26)
	_, err = documents.New(documents.Config{Seller: seller(), Languages: all})
	assert.NoError(t, err)
}

func TestALanguageSaysWhatItLacks(t *testing.T) {
	_, err := documents.New(documents.Config{Seller: seller(), Languages: map[string]documents.Messages{
		"sv":    {"invoice": "Faktura", "corrects": "Avser faktura {nummer}", "pieces.one": "{n} styck", "colour": "färg"},
		"de-AT": {"tax": ""},
		"!":     {},
	}})
	list := faults(t, err)
	for _, want := range []string{
		"unknown languages.!", "required languages.de-AT.tax", "unknown languages.sv.colour",
		"mismatch languages.sv.corrects", "required languages.sv.pieces.other", "required languages.sv.receipt",
	} {
		assert.Contains(t, list, want)
	}
	assert.NotContains(t, list, "required languages.sv.invoice")
	assert.NotContains(t, list, "required languages.sv.pieces.one")
	assert.NotContains(t, list, "required languages.de-AT.receipt", "a region continues with its language")
}

// words that no template and no code asks for would rot.
func TestEveryMessageIsUsed(t *testing.T) {
	code := ""
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	pages, err := filepath.Glob("templates/*.html")
	require.NoError(t, err)
	for _, f := range append(files, pages...) {
		raw, err := os.ReadFile(f)
		require.NoError(t, err)
		if !strings.HasSuffix(f, "_test.go") {
			code += string(raw)
		}
	}
	for key := range documents.Words("en") {
		key, _, _ = strings.Cut(key, ".")
		if !regexp.MustCompile(`[". ]` + key + `[". }]`).MatchString(code) {
			t.Errorf("nothing uses %q", key)
		}
	}
}

func TestTheReaderGetsTheNearestLanguage(t *testing.T) {
	s := sold(t, draft())
	for _, c := range []struct{ locale, lang, title, total string }{
		{"de-CH", "de-CH", "Rechnung", "EUR 60.25"},
		{"de-AT", "de-AT", "Rechnung", "€ 60,25"},
		{"en-GB", "en-GB", "Invoice", "€60.25"},
		{"en-IN", "en-IN", "Invoice", "€60.25"},
		{"pt-PT", "pt-PT", "Fatura", "60,25 €"},
		{"zh-HK", "zh-HK", "發票", "€60.25"},
		{"zh-SG", "zh-SG", "账单", "€60.25"},
		{"ar-EG", "ar-EG", "فاتورة", "٦٠٫٢٥"},
		{"ar-EG-u-nu-latn", "ar-EG", "فاتورة", "60.25"},
		{"es-MX", "es-MX", "Factura", "EUR 60.25"},
		{"fi-FI", "de", "Rechnung", "60,25"},
	} {
		t.Run(c.locale, func(t *testing.T) {
			o := *s.order
			o.Locale = c.locale
			page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, &o, s.person, s.invoice()) })
			assert.Contains(t, page, `<html lang="`+c.lang+`"`)
			assert.Contains(t, page, "<h1>"+c.title+"</h1>")
			assert.Contains(t, page, c.total)
		})
	}
}

func TestAHostChangesWordsAndAddsALanguage(t *testing.T) {
	mine := documents.Words("en")
	mine["invoice"] = "Lasku"
	p := printer(t, func(c *documents.Config) {
		c.Languages = map[string]documents.Messages{"fi": mine, "de": {"tax_invoice": "Faktura"}}
	})
	s := sold(t, draft())
	for locale, title := range map[string]string{"fi-FI": "Lasku", "de-AT": "Faktura", "de": "Faktura"} {
		o := *s.order
		o.Locale = locale
		page := text(t, func(w io.Writer) error { return p.Invoice(w, &o, s.person, s.invoice()) })
		assert.Contains(t, page, "<h1>"+title+"</h1>", locale)
	}
	o := *s.order
	o.Locale = "fi-FI"
	assert.Contains(t, text(t, func(w io.Writer) error { return p.Invoice(w, &o, s.person, s.invoice()) }), "23. marraskuuta 2026",
		"dates are known in more languages than words")
}

func TestPiecesAreCountedAsTheLanguageCounts(t *testing.T) {
	s := sold(t, draft())
	for _, c := range []struct {
		locale string
		count  int64
		want   string
	}{
		{"en", 1, "1</bdi> piece<"}, {"en", 4, "4</bdi> pieces<"},
		{"ru", 1, "1</bdi> штука"}, {"ru", 3, "3</bdi> штуки"}, {"ru", 5, "5</bdi> штук<"}, {"ru", 21, "21</bdi> штука"},
		{"pl", 22, "22</bdi> sztuki"}, {"pl", 25, "25</bdi> sztuk<"},
		{"ar-EG", 2, "قطعتان"}, {"ar-EG", 3, "٣</bdi> قطع<"}, {"ar-EG", 11, "١١</bdi> قطعة"},
		{"he", 2, "שני פריטים"}, {"ja", 7, "7</bdi>点"},
	} {
		o := *s.order
		o.Locale = c.locale
		o.Lines = slices.Clone(o.Lines[:1])
		o.Lines[0].Price.Quantity = 30
		o.Shipments = slices.Clone(o.Shipments)
		o.Shipments[0].Units = slices.Clone(o.Shipments[0].Units[:1])
		o.Shipments[0].Units[0].Count = c.count
		page := text(t, func(w io.Writer) error { return printer(t).PackingSlip(w, &o, s.person, "") })
		assert.Contains(t, page, c.want, "%s %d", c.locale, c.count)
	}
}
