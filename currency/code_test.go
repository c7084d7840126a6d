package currency_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
)

func TestDigitsOfACode(t *testing.T) {
	for _, tt := range []struct {
		code               currency.Code
		iso, display, cash int
		step               int64
		why                string
	}{
		{currency.EUR, 2, 2, 2, 1, "the usual case"},
		{currency.JPY, 0, 0, 0, 1, "no minor unit in use"},
		{currency.BHD, 3, 3, 3, 1, "three decimals"},
		{currency.CLF, 4, 4, 4, 1, "four decimals"},
		{currency.UYW, 4, 4, 4, 1, "a new code with four"},
		{currency.CHF, 2, 2, 2, 5, "5 Rappen is the smallest coin"},
		{currency.DKK, 2, 2, 2, 50, "50 øre is the smallest coin"},
		{currency.SEK, 2, 2, 0, 100, "cash in whole kronor"},
		{currency.CZK, 2, 2, 0, 100, "cash in whole koruny"},
		{currency.HUF, 2, 0, 0, 500, "kept with 2, shown with 0, paid in steps of 5 forint"},
		{currency.IQD, 3, 0, 0, 1000, "kept with 3, shown with 0"},
		{currency.XAU, 0, 2, 2, 1, "ISO gives gold no minor unit"},
		{currency.XXX, 0, 2, 2, 1, "ISO gives it no minor unit"},
		{currency.Code(0), 0, 0, 0, 0, "no currency"},
		{currency.Code(1), 0, 0, 0, 0, "no known code"},
		{currency.Code(65535), 0, 0, 0, 0, "outside the 15 bits"},
	} {
		t.Run(tt.code.String()+" "+tt.why, func(t *testing.T) {
			c := tt.code
			if c.Digits() != tt.iso || c.DisplayDigits() != tt.display || c.CashDigits() != tt.cash || c.CashStep() != tt.step {
				t.Errorf("digits %d, display %d, cash %d, step %d; want %d, %d, %d, %d", c.Digits(), c.DisplayDigits(), c.CashDigits(), c.CashStep(), tt.iso, tt.display, tt.cash, tt.step)
			}
		})
	}
}

// Seventeen codes are kept with other digits than CLDR shows them with, 16 of
// them current; a new one must be looked at by a person.
func TestCodesWhoseDisplayDiffersFromISO(t *testing.T) {
	want := map[string]string{
		"codes in use, and SLL until 2024": "AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER",
		"withdrawn codes":                  "BEF BYB GRD MRO PTE ROL STD TMM TPE ZMK ZWD",
		"codes without a minor unit":       "XAG XAU XBA XBB XBC XBD XDR XFO XFU XPD XPT XSU XTS XUA XXX",
	}
	var all []string
	for _, list := range want {
		all = append(all, strings.Fields(list)...)
	}
	slices.Sort(all)
	var got []string
	for _, c := range currency.Codes() {
		if c.Digits() != c.DisplayDigits() {
			got = append(got, c.String())
		}
	}
	if !slices.Equal(got, all) {
		t.Errorf("codes whose display digits differ from ISO's:\ngot  %v\nwant %v", got, all)
	}
	if n := len(strings.Fields(want["codes in use, and SLL until 2024"])); n != 17 {
		t.Errorf("%d codes, want 17", n)
	}
}

func TestNoCodeHasDigitsThatAnAmountCannotWrite(t *testing.T) {
	for _, c := range currency.Codes() {
		if d := c.Digits(); d < 0 || d > 4 {
			t.Errorf("%v has %d digits", c, d)
		}
		if c.CashStep() < 1 {
			t.Errorf("%v has a cash step of %d", c, c.CashStep())
		}
	}
}

func TestCurrentHistoricAndNewCodesAreKnown(t *testing.T) {
	for _, s := range strings.Fields("HRK BGN DEM FRF ITL XCG ZWG ZWL ZWN VED VES SLE SLL UYW MRU STN XAD CHC GHP AYM XTS") {
		if c, err := currency.ParseCode(s); err != nil || c.String() != s {
			t.Errorf("ParseCode(%s) = %v, %v", s, c, err)
		}
	}
	if n := len(currency.Codes()); n != 307 {
		t.Errorf("%d codes; a change of their number is for the changelog", n)
	}
}

func TestCodesAreSortedAndRoundTrip(t *testing.T) {
	codes := currency.Codes()
	if !slices.IsSorted(codes) || len(slices.Compact(slices.Clone(codes))) != len(codes) {
		t.Error("codes are not sorted, or one is there twice")
	}
	for _, c := range codes {
		if !c.Valid() {
			t.Errorf("%v is not valid", c)
		}
		if back, err := currency.ParseCode(c.String()); err != nil || back != c {
			t.Errorf("ParseCode(%v) = %v, %v", c, back, err)
		}
	}
	known := map[currency.Code]bool{}
	for _, c := range codes {
		known[c] = true
	}
	for n := 0; n < 1<<16; n++ {
		c := currency.Code(n)
		if c.Valid() != known[c] {
			t.Fatalf("Code(%d).Valid() = %t", n, c.Valid())
		}
		if !known[c] && n != 0 && c.String() != "???" {
			t.Fatalf("Code(%d) = %s", n, c)
		}
	}
	codes[0] = 0
	if currency.Codes()[0] == 0 {
		t.Error("changing the slice of Codes changes the table")
	}
}

