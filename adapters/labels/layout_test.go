package labels_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/orderkit/orderkit/i18n"
	"github.com/stretchr/testify/require"
)

func TestNothingOverlapsOnAnyLabel(t *testing.T) {
	for _, size := range []labels.Size{labels.Size4x6(), labels.SizeA6(), labels.Size100x150(), {Width: 103, Height: 199}} {
		for _, density := range []labels.Density{labels.DPI203, labels.DPI300, labels.DPI600} {
			p := press(t, func(c *labels.Config) { c.Size, c.Density = size, density })
			for country := range recipients {
				t.Run(fmt.Sprintf("%gx%g at %d to %s", size.Width, size.Height, density, country), func(t *testing.T) {
					boxes, page, err := p.Boxes(sample(country))
					require.NoError(t, err)
					for i, box := range boxes {
						require.True(t, box.In(page), "%v is outside of %v", box, page)
						for _, other := range boxes[:i] {
							require.False(t, box.Overlaps(other), "%v and %v", box, other)
						}
					}
				})
			}
		}
	}
}

// The fullest label that is still one: everything is there, in smaller letters.
func TestALabelThatSaysEverythingStillFits(t *testing.T) {
	p := press(t, func(c *labels.Config) { c.Size = labels.Size100x150() })
	l := sample("EG")
	l.From.Organisation, l.From.Lines = "Retourenstelle der Versandgemeinschaft", []string{"Tor 4, Rampe 17", "Lagerstraße 7, Halle 3"}
	l.Service, l.Return = "International Priority Signature", true
	l.References = []string{"Order 2026-00042", "RMA 778"}
	l.Note = "يرجى الاتصال قبل التسليم بنصف ساعة على الأقل"
	l.Barcode = labels.Barcode{Kind: labels.SSCC, Content: "340123456789012340"}
	l.To.Organisation, l.To.Latin.Organisation = "الشركة المصرية للأمثلة والنماذج", "Egyptian Company for Examples"
	boxes, page, err := p.Boxes(l)
	require.NoError(t, err)
	for i, box := range boxes {
		require.True(t, box.In(page))
		for _, other := range boxes[:i] {
			require.False(t, box.Overlaps(other), "%v and %v", box, other)
		}
	}
	require.Greater(t, len(boxes), 25)
}

func TestFontsAreFoundByThemselves(t *testing.T) {
	notoFonts(t)
	p, err := labels.New(labels.Config{Fonts: notoFolder()})
	require.NoError(t, err)
	for country := range recipients {
		_, err := p.ZPL(sample(country))
		require.NoError(t, err, country)
	}
	_, err = p.Shape("བོད་ ꦗꦮ ᠮᠣᠩᠭᠣᠯ ኢትዮጵያ საქართველო ሀገር", "", 64)
	require.NoError(t, err)
}

// Random words of many scripts, with more marks than any language has.
func TestAnyTextStaysInItsPlace(t *testing.T) {
	p := press(t)
	random := rand.New(rand.NewPCG(5, 6))
	alphabets := [][]rune{
		[]rune("Ångström fjÅQ,-/ \u0301\u0323\u0308\u0330\u030A"), []rune("شارع ﷽ ٤٢ (لا)\u064B\u0651\u0655\u0670\u06E1 ـ"),
		[]rune("שדרות 12 \u05B4\u05C1\u05B8\u05BC"), []rune("क्षत्रिय मार्ग ऑं\u0951\u0952"), []rune("ก่ปู้ฤๅ้ำ ที่ \u0E38\u0E49\u0E4A"),
		[]rune("東京都（港区）「」、ー 12 𠮷"), []rune("ស្ត្រី ខ្មែរ\u17B9\u17D2"), []rune("မြန်မာ ကြွေး\u1039"), []rune("தமிழ் ஸ்ரீ"), []rune("—⸻ ⁂ W@ﬃ Ǆ"),
	}
	words := func(n int) string {
		var b strings.Builder
		for range n {
			alphabet := alphabets[random.IntN(len(alphabets))]
			for range 1 + random.IntN(9) {
				b.WriteRune(alphabet[random.IntN(len(alphabet))])
			}
		}
		return b.String()
	}
	fitted := 0
	for range 400 {
		l := sample("EG")
		l.From.Latin = &i18n.Address{Name: words(1 + random.IntN(4))}
		l.Service, l.Note, l.References = words(1+random.IntN(4)), words(random.IntN(9)), []string{words(2)}
		l.To.Name, l.To.Lines = words(2), []string{words(1 + random.IntN(9)), words(3)}
		boxes, page, err := p.Boxes(l)
		var faults labels.Faults
		if errors.As(err, &faults) {
			for _, f := range faults {
				require.Contains(t, []string{labels.CodeTooLong, labels.CodeNoGlyph}, f.Code, f.Reason)
			}
			continue
		}
		require.NoError(t, err)
		fitted++
		for i, box := range boxes {
			require.True(t, box.In(page), "%v is outside of %v: %q", box, page, l)
			for _, other := range boxes[:i] {
				require.False(t, box.Overlaps(other), "%v and %v: %q", box, other, l)
			}
		}
		_, err = p.PNG(l)
		require.NoError(t, err)
	}
	require.Greater(t, fitted, 100)
}

// Whoever writes a note of a megabyte must not keep the printer's host busy.
func TestTextThatIsFarTooLongCostsNoMoreThanItsLength(t *testing.T) {
	p := goPress(t)
	for name, unit := range map[string]string{"words": "abc def ", "one word": "abcdefgh"} {
		text := strings.Repeat(unit, 500)
		steps, err := p.StepsOfFit(text, 90, 20)
		require.NoError(t, err)
		require.Positive(t, steps)
		more, err := p.StepsOfFit(strings.Repeat(text, 8), 90, 20)
		require.NoError(t, err)
		require.Less(t, more, 10*steps, "%s: eight times the text", name)
	}
}
