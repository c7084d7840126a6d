package labels_test

import (
	"fmt"
	"testing"

	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/stretchr/testify/require"
)

func TestNothingOverlapsOnAnyLabel(t *testing.T) {
	for _, size := range []labels.Size{labels.Size4x6, labels.SizeA6, labels.Size100x150, {Width: 103, Height: 199}} {
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
	p := press(t, func(c *labels.Config) { c.Size = labels.Size100x150 })
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
	_, err = p.Shape("བོད་ ꦗꦮ ᠮᠣᠩᠭᠣᠯ ኢትዮጵያ საქართველო ሀገር", "")
	require.NoError(t, err)
}
