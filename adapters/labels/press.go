package labels

import (
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"github.com/go-text/typesetting/font"
)

// Config of a Press.
type Config struct {
	// Fonts holds the TrueType and OpenType fonts of the host; none are built in.
	// It is read when the press is made and when a font is first needed.
	Fonts fs.FS
	// Regular and Bold are the names of font files, in the order in which they
	// are asked for a character; of a collection all fonts count. Where no bold
	// font has a character the regular one is taken. Without Regular the fonts are found
	// by themselves: all upright ones, sans serif first, short family names first.
	Regular, Bold []string
	// Size is the label; default Size4x6.
	Size Size
	// Density is the print head's; default DPI203.
	Density Density
	// Words are the captions; default English.
	Words Words
	// CacheBytes is about how much memory drawn letters may take; default 4 MiB.
	CacheBytes int
}

// Press makes labels of one size for print heads of one density. It may be used
// by many goroutines at once, which share its fonts and drawn letters.
type Press struct {
	size    Size
	density Density
	words   Words
	shelf   shelf
	stamps  stamps
	hands   sync.Pool
}

// New makes a press. It reads which characters each font has, which takes
// about a millisecond a font, so keep the press.
func New(c Config) (*Press, error) {
	if c.Size == (Size{}) {
		c.Size = Size4x6()
	}
	if c.Density == 0 {
		c.Density = DPI203
	}
	if c.CacheBytes == 0 {
		c.CacheBytes = 4 << 20
	}
	p := &Press{size: c.Size, density: c.Density, words: c.Words.inEnglish()}
	p.stamps.limit = c.CacheBytes
	var faults []error
	if c.Density.perMillimetre() == 0 {
		faults = append(faults, fmt.Errorf("labels: no print head has %d dots per inch; it is 203, 300 or 600", c.Density))
	}
	if !c.Size.fits() {
		faults = append(faults, fmt.Errorf("labels: the layout is made for labels from %g x %g to %g x %g mm, not for %g x %g",
			least().Width, least().Height, most().Width, most().Height, c.Size.Width, c.Size.Height))
	}
	if c.CacheBytes < 0 {
		faults = append(faults, fmt.Errorf("labels: Config.CacheBytes is below zero: %d", c.CacheBytes))
	}
	faults = append(faults, p.shelf.fill(c))
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	p.hands.New = func() any { return &hand{press: p, faces: map[*typeface]*font.Face{}} }
	return p, nil
}

// ZPL returns the label as a ZPL II format, from ^XA to ^XZ, in ASCII: text as
// ^GFA graphics, barcodes as ^BC and ^BQ. The error is Faults if the label is at
// fault, or what the fonts' file system answered, or names a font that is damaged.
func (p *Press) ZPL(l Label) ([]byte, error) {
	s, err := p.compose(l)
	if err != nil {
		return nil, err
	}
	return s.zpl(), nil
}

// PNG returns the label as a picture of one bit per dot, in the print head's
// density, for drivers that take pictures and for screens. Errors are as of ZPL.
func (p *Press) PNG(l Label) ([]byte, error) {
	s, err := p.compose(l)
	if err != nil {
		return nil, err
	}
	return s.png(p.density)
}

// compose puts everything in its place.
func (p *Press) compose(l Label) (*sheet, error) {
	h := p.hands.Get().(*hand)
	s, err := h.compose(l)
	if _, faults := err.(Faults); err == nil || faults {
		p.hands.Put(h) // one that met a broken font may be broken itself
	}
	return s, err
}
