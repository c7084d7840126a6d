package labels

import (
	"bytes"
	"fmt"
)

// zpl writes the sheet for a printer that understands ZPL II. What other labels
// may have left behind in the printer (origin, shift, direction, encoding) is set
// anew.
func (s *sheet) zpl() []byte {
	var b bytes.Buffer
	b.Grow(32 << 10)
	fmt.Fprintf(&b, "^XA\n^CI28^PW%d^LL%d^LH0,0^LS0^FWN^PON^PMN^LRN\n", s.width, s.height)
	for _, it := range s.items {
		it.zpl(&b)
	}
	b.WriteString("^PQ1\n^XZ\n")
	return b.Bytes()
}

// compress writes a bitmap as hexadecimal digits with the repeat counts that ZPL
// II has had from its beginning: G to Y for 1 to 19 and g to z for 20 to 400
// times the next digit, a comma for white up to the end of the row, a colon for
// the row before once more. The mark for black up to the end is left out, because
// readers of ZPL differ about it.
func (b *bitmap) compress(out *bytes.Buffer) {
	const hex = "0123456789ABCDEF"
	var before []byte
	digits := make([]byte, 2*b.stride)
	for y := range b.height {
		row := b.bits[y*b.stride : (y+1)*b.stride]
		if y > 0 && bytes.Equal(row, before) {
			out.WriteByte(':')
			continue
		}
		before = row
		end := len(row)
		for end > 0 && row[end-1] == 0 {
			end--
		}
		for i, c := range row[:end] {
			digits[2*i], digits[2*i+1] = hex[c>>4], hex[c&15]
		}
		for i := 0; i < 2*end; {
			n := 1
			for i+n < 2*end && digits[i+n] == digits[i] {
				n++
			}
			repeat(out, digits[i], n)
			i += n
		}
		if end < len(row) {
			out.WriteByte(',')
		}
	}
}

// repeat writes a digit n times.
func repeat(out *bytes.Buffer, digit byte, n int) {
	if n == 2 {
		out.WriteByte(digit)
	}
	if n > 2 {
		for ; n >= 420; n -= 400 {
			out.WriteByte('z')
		}
		if n >= 20 {
			out.WriteByte('g' + byte(n/20-1))
		}
		if n%20 > 0 {
			out.WriteByte('G' + byte(n%20-1))
		}
	}
	out.WriteByte(digit)
}
