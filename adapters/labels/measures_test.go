package labels_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/orderkit/orderkit/i18n"
	"github.com/stretchr/testify/require"
)

// numbers reads the numbers of the one command in a label that looks so.
func numbers(t *testing.T, zpl []byte, pattern string) []int {
	t.Helper()
	found := regexp.MustCompile(pattern).FindAllSubmatch(zpl, -1)
	require.Len(t, found, 1, pattern)
	var list []int
	for _, digits := range found[0][1:] {
		n, err := strconv.Atoi(string(digits))
		require.NoError(t, err)
		list = append(list, n)
	}
	return list
}

// ISO/IEC 15417 asks for ten modules beside a Code 128; labels do not lie exactly
// under the head.
func TestBarcodesKeepTheirQuietZonesAndModules(t *testing.T) {
	dots := map[labels.Density]float64{labels.DPI203: 8, labels.DPI300: 12, labels.DPI600: 24}
	for _, size := range []labels.Size{labels.Size4x6(), labels.SizeA6(), labels.Size100x150(), {Width: 95, Height: 130}, {Width: 300, Height: 400}} {
		for density, mm := range dots {
			p := goPress(t, func(c *labels.Config) { c.Size, c.Density = size, density })
			refused := false
			for n := 1; n <= 48; n++ {
				t.Run(fmt.Sprintf("%d characters on %gx%g at %d", n, size.Width, size.Height, density), func(t *testing.T) {
					l := latinLabel()
					l.Tracking, l.Barcode = strings.Repeat("A", n), labels.Barcode{Kind: labels.Code128}
					zpl, err := p.ZPL(l)
					if err != nil {
						require.ErrorContains(t, err, "wider than the label")
						refused = true
						return
					}
					require.False(t, refused, "a longer one cannot fit where a shorter one did not")
					at := numbers(t, zpl, `\^FO(\d+),\d+\^BY(\d+),3`)
					_, _, modules := labels.Encode128(l.Tracking, false)
					x, module := float64(at[0]), float64(at[1])
					require.GreaterOrEqual(t, module/mm, 0.25)
					require.LessOrEqual(t, module/mm, 0.5)
					require.GreaterOrEqual(t, x-10*module, 2*mm-1, "on the left")
					require.LessOrEqual(t, x+(float64(len(modules))+10)*module, size.Width*mm-2*mm+1, "on the right")
				})
			}
			l := latinLabel()
			l.Barcode = labels.Barcode{Kind: labels.QR, Content: "https://example.com/t/RR123456785DE"}
			zpl, err := p.ZPL(l)
			require.NoError(t, err)
			at := numbers(t, zpl, `\^FO(\d+),\d+\^BY1,3,10\^BQN,2,(\d+)`)
			require.Equal(t, at[0], int(3*mm)+4*at[1], "four modules beside a QR code")
		}
	}
}

func TestWhatParametersAreDividedByIsWrittenByItsCode(t *testing.T) {
	l := latinLabel()
	l.Barcode = labels.Barcode{Content: "A,B"}
	zpl, err := goPress(t).ZPL(l)
	require.NoError(t, err)
	require.Contains(t, string(zpl), "^FD>:A_2CB^FS")
}

func TestDomesticMailBearsNoLatinLines(t *testing.T) {
	p := press(t)
	l := sample("JP")
	l.From = i18n.Address{Name: "例示商店", Lines: []string{"六本木1-1"}, Country: "JP"}
	both, err := p.ZPL(l)
	require.NoError(t, err)
	l.To.Latin = nil
	local, err := p.ZPL(l)
	require.NoError(t, err)
	require.Equal(t, string(local), string(both))
}

func TestLettersHaveTheFormsOfTheirCountry(t *testing.T) {
	for country, want := range map[string]string{"BG": "bg", "MK": "mk", "RO": "ro", "TR": "tr", "AZ": "az", "RS": "sr", "MD": "ro",
		"PK": "ur", "JP": "ja", "KR": "ko", "TW": "zh-tw", "HK": "zh-hk", "CN": "zh-cn", "DE": ""} {
		require.Equal(t, want, labels.Tongue(i18n.Address{Country: country}), country)
	}
	require.Equal(t, "de", labels.Tongue(i18n.Address{Country: "TR", Language: "de"}))
	require.Equal(t, "zh-tw", labels.Tongue(i18n.Address{Country: "TW", Language: "zh"}), "zh says nothing about forms")
}
