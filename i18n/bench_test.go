package i18n_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orderkit/orderkit/i18n"
)

const (
	asciiField = "1600 Amphitheatre Parkway, Suite 5"
	mixedField = "Müller & Söhne 東京都千代田区 Ελλάδα Москва 서울 राज्य שדרות 123 ÅÄÖ"
)

func TestCleanTextCostsNoCopies(t *testing.T) {
	for _, c := range []struct {
		in   string
		most float64
	}{{asciiField, 0}, {mixedField, 0}, {"राज्य क्\u200Dष मार्ग שלום\u200F", 0}, {"東京\uFA10都 \u1112\u1161", 4}, {"渡\uE001", 6}} {
		got := testing.AllocsPerRun(100, func() { i18n.Clean(c.in, i18n.Options{}) })
		assert.LessOrEqual(t, got, c.most, "%q", c.in)
	}
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { letters[0].Clean() }), 1.0, "a clean address copies its lines")
	assert.Zero(t, testing.AllocsPerRun(100, func() { i18n.Graphemes(mixedField) }))
}

func BenchmarkCleanASCIIField(b *testing.B) { benchmarkClean(b, asciiField) }
func BenchmarkCleanMixedField(b *testing.B) { benchmarkClean(b, mixedField) }
func BenchmarkCleanEmojiField(b *testing.B) {
	benchmarkClean(b, "Home 🏠 12 Rue de la Paix 👍🏽")
}
func BenchmarkCleanDecomposed(b *testing.B) { benchmarkClean(b, "Jose\u0301 Nu\u0303n\u0303ez") }
func BenchmarkCleanLongText(b *testing.B) {
	benchmarkClean(b, strings.Repeat(mixedField+" 🏠 ", 1000))
}
func BenchmarkGraphemesMixed(b *testing.B)    { bench(b, func() { i18n.Graphemes(mixedField) }) }
func BenchmarkAddressCleanMixed(b *testing.B) { bench(b, func() { letters[2].Clean() }) }

func BenchmarkLatin(b *testing.B) {
	bench(b, func() { i18n.Latin("вул. Хрещатик, 22, кв. 7", "uk", i18n.ASCII) })
}

func BenchmarkPhone(b *testing.B) { bench(b, func() { i18n.ParsePhone("0171 1234567", "DE") }) }

func BenchmarkAddressFit(b *testing.B) {
	limits := i18n.Limits{Prints: i18n.ASCII, Name: 35, Lines: []int{35, 35}, Locality: 35}
	for _, a := range letters[:3] {
		b.Run(a.Country, func(b *testing.B) { bench(b, func() { a.Fit(limits, "DE") }) })
	}
}

func benchmarkClean(b *testing.B, in string) {
	b.SetBytes(int64(len(in)))
	bench(b, func() { i18n.Clean(in, i18n.Options{}) })
}

func bench(b *testing.B, f func()) {
	b.ReportAllocs()
	for range b.N {
		f()
	}
}

func BenchmarkAddressCheckAndLayout(b *testing.B) {
	for _, a := range letters {
		switch a.Country {
		case "DE", "JP", "US", "GB", "FR":
			b.Run(a.Country, func(b *testing.B) {
				bench(b, func() {
					a.Check()
					a.Layout(i18n.LayoutOptions{From: "DE"})
				})
			})
		}
	}
}
