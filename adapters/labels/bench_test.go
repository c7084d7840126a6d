package labels_test

import (
	"fmt"
	"testing"

	"github.com/orderkit/orderkit/adapters/labels"
)

// BenchmarkLabel is one label for each script, with fonts and letters in memory.
func BenchmarkLabel(b *testing.B) {
	for _, density := range []labels.Density{labels.DPI203, labels.DPI600} {
		p := press(b, func(c *labels.Config) { c.Density = density; c.CacheBytes = 32 << 20 })
		for _, country := range []string{"DE", "JP", "EG", "IN", "TH"} {
			l := sample(country)
			b.Run(fmt.Sprintf("%s at %d, ZPL", country, density), func(b *testing.B) {
				b.ReportAllocs()
				size := 0
				for b.Loop() {
					zpl, err := p.ZPL(l)
					if err != nil {
						b.Fatal(err)
					}
					size = len(zpl)
				}
				b.ReportMetric(float64(size), "bytes/label")
			})
		}
	}
	p, l := press(b), sample("EG")
	b.Run("EG at 203, PNG", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := p.PNG(l); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkNew is a press with all of Noto found by itself, and its first label.
func BenchmarkNew(b *testing.B) {
	notoFonts(b)
	b.ReportAllocs()
	for b.Loop() {
		p, err := labels.New(labels.Config{Fonts: notoFolder()})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.ZPL(sample("EG")); err != nil {
			b.Fatal(err)
		}
	}
}
