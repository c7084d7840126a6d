package documents_test

import (
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// program is a program that a test needs; without it the test says what was not
// tested, and fails where everything must be tested.
func program(t *testing.T, name, pkg, untested string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("the Debian package %s is not installed: %s", pkg, untested)
	}
	t.Skipf("the Debian package %s is not installed, so it was not tested that %s", pkg, untested)
	return ""
}

// A reader of barcodes reads what the picture says: the path is drawn again, with
// five pixels a module, and given to zbar.
func TestScannersReadTheBarcodes(t *testing.T) {
	zbar := program(t, "zbarimg", "zbar-tools", "barcodes can be read back")
	s := sold(t, draft())
	for _, c := range []struct {
		code documents.Barcode
		want string
	}{
		{documents.Barcode{Symbology: documents.Code128, Text: "Parcel 2026/7-x"}, "CODE-128:Parcel 2026/7-x"},
		{documents.Barcode{Symbology: documents.S10, Text: "RN473124829GB"}, "CODE-128:RN473124829GB"},
		{documents.Barcode{Symbology: documents.SSCC, Text: "106141412345678908"}, "CODE-128:00106141412345678908"},
		{documents.Barcode{Symbology: documents.QR, Text: "https://shop.example/2026-7?a=1"}, "QR-Code:https://shop.example/2026-7?a=1"},
	} {
		page := text(t, func(w io.Writer) error {
			return printer(t).Label(w, s.order, s.person, documents.Label{Weight: 100, Barcode: c.code})
		})
		file := filepath.Join(t.TempDir(), "code.png")
		draw(t, page, file)
		out, err := exec.Command(zbar, "--quiet", file).Output()
		require.NoError(t, err, c.want)
		assert.Equal(t, c.want, strings.TrimSpace(string(out)))
	}
}

var (
	box  = regexp.MustCompile(`viewBox="0 0 (\d+) (\d+)"`)
	bars = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)
)

func draw(t *testing.T, page, file string) {
	t.Helper()
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		require.NoError(t, err)
		return n
	}
	size := box.FindStringSubmatch(page)
	require.NotNil(t, size)
	const module = 5
	wide, high := number(size[1]), number(size[2])
	stretch := 1
	if high == 1 {
		stretch = 40
	}
	img := image.NewGray(image.Rect(0, 0, wide*module, high*module*stretch))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	quiet := 10 // modules, as GS1 asks for; 4 around a square
	if high > 1 {
		quiet = 4
	}
	for _, bar := range bars.FindAllStringSubmatch(page, -1) {
		x, y, run := number(bar[1]), number(bar[2]), number(bar[3])
		require.Equal(t, bar[3], bar[4])
		require.True(t, x >= quiet && x+run <= wide-quiet, "a bar in the quiet zone")
		for px := x * module; px < (x+run)*module; px++ {
			for py := y * module * stretch; py < (y+1)*module*stretch; py++ {
				img.SetGray(px, py, color.Gray{})
			}
		}
	}
	f, err := os.Create(file)
	require.NoError(t, err)
	require.NoError(t, png.Encode(f, img))
	require.NoError(t, f.Close())
}
