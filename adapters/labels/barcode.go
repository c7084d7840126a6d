package labels

import (
	"strings"
)

// Barcode is what machines read on a label.
type Barcode struct {
	// Kind says how it is written and which numbers it takes; the zero value is
	// Code128.
	Kind Kind `json:"kind,omitempty"`
	// Content is what it says; empty means Label.Tracking.
	Content string `json:"content,omitempty"`
}

// Kind is a kind of barcode.
type Kind string

// The kinds of barcodes. All take printable ASCII and nothing else.
const (
	// Code128 takes up to 48 characters, as many as fit the width.
	Code128 Kind = "code128"
	// S10 is a Code 128 with a postal item's number of UPU standard S10, such as
	// RR123456785DE, whose check digit must be right.
	S10 Kind = "s10"
	// SSCC is a GS1-128 with a Serial Shipping Container Code: 18 digits, of which
	// the last is the check digit. The application identifier (00) is added.
	SSCC Kind = "sscc"
	// QR is a QR code of error correction level M, of up to 200 characters.
	QR Kind = "qr"
)

// The utmost lengths; what a label can bear is often less.
const (
	longest128 = 48
	longestQR  = 200
)

// check notes what is wrong with the content.
func (b Barcode) check(path string, faults *Faults) {
	content := b.Content
	if content == "" {
		faults.add(path, CodeRequired, "the barcode has no content")
		return
	}
	for i := range len(content) {
		if content[i] < ' ' || content[i] > '~' {
			faults.add(path, CodeBarcode, "%q is more than printable ASCII, which all scanners and printers agree on", content)
			return
		}
	}
	switch b.Kind {
	case "", Code128:
		if len(content) > longest128 {
			faults.add(path, CodeBarcode, "%d characters are more than the %d that a Code 128 takes", len(content), longest128)
		}
	case QR:
		if len(content) > longestQR {
			faults.add(path, CodeBarcode, "%d characters are more than the %d that a QR code on a label takes", len(content), longestQR)
		}
	case S10:
		checkS10(path, content, faults)
	case SSCC:
		checkSSCC(path, content, faults)
	default:
		faults.add(path, CodeBarcode, "%q is no kind of barcode", string(b.Kind))
	}
}

// checkS10 knows UPU standard S10: two letters, eight digits, a check digit by
// the weights 8 6 4 2 3 5 9 7 modulo 11, and the country.
func checkS10(path, number string, faults *Faults) {
	if len(number) != 13 || !capitals(number[:2]+number[11:]) || !digits(number[2:11]) {
		faults.add(path, CodeBarcode, "%q is not two capitals, nine digits and two capitals, as UPU S10 asks", number)
		return
	}
	sum := 0
	for i, weight := range []int{8, 6, 4, 2, 3, 5, 9, 7} {
		sum += weight * int(number[2+i]-'0')
	}
	want := 11 - sum%11
	switch want {
	case 10:
		want = 0
	case 11:
		want = 5
	}
	if got := int(number[10] - '0'); got != want {
		faults.add(path, CodeCheckDigit, "the check digit of %s is %d, not %d (UPU S10)", number, want, got)
	}
}

// checkSSCC knows GS1's modulo 10: from the right, digits count three and one
// times in turn.
func checkSSCC(path, number string, faults *Faults) {
	if len(number) != 18 || !digits(number) {
		faults.add(path, CodeBarcode, "%q is not the 18 digits of an SSCC", number)
		return
	}
	sum := 0
	for i := range 17 {
		sum += int(number[i]-'0') * (3 - i%2*2)
	}
	want := (10 - sum%10) % 10
	if got := int(number[17] - '0'); got != want {
		faults.add(path, CodeCheckDigit, "the check digit of %s is %d, not %d (GS1)", number, want, got)
	}
}

// readable is the content as it stands under the barcode.
func (b Barcode) readable() string {
	c := b.Content
	switch b.Kind {
	case S10:
		return strings.Join([]string{c[:2], c[2:5], c[5:8], c[8:11], c[11:]}, " ")
	case SSCC:
		return "(00) " + c
	}
	return c
}

func digits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

func capitals(s string) bool {
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
