package labels

import "math"

// Size is the printable area of a label in millimetres. Carriers' own sizes are
// written as such: Size{Width: 103, Height: 199}.
type Size struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Size4x6 is 4 by 6 inches, upright as all of them.
func Size4x6() Size { return Size{101.6, 152.4} }

// SizeA6 is half of an A5 sheet.
func SizeA6() Size { return Size{105, 148} }

// Size100x150 is the metric neighbour of 4 by 6 inches.
func Size100x150() Size { return Size{100, 150} }

// The layout is made for labels from least to most.
func least() Size { return Size{95, 130} }
func most() Size  { return Size{300, 400} }

// fits reports whether the layout is made for the size.
func (s Size) fits() bool {
	return s.Width >= least().Width && s.Height >= least().Height && s.Width <= most().Width && s.Height <= most().Height
}

// Density is how many dots a print head sets per inch. Printers are sold by
// round numbers: 203 stands for 8 dots per millimetre, 300 for 12 and 600 for
// 24 (which are 203.2, 304.8 and 609.6 per inch).
type Density int

// The densities of thermal print heads.
const (
	DPI203 Density = 203
	DPI300 Density = 300
	DPI600 Density = 600
)

// perMillimetre returns the dots of a millimetre, or zero for a density that no
// print head has.
func (d Density) perMillimetre() int {
	switch d {
	case DPI203:
		return 8
	case DPI300:
		return 12
	case DPI600:
		return 24
	}
	return 0
}

// mm returns millimetres in dots.
func (d Density) mm(v float64) int { return int(math.Round(v * float64(d.perMillimetre()))) }

// points returns typographic points, 72 to an inch, in dots.
func (d Density) points(v float64) int { return d.mm(v * 25.4 / 72) }
