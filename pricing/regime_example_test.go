package pricing_test

import (
	"fmt"
	"time"

	"github.com/orderkit/orderkit/pricing"
)

// A shop in one state of the Union sends the same book to consumers in others:
// the tax is that of the place where the parcel ends, on the day of the sale.
func ExampleRegimeOf_oneStopShop() {
	books := map[string]string{"AT": "reduced", "LT": "reduced-2", "PT": "reduced"} // what the host knows
	for _, to := range []struct{ country, postcode string }{{"AT", "1010"}, {"LT", "01100"}, {"PT", "9000-018"}, {"ES", "35001"}} {
		region := pricing.RegionAt(to.country, to.postcode)
		regime, ok := pricing.RegimeOf(to.country, region, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
		taxes, known := regime.Taxes(books[to.country])
		if !ok || !regime.Union || !known {
			fmt.Println(to.country, region, "is not ours to tax: an export")
			continue
		}
		fmt.Println(to.country, region, taxes[0].ID)
	}
	// Output:
	// AT  at-10
	// LT  lt-5
	// PT 30 pt-30-4
	// ES GC is not ours to tax: an export
}

func ExampleRegimeRate_Verified() {
	regime, _ := pricing.RegimeOf("LT", "", time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
	for _, rate := range regime.Rates {
		fmt.Println(rate.ID, rate.Kind, rate.Verified())
	}
	fmt.Println(regime.Source)
	fmt.Println(regime.Rates[1].Sources[1])
	// Output:
	// lt-21 standard true
	// lt-12 reduced true
	// lt-5 reduced-2 true
	// PVM įstatymas (IX-751) art. 19
	// Sovos, 2026-01-05: Lithuania, Law XV-287, 9 to 12 (sovos.com/regulatory-updates/vat/lithuania-removes-9-reduced-vat-rate)
}

func ExampleRegionAt() {
	for _, code := range []string{"75001", "20000", "97400"} {
		region := pricing.RegionAt("FR", code)
		regime, _ := pricing.RegimeOf("FR", region, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
		fmt.Printf("%s %q %v %s\n", code, region, regime.Union, regime.Rates[0].ID)
	}
	// Output:
	// 75001 "" true fr-20
	// 20000 "20R" true fr-20r-20
	// 97400 "974" false fr-974-8.5
}
