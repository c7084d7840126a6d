package labels_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/boombuler/barcode/code128"
	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/stretchr/testify/require"
)

func TestCheckDigitsMustBeRight(t *testing.T) {
	p := goPress(t)
	for _, c := range []struct {
		name    string
		barcode labels.Barcode
		code    string
		reason  string
	}{
		{"S10 of the standard's example", labels.Barcode{Kind: labels.S10, Content: "RR473124829FI"}, "", ""},
		{"S10 whose remainder 10 becomes 0", labels.Barcode{Kind: labels.S10, Content: "RR000000080DE"}, "", ""},
		{"S10 whose remainder 0 becomes 5", labels.Barcode{Kind: labels.S10, Content: "RR000000005DE"}, "", ""},
		{"S10 with two digits swapped", labels.Barcode{Kind: labels.S10, Content: "RR473128429FI"}, labels.CodeCheckDigit, "not 9"},
		{"S10 in small letters", labels.Barcode{Kind: labels.S10, Content: "rr473124829fi"}, labels.CodeBarcode, "two capitals"},
		{"S10 too short", labels.Barcode{Kind: labels.S10, Content: "RR47312482FI"}, labels.CodeBarcode, "nine digits"},
		{"SSCC", labels.Barcode{Kind: labels.SSCC, Content: "106141412345678908"}, "", ""},
		{"SSCC with a wrong check digit", labels.Barcode{Kind: labels.SSCC, Content: "106141412345678909"}, labels.CodeCheckDigit, "8, not 9"},
		{"SSCC with its identifier", labels.Barcode{Kind: labels.SSCC, Content: "00106141412345678908"}, labels.CodeBarcode, "18 digits"},
		{"letters in an SSCC", labels.Barcode{Kind: labels.SSCC, Content: "1061414123456789O8"}, labels.CodeBarcode, "18 digits"},
		{"Code 128 of any ASCII", labels.Barcode{Content: "a^b~c_d>e,f\\g"}, "", ""},
		{"Code 128 with a letter beyond ASCII", labels.Barcode{Content: "Müller"}, labels.CodeBarcode, "ASCII"},
		{"Code 128 with a control character", labels.Barcode{Content: "12\x1d34"}, labels.CodeBarcode, "ASCII"},
		{"Code 128 too long for the standard layout", labels.Barcode{Content: strings.Repeat("x", 49)}, labels.CodeBarcode, "48"},
		{"Code 128 too wide for the label", labels.Barcode{Content: strings.Repeat("x", 48)}, labels.CodeBarcode, "wider than the label"},
		{"QR too long", labels.Barcode{Kind: labels.QR, Content: strings.Repeat("x", 201)}, labels.CodeBarcode, "200"},
		{"a kind that does not exist", labels.Barcode{Kind: "ean", Content: "4006381333931"}, labels.CodeBarcode, "no kind"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := latinLabel()
			l.Barcode = c.barcode
			_, err := p.ZPL(l)
			if c.code == "" {
				require.NoError(t, err)
				return
			}
			var faults labels.Faults
			require.True(t, errors.As(err, &faults), "%v", err)
			require.Len(t, faults, 1)
			require.Equal(t, "barcode.content", faults[0].Path)
			require.Equal(t, c.code, faults[0].Code)
			require.Contains(t, faults[0].Reason, c.reason)
		})
	}
}

// The bars are compared with another encoder's where both choose the same
// subsets.
func TestCode128IsDrawnAsAnotherEncoderDrawsIt(t *testing.T) {
	for _, content := range []string{"Hello-World", "RR", "0012345678", "1234567890", "~^_>,", "A1B2C3"} {
		other, err := code128.Encode(content)
		require.NoError(t, err)
		_, _, modules := labels.Encode128(content, false)
		require.Equal(t, other.Bounds().Dx(), len(modules), content)
		for x, black := range modules {
			r, _, _, _ := other.At(x, 0).RGBA()
			require.Equal(t, r == 0, black, "%s at module %d", content, x)
		}
	}
}

// readField reads the field data of ^BC in mode N as the printer's manual says.
func readField(t *testing.T, field string) []byte {
	t.Helper()
	var values []byte
	subset := byte('B')
	for i := 0; i < len(field); {
		switch {
		case field[i] == '>':
			switch field[i+1] {
			case ';':
				values, subset = append(values, 105), 'C'
			case ':':
				values, subset = append(values, 104), 'B'
			case '5':
				values, subset = append(values, 99), 'C'
			case '6':
				values, subset = append(values, 100), 'B'
			case '8':
				values = append(values, 102)
			case '<':
				values = append(values, 62)
			case '0':
				values = append(values, 30)
			case '=':
				values = append(values, 94)
			default:
				t.Fatalf("%q is no invocation", field[i:i+2])
			}
			i += 2
		case subset == 'C':
			values = append(values, (field[i]-'0')*10+field[i+1]-'0')
			i += 2
		case field[i] == '_':
			values = append(values, unhex(field[i+1])<<4+unhex(field[i+2])-' ')
			i += 3
		default:
			values = append(values, field[i]-' ')
			i++
		}
	}
	return values
}

func unhex(c byte) byte { return byte(strings.IndexByte("0123456789ABCDEF", c)) }

func TestTheFieldDataSaysTheSameAsTheBars(t *testing.T) {
	for _, c := range []struct {
		content string
		gs1     bool
		symbols int
	}{
		{"RR123456785DE", false, 14},
		{"JD014600001234567890", false, 13}, // J and D, change, 18 digits in pairs
		{"12345", false, 5},                 // two pairs, change, one digit
		{"1234567890123A", false, 10},
		{"00340123456789012340", true, 12},
		{"^XA^FO~JA_5E>;>8", false, 17},
		{"12", false, 2},
		{"1", false, 2},
	} {
		values, field, _ := labels.Encode128(c.content, c.gs1)
		require.Equal(t, values, readField(t, field), c.content)
		require.Len(t, values, c.symbols, c.content)
		require.NotContains(t, field, "^")
		require.NotContains(t, field, "~")
	}
}
