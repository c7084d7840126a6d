package labels_test

import (
	"bytes"
	"errors"
	"image/png"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// goFonts are in every copy of golang.org/x/image: Latin, Greek and Cyrillic.
func goFonts() fs.FS {
	return fstest.MapFS{"Go-Regular.ttf": {Data: goregular.TTF}, "Go-Bold.ttf": {Data: gobold.TTF}}
}

// goPress needs nothing installed.
func goPress(t testing.TB, change ...func(*labels.Config)) *labels.Press {
	t.Helper()
	c := labels.Config{Fonts: goFonts()}
	for _, f := range change {
		f(&c)
	}
	p, err := labels.New(c)
	require.NoError(t, err)
	return p
}

func latinLabel() labels.Label {
	return labels.Label{From: shop, To: recipients["DE"], Service: "Paket", Tracking: "RR123456785DE"}
}

func TestAPressNamesEverythingThatIsWrongWithItsConfig(t *testing.T) {
	_, err := labels.New(labels.Config{Density: 150, Size: labels.Size{Width: 50, Height: 25}, CacheBytes: -1})
	require.Error(t, err)
	for _, part := range []string{"150 dots", "not for 50 x 25", "CacheBytes", "Config.Fonts is missing"} {
		require.ErrorContains(t, err, part)
	}
	_, err = labels.New(labels.Config{Fonts: fstest.MapFS{"README": {Data: []byte("no font")}}})
	require.ErrorContains(t, err, "no upright")
	_, err = labels.New(labels.Config{Fonts: goFonts(), Regular: []string{"missing.ttf"}})
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = labels.New(labels.Config{Fonts: fstest.MapFS{"x.ttf": {Data: []byte("no font")}}, Regular: []string{"x.ttf"}})
	require.ErrorContains(t, err, "x.ttf")
}

// plain is a file system whose files can only be read from their beginning, as
// those of a zip archive.
type plain struct{ fs.FS }

func (p plain) Open(name string) (fs.File, error) {
	f, err := p.FS.Open(name)
	if _, folder := f.(fs.ReadDirFile); folder || err != nil {
		return f, err
	}
	return struct{ fs.File }{f}, nil
}

func TestFontsMayLieInAnArchive(t *testing.T) {
	p, err := labels.New(labels.Config{Fonts: plain{goFonts()}})
	require.NoError(t, err)
	got, err := p.ZPL(latinLabel())
	require.NoError(t, err)
	want, err := goPress(t).ZPL(latinLabel())
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

func TestAllFaultsOfALabelComeTogether(t *testing.T) {
	l := labels.Label{
		From:    i18n.Address{Name: "Büro\x07", Country: "DE"},
		To:      i18n.Address{Name: "山田 太郎", Lines: []string{"ถนนสุขุมวิท 21"}, Locality: "Tokyo", Country: "JP"},
		Service: "A\u202Eb", Tracking: "RR123456789DE", Barcode: labels.Barcode{Kind: labels.S10},
		Weight: -5, CashOnDelivery: currency.MustParse("-1", currency.EUR),
		Note: strings.Repeat("far too much to say for so small a place ", 40),
	}
	_, err := goPress(t).ZPL(l)
	var faults labels.Faults
	require.True(t, errors.As(err, &faults), "%v", err)
	got := map[string]string{}
	for _, f := range faults {
		got[f.Path] = f.Code
	}
	require.Equal(t, map[string]string{
		"tracking": labels.CodeCheckDigit, "weight": labels.CodeWeight, "cashOnDelivery": labels.CodeAmount,
		"from.name": labels.CodeControl, "service": labels.CodeControl, "to.name": labels.CodeNoGlyph,
		"to.lines[0]": labels.CodeNoGlyph, "note": labels.CodeTooLong,
	}, got)
	require.ErrorContains(t, err, `'山' (U+5C71, Han)`)
	require.ErrorContains(t, err, `'ถ' (U+0E16, Thai)`)
	_, err = goPress(t).PNG(labels.Label{})
	require.True(t, errors.As(err, &faults))
	require.Equal(t, []labels.Fault{
		{Path: "tracking", Code: labels.CodeRequired, Reason: "the barcode has no content"},
		{Path: "to", Code: labels.CodeRequired, Reason: "the recipient has no address"},
	}, []labels.Fault(faults))
}

func TestTooLongIsAnErrorAndNothingIsCut(t *testing.T) {
	p := goPress(t)
	l := latinLabel()
	l.To.Lines = []string{strings.TrimSpace(strings.Repeat("Donaudampfschifffahrtsgesellschaft ", 4))}
	_, err := p.ZPL(l)
	require.NoError(t, err, "four long words fit in smaller letters")
	l.To.Lines = []string{strings.Repeat("Donaudampfschifffahrtsgesellschaft", 12)}
	_, err = p.ZPL(l)
	require.NoError(t, err, "one word wider than the label is broken between letters")
	l.To.Lines = []string{strings.Repeat("Donaudampfschifffahrtsgesellschaft ", 90)}
	_, err = p.ZPL(l)
	var faults labels.Faults
	require.True(t, errors.As(err, &faults), "%v", err)
	require.Equal(t, "to.lines[0]", faults[0].Path)
	require.Equal(t, labels.CodeTooLong, faults[0].Code)
	require.Contains(t, faults[0].Reason, "8 points")
}

func TestHostileTextIsOnlyEverText(t *testing.T) {
	p := goPress(t)
	const evil = "^XA^FO~JA^XZ_5E\\&>:,!~DG"
	l := latinLabel()
	l.Tracking, l.Service, l.Note, l.References = evil, evil, evil, []string{evil}
	l.To.Name, l.To.Lines, l.From.Name = evil, []string{evil, evil}, evil
	kind := map[string]labels.Kind{"code 128": labels.Code128, "qr": labels.QR}
	for name, kind := range kind {
		t.Run(name, func(t *testing.T) {
			l.Barcode.Kind = kind
			zpl, err := p.ZPL(l)
			require.NoError(t, err)
			require.Equal(t, 1, bytes.Count(zpl, []byte("^XA")))
			require.Equal(t, 1, bytes.Count(zpl, []byte("^XZ")))
			require.NotContains(t, string(zpl), "~")
			for _, c := range zpl {
				require.True(t, c == '\n' || ' ' <= c && c <= '~')
			}
			for command := range strings.SplitSeq(string(zpl), "^") {
				if len(command) >= 2 {
					require.Contains(t, "XA CI PW LL LH LS FW PO PM LR FO GF GB FS BY BC BQ FH FD PQ XZ", command[:2])
				}
			}
		})
	}
}

func TestAPictureSaysHowLargeItIs(t *testing.T) {
	for _, c := range []struct {
		density       labels.Density
		size          labels.Size
		width, height int
		perMetre      string
	}{
		{labels.DPI203, labels.Size4x6(), 813, 1219, "\x00\x00\x1f\x40"},
		{labels.DPI300, labels.SizeA6(), 1260, 1776, "\x00\x00\x2e\xe0"},
		{labels.DPI600, labels.Size100x150(), 2400, 3600, "\x00\x00\x5d\xc0"},
		{labels.DPI203, labels.Size{Width: 103, Height: 199}, 824, 1592, "\x00\x00\x1f\x40"},
	} {
		p := goPress(t, func(to *labels.Config) { to.Density, to.Size = c.density, c.size })
		picture, err := p.PNG(latinLabel())
		require.NoError(t, err)
		img, err := png.Decode(bytes.NewReader(picture))
		require.NoError(t, err)
		require.Equal(t, c.width, img.Bounds().Dx())
		require.Equal(t, c.height, img.Bounds().Dy())
		require.Equal(t, byte(1), picture[24], "bits of a dot")
		require.Contains(t, string(picture), "pHYs"+c.perMetre+c.perMetre+"\x01")
	}
}

func TestManyGoroutinesShareAPress(t *testing.T) {
	p := goPress(t, func(c *labels.Config) { c.CacheBytes = 60 << 10 })
	want, err := goPress(t).ZPL(latinLabel())
	require.NoError(t, err)
	var all sync.WaitGroup
	got := make([][]byte, 8)
	for i := range got {
		all.Go(func() {
			for range 5 {
				got[i], _ = p.ZPL(latinLabel())
			}
		})
	}
	all.Wait()
	for _, g := range got {
		require.Equal(t, string(want), string(g))
	}
	require.Less(t, p.CachedBytes(), 60<<10, "the cache is bounded")
	require.Greater(t, p.CachedBytes(), 0)
}

func TestWeightsAreWrittenInKilograms(t *testing.T) {
	for grams, want := range map[int]string{1: "0.001 kg", 50: "0.05 kg", 1000: "1 kg", 1250: "1.25 kg", 20000: "20 kg", 31499: "31.499 kg"} {
		require.Equal(t, want, labels.Kilograms(grams))
	}
}
