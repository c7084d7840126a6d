package labels_test

import (
	"errors"
	"fmt"
	"strings"
	"testing/fstest"

	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/orderkit/orderkit/i18n"
	"golang.org/x/image/font/gofont/goregular"
)

func ExamplePress_ZPL() {
	// A host hands in the folder of its fonts: os.DirFS("/usr/share/fonts").
	fonts := fstest.MapFS{"Go-Regular.ttf": {Data: goregular.TTF}}
	press, err := labels.New(labels.Config{Fonts: fonts, Size: labels.SizeA6()})
	if err != nil {
		fmt.Println(err)
		return
	}
	label := labels.Label{
		From:     i18n.Address{Organisation: "Muster Versand", Lines: []string{"Lagerstraße 7"}, PostalCode: "10115", Locality: "Berlin", Country: "DE"},
		To:       i18n.Address{Name: "Camille Exemple", Lines: []string{"12 bis, rue de l’Église"}, PostalCode: "75011", Locality: "Paris", Country: "FR"},
		Service:  "Parcel Plus",
		Tracking: "RR473124829FI",
		Barcode:  labels.Barcode{Kind: labels.S10},
		Weight:   1250,
	}
	zpl, err := press.ZPL(label)
	if err != nil {
		fmt.Println(err)
		return
	}
	for line := range strings.Lines(string(zpl)) {
		if !strings.Contains(line, "^GFA") { // text is graphics
			fmt.Print(line)
		}
	}
	// Output:
	// ^XA
	// ^CI28^PW840^LL1184^LH0,0^LS0^FWN^PON^PMN^LRN
	// ^FO24,168^GB792,2,2^FS
	// ^FO64,911^BY4,3,200^BCN,200,N,N,N,N^FH_^FD>:RR473124829FI^FS
	// ^FO24,887^GB792,2,2^FS
	// ^PQ1
	// ^XZ
}

func ExampleFaults() {
	press, err := labels.New(labels.Config{Fonts: fstest.MapFS{"Go-Regular.ttf": {Data: goregular.TTF}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = press.PNG(labels.Label{
		To:       i18n.Address{Name: "山田", Lines: []string{"1-2-3 Roppongi"}, Country: "JP"},
		Tracking: "RR473124828FI",
		Barcode:  labels.Barcode{Kind: labels.S10},
	})
	var faults labels.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Println(f.Path, f.Code, f.Reason)
		}
	}
	// Output:
	// tracking check_digit the check digit of RR473124828FI is 9, not 8 (UPU S10)
	// to.name no_glyph no font draws '山' (U+5C71, Han), '田' (U+7530, Han)
}
