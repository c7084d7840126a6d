package documents_test

import (
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/stretchr/testify/assert"
)

// The expectations are ICU's (dateStyle "long", calendar gregory or as said).
func TestDatesAreWrittenAsICUWritesThem(t *testing.T) {
	s := sold(t, draft())
	day := regexp.MustCompile(`<dd><bdi>([^<]*)</bdi></dd>`)
	for locale, want := range map[string]string{
		"en": "November 23, 2026", "en-GB": "23 November 2026", "en-IN": "23 November 2026", "de-AT": "23. November 2026",
		"fr-CA": "23 novembre 2026", "es-MX": "23 de noviembre de 2026", "it": "23 novembre 2026", "pt-BR": "23 de novembro de 2026",
		"nl": "23 november 2026", "pl": "23 listopada 2026", "ru": "23 ноября 2026 г.", "ar-EG": "٢٣ نوفمبر ٢٠٢٦", "ar-AE": "23 نوفمبر 2026",
		"he": "23 בנובמבר 2026", "hi": "23 नवंबर 2026", "th": "23 พฤศจิกายน ค.ศ. 2026", "th-TH-u-ca-buddhist": "23 พฤศจิกายน พ.ศ. 2569",
		"zh-Hans": "2026年11月23日", "zh-Hant-TW": "2026年11月23日", "ja": "2026年11月23日", "ko": "2026년 11월 23일",
		"sv": "November 23, 2026", // no words for it: everything but amounts is English
	} {
		o := *s.order
		o.Locale = locale
		p := printer(t, func(c *documents.Config) { c.Locale = "en" })
		page := text(t, func(w io.Writer) error { return p.Invoice(w, &o, s.person, s.invoice()) })
		found := day.FindAllStringSubmatch(page, -1)
		if assert.Greater(t, len(found), 1, locale) {
			assert.Equal(t, want, strings.ReplaceAll(found[1][1], "&#39;", "'"), locale)
		}
	}
}

func TestTheDayIsTheSellers(t *testing.T) {
	s := sold(t, draft())
	d := s.invoice()
	d.At = time.Date(2026, time.December, 31, 15, 30, 0, 0, time.UTC)
	p := printer(t, func(c *documents.Config) { c.Zone = time.FixedZone("JST", 9*3600) })
	assert.Contains(t, text(t, func(w io.Writer) error { return p.Invoice(w, s.order, s.person, d) }), "1. Januar 2027")
}
