package documents

import (
	"fmt"
	"html/template"
	"image/color"
	"strconv"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/qr"
)

// Symbology says how a barcode is drawn and what its text must be.
type Symbology string

// The symbologies.
const (
	// Code128 is any ASCII text of at most 40 characters: on a label of 4 inches
	// more would be too fine for its printers.
	Code128 Symbology = "code128"
	// SSCC is a GS1-128 with the serial shipping container code: 18 digits with
	// their check digit (GS1 General Specifications, AI 00).
	SSCC Symbology = "sscc"
	// S10 is a UPU item identifier as Code 128: two letters, nine digits of which
	// the last one is the check digit, the country (UPU standard S10).
	S10 Symbology = "s10"
	// QR is any text of at most 300 bytes, error correction M.
	QR Symbology = "qr"
)

// Barcode is a text to be read by machines. The zero Barcode is none.
type Barcode struct {
	Symbology Symbology `json:"symbology"`
	Text      string    `json:"text"`
}

// Check returns nil if the barcode can be drawn: its text is what the symbology
// wants, and the check digits are right. The error is a Faults.
func (b Barcode) Check() error {
	var faults Faults
	b.check("barcode", &faults)
	return faults.err()
}

func (b Barcode) check(path string, faults *Faults) {
	switch b.Symbology {
	case Code128:
		if b.Text == "" || len(b.Text) > 40 || strings.ContainsFunc(b.Text, func(r rune) bool { return r < ' ' || r > '~' }) {
			faults.add(FaultInvalid, path, "Code 128 takes 1 to 40 printable ASCII characters, not %q", b.Text)
		}
	case SSCC:
		if len(b.Text) != 18 || !allDigits(b.Text) || b.Text != WithSSCCCheck(b.Text[:17]) {
			faults.add(FaultInvalid, path, "%q is no SSCC: 18 digits of which the last one is the check digit", b.Text)
		}
	case S10:
		if !validS10(b.Text) {
			faults.add(FaultInvalid, path, "%q is no S10 identifier: 2 letters, 8 digits, their check digit, a country", b.Text)
		}
	case QR:
		if b.Text == "" || len(b.Text) > 300 {
			faults.add(FaultInvalid, path, "a QR code takes 1 to 300 bytes")
		}
	default:
		faults.add(FaultUnknown, path, "%q is no symbology", b.Symbology)
	}
}

// WithSSCCCheck adds the check digit to the 17 digits of an SSCC: extension
// digit, company prefix, serial reference. It is empty for anything else.
func WithSSCCCheck(digits string) string {
	if len(digits) != 17 || !allDigits(digits) {
		return ""
	}
	sum := 0
	for i := range digits {
		weight := 3 - 2*(i%2)
		sum += weight * int(digits[i]-'0')
	}
	return digits + strconv.Itoa((10-sum%10)%10)
}

// WithS10Check makes an S10 identifier of the service ("RR"), the serial number
// of 8 digits and the country ("DE"). It is empty for anything else.
func WithS10Check(service, serial, country string) string {
	if len(service) != 2 || !allCapitals(service) || len(country) != 2 || !allCapitals(country) || len(serial) != 8 || !allDigits(serial) {
		return ""
	}
	sum := 0
	for i, weight := range [...]int{8, 6, 4, 2, 3, 5, 9, 7} {
		sum += weight * int(serial[i]-'0')
	}
	check := 11 - sum%11
	switch check {
	case 10:
		check = 0
	case 11:
		check = 5
	}
	return service + serial + strconv.Itoa(check) + country
}

func validS10(text string) bool {
	return len(text) == 13 && text == WithS10Check(text[:2], text[2:10], text[11:])
}

func allDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func allCapitals(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' })
}

// drawn is a barcode as a page shows it.
type drawn struct {
	SVG  template.HTML
	Text string
}

// draw makes the picture and the text that people read below it.
func (b Barcode) draw() (drawn, error) {
	var code barcode.Barcode
	var err error
	text := b.Text
	switch b.Symbology {
	case SSCC:
		code, err = code128.Encode(string(code128.FNC1) + "00" + b.Text)
		text = "(00) " + b.Text
	case S10:
		code, err = code128.Encode(b.Text)
		text = strings.Join([]string{b.Text[:2], b.Text[2:5], b.Text[5:8], b.Text[8:11], b.Text[11:]}, " ")
	case QR:
		code, err = qr.Encode(b.Text, qr.M, qr.Unicode)
	default:
		code, err = code128.Encode(b.Text)
	}
	if err != nil {
		return drawn{}, fmt.Errorf("documents: barcode %q: %w", b.Text, err)
	}
	return drawn{svg(code), text}, nil
}

// svg draws a barcode of one row, which is stretched to any height, or a square
// one, with the quiet zone that scanners need: 10 modules, or 4 on all sides.
func svg(code barcode.Barcode) template.HTML {
	width, height := code.Bounds().Dx(), code.Bounds().Dy()
	left, top, class, stretch := 10, 0, "bars", ` preserveAspectRatio="none"`
	if height > 1 {
		left, top, class, stretch = 4, 4, "matrix", ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="%s" viewBox="0 0 %d %d"%s shape-rendering="crispEdges" aria-hidden="true"><path d="`,
		class, width+2*left, height+2*top, stretch)
	for y := range height {
		for x := 0; x < width; {
			run := 0
			for x+run < width && dark(code.At(x+run, y)) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x+left, y+top, run, run)
			}
			x += max(run, 1)
		}
	}
	b.WriteString(`"/></svg>`)
	return template.HTML(b.String()) // numbers of ours only
}

func dark(c color.Color) bool {
	r, _, _, _ := c.RGBA()
	return r < 0x8000
}
