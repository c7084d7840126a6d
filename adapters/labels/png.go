package labels

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
)

// png paints the sheet, a bit per dot, and says how large it is on paper.
func (s *sheet) png(d Density) ([]byte, error) {
	page := newBitmap(s.width, s.height)
	for _, it := range s.items {
		it.paint(page)
	}
	img := image.NewPaletted(image.Rect(0, 0, s.width, s.height), color.Palette{color.White, color.Black})
	for y := range s.height {
		row := img.Pix[y*img.Stride:]
		for x := range s.width {
			if page.black(x, y) {
				row[x] = 1
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("labels: png: %w", err)
	}
	return withDensity(b.Bytes(), d), nil
}

// withDensity puts a pHYs chunk behind the header of a PNG, which image/png
// cannot write: without it programs print the label in any size they like.
func withDensity(file []byte, d Density) []byte {
	const header = 8 + 4 + 4 + 13 + 4 // signature and IHDR
	chunk := binary.BigEndian.AppendUint32(nil, 9)
	chunk = append(chunk, "pHYs"...)
	perMetre := uint32(1000 * d.perMillimetre())
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1) // the unit is the metre
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	out := make([]byte, 0, len(file)+len(chunk))
	out = append(out, file[:header]...)
	out = append(out, chunk...)
	return append(out, file[header:]...)
}
