package currency_test

import (
	"fmt"

	"github.com/orderkit/orderkit/currency"
)

func ExampleParseLocale() {
	price := currency.MustParse("1234.50", currency.EUR)
	for _, tag := range []string{"en", "de", "de-CH", "hi", "ja", "zh-TW"} {
		l, err := currency.ParseLocale(tag)
		fmt.Printf("%v %q %v\n", l, l.Format(price), err)
	}
	_, err := currency.ParseLocale("english")
	fmt.Println(err)
	// Output:
	// en "€1,234.50" <nil>
	// de "1.234,50\u00a0€" <nil>
	// de-CH "EUR\u00a01'234.50" <nil>
	// hi "€1,234.50" <nil>
	// ja "€1,234.50" <nil>
	// zh-Hant "€1,234.50" <nil>
	// currency: parse locale "english": unknown locale: no data for this language and script
}

func ExampleLocale_With() {
	l := currency.MustLocale("en-CA")
	refund := currency.MustParse("-1234.50", currency.USD)
	for _, style := range []currency.Style{
		{},
		{Sign: currency.NarrowSymbol},
		{Sign: currency.ISOCode},
		{Sign: currency.NoSign},
		{Accounting: true},
	} {
		fmt.Printf("%q\n", l.With(style).Format(refund))
	}
	// Output:
	// "-US$1,234.50"
	// "-$1,234.50"
	// "-USD\u00a01,234.50"
	// "-1,234.50"
	// "(US$1,234.50)"
}

func ExampleDecimals() {
	l := currency.MustLocale("hu")
	whole, part := currency.MustParse("1234.00", currency.HUF), currency.MustParse("1234.56", currency.HUF)
	for _, d := range []currency.Decimals{currency.ShowExact, currency.ShowLedger, currency.ShowRounded} {
		l := l.With(currency.Style{Decimals: d})
		fmt.Printf("%q %q\n", l.Format(whole), l.Format(part))
	}
	// Output:
	// "1234\u00a0Ft" "1234,56\u00a0Ft"
	// "1234,00\u00a0Ft" "1234,56\u00a0Ft"
	// "1234\u00a0Ft" "1235\u00a0Ft"
}

func ExampleLocale_Append() {
	line := []byte("Total: ")
	line = currency.MustLocale("fr").Append(line, currency.MustParse("-12.50", currency.EUR))
	fmt.Printf("%q\n", line)
	// Output: "Total: -12,50\u00a0€"
}

func ExampleLocale_Parse() {
	de, en, fr := currency.MustLocale("de"), currency.MustLocale("en"), currency.MustLocale("fr")
	fmt.Println(de.Parse("1.234 €"))
	fmt.Println(en.Parse("€1.234"))
	fmt.Println(de.Parse("1.23 €"))
	fmt.Println(en.Parse("($1,234.50)"))
	fmt.Println(fr.Parse("12,50 $"))
	// Output:
	// EUR 1234.00 <nil>
	// 0 currency: parse EUR "€1.234": too many decimals: EUR has 2
	// 0 currency: parse EUR "1.23 €": malformed: groups are not those of de
	// USD -1234.50 <nil>
	// 0 currency: parse "12,50 $": unknown currency: the sign may mean several currencies in fr
}

func ExampleLocale_ParseIn() {
	ca := currency.MustLocale("fr-CA")
	fmt.Println(ca.ParseIn("1 234,5", currency.CAD))
	fmt.Println(ca.ParseIn("12,50 $", currency.CAD))
	fmt.Println(ca.ParseIn("12,50 €", currency.CAD))
	// Output:
	// CAD 1234.50 <nil>
	// CAD 12.50 <nil>
	// 0 currency: parse CAD and EUR "12,50 €": currencies differ
}

func ExampleLocales() {
	known := map[string]bool{}
	for _, tag := range currency.Locales() {
		known[tag] = true
	}
	fmt.Println(known["de-CH"], known["de-US"])
	// Output: true false
}