func TestParseCodeRefusesEverythingElse(t *testing.T) {
	for _, s := range []string{"", "EU", "EURO", "eur", "Eur", " EUR", "EUR ", "EÜR", "ZZZ", "978", "€", "E\x00R", "@@@", "ARL", "CNH", strings.Repeat("X", 1<<20)} {
		c, err := currency.ParseCode(s)
		if c != 0 {
			t.Errorf("ParseCode(%.10q) = %v", s, c)
		}
		wantKind(t, err, currency.ErrUnknownCode)
		if len(err.Error()) > 150 {
			t.Errorf("ParseCode(%.10q): a message of %d bytes", s, len(err.Error()))
		}
	}
	_, err := currency.ParseCode("eur")
	if got, want := err.Error(), `currency: parse code "eur": unknown currency: codes are upper case: EUR`; got != want {
		t.Errorf("message %s, want %s", got, want)
	}
}

func TestDatesOfLegalTender(t *testing.T) {
	for _, tt := range []struct {
		code     currency.Code
		from, to string
	}{
		{currency.EUR, "1999-01-01", ""},
		{currency.DEM, "1948-06-20", "2002-05-15"}, // longer in Montenegro than in Germany
		{currency.HRK, "1994-05-30", "2023-01-14"},
		{currency.XCG, "2025-03-31", ""},
		{currency.ZWL, "2009-02-02", "2024-08-31"},
		{currency.ZWG, "2024-06-25", ""},
		{currency.XAU, "", ""},
		{currency.AYM, "", ""},
		{currency.Code(7), "", ""},
	} {
		t.Run(tt.code.String(), func(t *testing.T) {
			from, okFrom := tt.code.From()
			to, okTo := tt.code.To()
			if got := day(from, okFrom); got != tt.from {
				t.Errorf("from %s, want %s", got, tt.from)
			}
			if got := day(to, okTo); got != tt.to {
				t.Errorf("to %s, want %s", got, tt.to)
			}
		})
	}
	for _, c := range currency.Codes() {
		from, okFrom := c.From()
		to, okTo := c.To()
		if okFrom && okTo && !from.Before(to) {
			t.Errorf("%v was tender from %v to %v", c, from, to)
		}
	}
}

func day(at time.Time, ok bool) string {
	if !ok {
		return ""
	}
	return at.Format(time.RFC3339)[:10]
}

func TestCodeCodecsRoundTripAndAreStrict(t *testing.T) {
	type record struct {
		C currency.Code
		M map[currency.Code]int
	}
	for _, c := range append(currency.Codes(), 0) {
		data, err := json.Marshal(record{c, map[currency.Code]int{c: 1}})
		if err != nil {
			t.Fatal(err)
		}
		var back record
		if err := json.Unmarshal(data, &back); err != nil || back.C != c || back.M[c] != 1 {
			t.Fatalf("%s came back as %v, %v", data, back, err)
		}
		value, err := c.Value()
		if err != nil {
			t.Fatal(err)
		}
		var scanned currency.Code
		if err := scanned.Scan(value); err != nil || scanned != c {
			t.Fatalf("%v was stored as %v and came back as %v, %v", c, value, scanned, err)
		}
	}
	for _, bad := range []string{`null`, `"eur"`, `978`, `"EU"`, `"EU\u0052"`, `{}`, `["EUR"]`, `"EUR "`} {
		c := currency.USD
		if err := json.Unmarshal([]byte(bad), &c); err == nil || c != currency.USD {
			t.Errorf("%s was read as %v, %v", bad, c, err)
		}
	}
	c := currency.USD
	for _, bad := range []string{``, `"EUR" x`, `"EUR`, `"EUR""`} {
		if err := c.UnmarshalJSON([]byte(bad)); err == nil || c != currency.USD {
			t.Errorf("%s was read as %v, %v", bad, c, err)
		}
	}
	for _, bad := range []any{nil, 978, "eur", []byte("ZZZ"), 1.5} {
		if err := c.Scan(bad); err == nil || c != currency.USD {
			t.Errorf("%v was scanned as %v, %v", bad, c, err)
		}
	}
	_, err := currency.Code(1).MarshalText()
	wantKind(t, err, currency.ErrUnknownCode)
	_, err = json.Marshal(currency.Code(1))
	wantKind(t, err, currency.ErrUnknownCode)
	_, err = currency.Code(1).Value()
	wantKind(t, err, currency.ErrUnknownCode)
}
