package documents_test

import (
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/stretchr/testify/assert"
)

// The numbers are the examples of the GS1 General Specifications and of UPU S10.
func TestCheckDigits(t *testing.T) {
	assert.Equal(t, "106141412345678908", documents.WithSSCCCheck("10614141234567890"))
	assert.Equal(t, "RN473124829GB", documents.WithS10Check("RN", "47312482", "GB"))
	for serial, want := range map[string]string{
		"00000001": "LX000000014DE", // 11 - 7
		"00000000": "LX000000005DE", // 11 is written 5
		"00000007": "LX000000076DE",
		"00000030": "LX000000300DE", // 10 is written 0: 3*9 = 27, 27 mod 11 = 5, 6
	} {
		if serial == "00000030" {
			want = "LX000000306DE"
		}
		assert.Equal(t, want, documents.WithS10Check("LX", serial, "DE"))
	}
	for _, bad := range [][3]string{{"L", "00000001", "DE"}, {"LX", "0000001", "DE"}, {"LX", "0000000a", "DE"}, {"lx", "00000001", "DE"}, {"LX", "00000001", "D1"}} {
		assert.Empty(t, documents.WithS10Check(bad[0], bad[1], bad[2]), "%v", bad)
	}
	assert.Empty(t, documents.WithSSCCCheck("123"))
}

func TestAWrongBarcodeIsRefused(t *testing.T) {
	for _, c := range []struct {
		code documents.Barcode
		ok   bool
	}{
		{documents.Barcode{Symbology: documents.S10, Text: "RN473124829GB"}, true},
		{documents.Barcode{Symbology: documents.S10, Text: "RN473124828GB"}, false},
		{documents.Barcode{Symbology: documents.S10, Text: "RN47312482GB"}, false},
		{documents.Barcode{Symbology: documents.SSCC, Text: "106141412345678908"}, true},
		{documents.Barcode{Symbology: documents.SSCC, Text: "106141412345678907"}, false},
		{documents.Barcode{Symbology: documents.Code128, Text: "2026-7"}, true},
		{documents.Barcode{Symbology: documents.Code128, Text: strings.Repeat("x", 40)}, true},
		{documents.Barcode{Symbology: documents.Code128, Text: strings.Repeat("x", 41)}, false},
		{documents.Barcode{Symbology: documents.Code128, Text: ""}, false},
		{documents.Barcode{Symbology: documents.Code128, Text: "Größe"}, false},
		{documents.Barcode{Symbology: documents.Code128, Text: "a\x1db"}, false},
		{documents.Barcode{Symbology: documents.QR, Text: "https://shop.example/2026-7"}, true},
		{documents.Barcode{Symbology: "ean", Text: "1"}, false},
		{documents.Barcode{}, false},
	} {
		assert.Equal(t, c.ok, c.code.Check() == nil, "%+v", c.code)
	}
}
