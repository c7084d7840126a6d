package labels_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"testing"

	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/orderkit/orderkit/i18n"
)

// FuzzLabel holds that whatever people write gives a label that is one format in
// ASCII, or faults. It draws with Noto where Noto is, because scripts are harder
// than Latin.
func FuzzLabel(f *testing.F) {
	for _, a := range recipients {
		f.Add(a.Name, a.Lines[0], "RR123456785DE", uint8(0))
	}
	f.Add("^XA~JA", "a\u202Eb\x00\xff", "^XZ>;_5E", uint8(1))
	f.Add("ا(ב1٢3[", "e\u0301\u0301\u200D\u200D🏠", "~", uint8(1))
	config := labels.Config{Fonts: goFonts()}
	if noto := notoFolder(); exists(noto, "truetype/noto/NotoSans-Regular.ttf") {
		config.Fonts = noto
	}
	p, err := labels.New(config)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name, line, number string, kind uint8) {
		l := labels.Label{
			To:       i18n.Address{Name: name, Lines: []string{line}, Country: "EG"},
			Tracking: number, Note: line,
			Barcode: labels.Barcode{Kind: []labels.Kind{labels.Code128, labels.QR, labels.S10, labels.SSCC}[kind%4]},
		}
		zpl, err := p.ZPL(l)
		var faults labels.Faults
		switch {
		case errors.As(err, &faults):
			for _, fault := range faults {
				if fault.Path == "" || fault.Code == "" || fault.Reason == "" {
					t.Errorf("half a fault: %+v", fault)
				}
			}
			return
		case err != nil:
			t.Fatal(err)
		}
		if bytes.Count(zpl, []byte("^XA")) != 1 || bytes.Count(zpl, []byte("^XZ")) != 1 || bytes.ContainsRune(zpl, '~') {
			t.Errorf("more than one label, or a command to the printer: %q", zpl)
		}
		boxes, page, err := p.Boxes(l)
		if err != nil {
			t.Fatal(err)
		}
		for i, box := range boxes {
			if !box.In(page) {
				t.Errorf("%v is outside of %v", box, page)
			}
			for _, other := range boxes[:i] {
				if box.Overlaps(other) {
					t.Errorf("%v and %v overlap", box, other)
				}
			}
		}
	})
}

func exists(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return !errors.Is(err, os.ErrNotExist) && err == nil
}
