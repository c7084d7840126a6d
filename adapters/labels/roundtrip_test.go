package labels_test

import (
	"bytes"
	"image"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/stretchr/testify/require"
)

// renderer is the npm package that plays the printer: it draws ZPL.
const renderer = "zpl-renderer-js@3.4.0"

// script draws every file named after the size in millimetres and the dots of a
// millimetre.
const script = `
const fs = require("fs");
(async () => {
  const { api } = await require("zpl-renderer-js").ready;
  const [width, height, dots, ...files] = process.argv.slice(2);
  for (const f of files)
    fs.writeFileSync(f + ".png", Buffer.from(await api.zplToBase64Async(fs.readFileSync(f, "utf8"), +width, +height, +dots), "base64"));
  process.exit(0);
})().catch(e => { console.error(e); process.exit(1); });`

// printZPL draws ZPL files as a printer would.
func printZPL(t *testing.T, width, height, dots string, files ...string) {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			notTested(t, "NOT TESTED: that printers draw the ZPL as meant, because there is no %s. Install nodejs and npm.", tool)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	folder := filepath.Join(cache, "orderkit-labels-test", renderer)
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "zpl-renderer-js", "package.json")); err != nil {
		require.NoError(t, os.MkdirAll(folder, 0o755))
		out, err := exec.Command("npm", "install", "--no-audit", "--no-fund", "--prefix", folder, renderer).CombinedOutput()
		if err != nil {
			notTested(t, "NOT TESTED: that printers draw the ZPL as meant: npm cannot install %s: %v\n%s", renderer, err, out)
		}
	}
	file := filepath.Join(folder, "draw.cjs")
	require.NoError(t, os.WriteFile(file, []byte(script), 0o644))
	out, err := exec.Command("node", append([]string{file, width, height, dots}, files...)...).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// scan reads the barcode of a picture.
func scan(t *testing.T, file string) string {
	t.Helper()
	if _, err := exec.LookPath("zbarimg"); err != nil {
		notTested(t, "NOT TESTED: that scanners read the barcodes, because there is no zbarimg. Install zbar-tools.")
	}
	out, err := exec.Command("zbarimg", "-q", "--raw", file).Output()
	require.NoError(t, err, "%s: no barcode found", file)
	return strings.TrimSuffix(string(out), "\n")
}

func TestPrintersAndScannersUnderstandEveryLabel(t *testing.T) {
	for _, c := range []struct {
		size                labels.Size
		density             labels.Density
		width, height, dots string
		countries           []string
	}{
		{labels.Size4x6(), labels.DPI203, "101.6", "152.4", "8", slices.Collect(maps.Keys(recipients))},
		{labels.SizeA6(), labels.DPI300, "105", "148", "12", []string{"JP", "EG", "US"}},
	} {
		p := press(t, func(to *labels.Config) { to.Size, to.Density = c.size, c.density })
		folder := t.TempDir()
		var files []string
		for _, country := range c.countries {
			l := sample(country)
			zpl, err := p.ZPL(l)
			require.NoError(t, err)
			picture, err := p.PNG(l)
			require.NoError(t, err)
			file := filepath.Join(folder, country)
			require.NoError(t, os.WriteFile(file, zpl, 0o644))
			require.NoError(t, os.WriteFile(file+".own.png", picture, 0o644))
			files = append(files, file)
		}
		printZPL(t, c.width, c.height, c.dots, files...)
		for _, file := range files {
			l := sample(filepath.Base(file))
			want := l.Barcode.Content
			switch l.Barcode.Kind {
			case labels.S10:
				want = l.Tracking
			case labels.SSCC:
				want = "00" + want
			}
			require.Equal(t, want, scan(t, file+".own.png"))
			if l.Barcode.Kind == labels.Code128 {
				continue // the renderer does not change to subset C on the way; see TestTheFieldDataSaysTheSameAsTheBars
			}
			require.Equal(t, want, scan(t, file+".png"))
			require.Zero(t, different(t, file+".own.png", file+".png", l.Barcode.Kind == labels.QR), "%s: dots that differ", file)
		}
	}
}

func TestScannersReadHostileNumbers(t *testing.T) {
	p := goPress(t, func(c *labels.Config) { c.Size = labels.Size{Width: 103, Height: 199} })
	folder := t.TempDir()
	barcodes := map[string]labels.Barcode{
		"128":    {Content: "^XA^FO~JA_5E,>;x"}, // the renderer loses one character after a >0
		"qr":     {Kind: labels.QR, Content: `^XZ~JA_5E\&,"';>8 --end`},
		"digits": {Content: "00123456789012345678"},
		"start":  {Content: "1234567890-X2"},
	}
	var files []string
	for name, barcode := range barcodes {
		l := latinLabel()
		l.Barcode = barcode
		zpl, err := p.ZPL(l)
		require.NoError(t, err)
		picture, err := p.PNG(l)
		require.NoError(t, err)
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, zpl, 0o644))
		require.NoError(t, os.WriteFile(file+".own.png", picture, 0o644))
		files = append(files, file)
	}
	printZPL(t, "103", "199", "8", files...)
	for _, file := range files {
		want := barcodes[filepath.Base(file)].Content
		require.Equal(t, want, scan(t, file+".own.png"))
		require.Equal(t, want, scan(t, file+".png"))
	}
}

// different counts the dots that differ. Encoders of QR codes choose masks of
// their own, so of those only the frame is compared.
func different(t *testing.T, a, b string, qr bool) (n int) {
	t.Helper()
	read := func(file string) image.Image {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		img, err := png.Decode(bytes.NewReader(content))
		require.NoError(t, err)
		return img
	}
	one, two := read(a), read(b)
	bounds := one.Bounds().Intersect(two.Bounds())
	require.InDelta(t, one.Bounds().Dy(), two.Bounds().Dy(), 1)
	if qr {
		bounds.Max.Y -= bounds.Dy() * 22 / 100
	}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			r, _, _, _ := one.At(x, y).RGBA()
			s, _, _, _ := two.At(x, y).RGBA()
			if r>>15 != s>>15 {
				n++
			}
		}
	}
	return n
}
