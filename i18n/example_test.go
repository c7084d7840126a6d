package i18n_test

import (
	"fmt"
	"strings"

	"github.com/orderkit/orderkit/i18n"
)

// A shop takes whatever the customer typed, once, at the door.
func Example() {
	typed := i18n.Address{
		Name:       "山田　太郎🏠",
		Lines:      []string{"千代田1-1"},
		Locality:   "千代田区",
		Region:     "東京",
		PostalCode: "〒１００ー０００１",
		Country:    "jp",
	}
	address, issues := typed.Clean()
	for _, issue := range append(issues, address.Check()...) {
		fmt.Println(issue.Severity, issue.Path, issue.Code)
	}
	fmt.Println(strings.Join(address.Layout(i18n.LayoutOptions{From: "DE", Language: "de"}), "\n"))
	// Output:
	// info name emoji_removed
	// 〒100-0001
	// 東京都千代田区
	// 千代田1-1
	// 山田　太郎
	// JAPAN
}

func ExampleClean() {
	text, issues := i18n.Clean("Jose\u0301 🏠 12\u202E Rue", i18n.Options{})
	fmt.Println(text)
	for _, issue := range issues {
		fmt.Println(issue.Severity, issue.Code, "at byte", issue.At)
	}
	// Output:
	// José 12 Rue
	// info emoji_removed at byte 7
	// warning bidi_control at byte 14
}

func ExampleHasErrors() {
	_, issues := i18n.Clean("👍", i18n.Options{Required: true})
	fmt.Println(i18n.HasErrors(issues))
	// Output: true
}

func ExampleAddress_Clean() {
	a := i18n.Address{Lines: []string{"Line 1\nLine 2"}, Locality: "🇩🇪 Berlin", Country: "de"}
	clean, issues := a.Clean()
	fmt.Printf("%q %s %s\n", clean.Lines, clean.Locality, clean.Country)
	fmt.Println(issues[0].Path, issues[0].Code)
	// Output:
	// ["Line 1" "Line 2"] Berlin DE
	// locality emoji_removed
}

func ExampleAddress_Check() {
	a := i18n.Address{Country: "US", Lines: []string{"1 Main St"}, PostalCode: "1234"}
	for _, issue := range a.Check() {
		fmt.Printf("%s: %s (%s)\n", issue.Path, issue.Code, issue.Severity)
	}
	// Output:
	// locality: required (error)
	// region: required (error)
	// postalCode: postal_code (warning)
}

func ExampleAddress_Layout() {
	a := i18n.Address{
		Country: "KR", Name: "김민준", Lines: []string{"테헤란로 123"},
		Locality: "강남구", Region: "서울특별시", PostalCode: "06133",
		Latin: &i18n.Address{Name: "Kim Minjun", Lines: []string{"123 Teheran-ro"}, Locality: "Gangnam-gu"},
	}
	fmt.Println(strings.Join(a.Layout(i18n.LayoutOptions{From: "KR"}), " / "))
	fmt.Println(strings.Join(a.Layout(i18n.LayoutOptions{Latin: true, From: "FR"}), " / "))
	// Output:
	// 서울특별시 강남구 / 테헤란로 123 / 김민준 / 06133
	// Kim Minjun / 123 Teheran-ro / Gangnam-gu / Seoul / 06133 / CORÉE DU SUD
}

func ExampleAddress_NormalPostalCode() {
	fmt.Println(i18n.Address{Country: "GB", PostalCode: "sw1a2aa"}.NormalPostalCode())
	fmt.Println(i18n.Address{Country: "CH", PostalCode: "CH–8001"}.NormalPostalCode())
	// Output:
	// SW1A 2AA
	// 8001
}

func ExampleCountry() {
	rules, _ := i18n.Country("BR")
	fmt.Println(rules.Fields)
	fmt.Println(rules.Required, rules.PostalExamples[0], len(rules.Subdivisions))
	// Output:
	// [organisation name lines sublocality locality region postalCode]
	// [lines locality region postalCode] 40301-110 27
}

func ExampleCountries() {
	codes := i18n.Countries()
	fmt.Println(len(codes), codes[0], i18n.CountryName(codes[0], "en"))
	// Output: 252 AC Ascension Island
}

func ExampleGraphemes() {
	fmt.Println(i18n.Graphemes("नमस्ते"), len([]rune("नमस्ते")))
	// Output: 4 6
}

func ExampleGraphemeSeq() {
	for cluster := range i18n.GraphemeSeq("e\u0301🇩🇪") {
		fmt.Println(len(cluster))
	}
	// Output:
	// 3
	// 8
}

func ExampleWrap() {
	lines, err := i18n.Wrap("Appartement 3, 12 rue de l'Église", 20, 2, nil)
	fmt.Printf("%q %v\n", lines, err)
	_, err = i18n.Wrap("Donaudampfschifffahrt", 10, 2, nil)
	fmt.Println(err)
	// Output:
	// ["Appartement 3, 12" "rue de l'Église"] <nil>
	// i18n: text of 21 characters does not fit 2 lines of 10: "Donaudampfschifffahrt"
}

func ExampleLatin() {
	for _, name := range []string{"Київ, вул. Хрещатик", "Straße", "東京都"} {
		latin, issues := i18n.Latin(name, "uk", i18n.ASCII)
		fmt.Printf("%q %s %s\n", latin, issues[0].Severity, issues[0].Code)
	}
	// Output:
	// "Kyiv, vul. Khreshchatyk" warning transliterated
	// "Strasse" info transliterated
	// "" error latin_needed
}

func ExampleRepertoire_Holds() {
	fmt.Println(i18n.ASCII.Holds("Łódź"), i18n.LatinScript.Holds("Łódź"), i18n.LatinScript.Holds("Київ"))
	// Output: false true false
}

func ExampleAddress_InLatin() {
	a := i18n.Address{Country: "GR", Name: "Μαρία Παπαδοπούλου", Lines: []string{"Ερμού 15"}, Locality: "Αθήνα", PostalCode: "10563"}
	latin, issues := a.InLatin(i18n.ASCII)
	fmt.Println(strings.Join(latin.Layout(i18n.LayoutOptions{From: "DE"}), " / "))
	fmt.Println(issues[0].Path, issues[0].Code, issues[0].Severity)
	// Output:
	// Maria Papadopoulou / Ermou 15 / 105 63 ATHINA / GREECE
	// lines[0] transliterated warning
}

// A carrier's adapter carries its limits as data.
func ExampleAddress_Fit() {
	limits := i18n.Limits{Prints: i18n.ASCII, Name: 35, Lines: []int{20, 20}, Locality: 12, Region: 2}
	a := i18n.Address{Country: "US", Name: "Zoë Martin", Lines: []string{"1600 Amphitheatre Pkwy Suite 5"}, Locality: "Mountain View",
		Region: "California", PostalCode: "94043", Phone: "(201) 555-0123"}
	fitted, issues := a.Fit(limits, "US")
	fmt.Printf("%s, %q, %s, %s\n", fitted.Name, fitted.Lines, fitted.Region, fitted.Phone)
	for _, issue := range issues {
		fmt.Println(issue.Severity, issue.Path, issue.Code, issue.Limit)
	}
	// Output:
	// Zoe Martin, ["1600 Amphitheatre" "Pkwy Suite 5"], CA, +12015550123
	// info name transliterated 0
	// error locality too_long 12
}

func ExampleUnit_Count() {
	for _, unit := range []i18n.Unit{i18n.Characters, i18n.CodePoints, i18n.UTF16, i18n.Bytes, i18n.Columns} {
		fmt.Print(unit.Count("東京é"), " ")
	}
	// Output: 3 3 3 8 5
}

func ExampleParsePhone() {
	phone, err := i18n.ParsePhone("0171 / 123 45 67", "DE")
	fmt.Println(phone.E164(), err)
	fmt.Println(phone.International(), "|", phone.Domestic())
	_, err = i18n.ParsePhone("12", "DE")
	fmt.Println(err)
	// Output:
	// +491711234567 <nil>
	// +49 171 1234567 | 0171 1234567
	// i18n: no telephone number
}

func ExampleAddress_NormalPhone() {
	fmt.Println(i18n.Address{Country: "EG", Phone: "٠١٠ ٠١٢٣٤٥٦٧"}.NormalPhone())
	fmt.Println(i18n.Address{Country: "EG", Phone: "ask the neighbour"}.NormalPhone())
	// Output:
	// +201001234567
	// ask the neighbour
}

func ExampleCountryName() {
	fmt.Println(i18n.CountryName("CH", "de"), i18n.CountryName("CH", "fr"), i18n.CountryName("CH", "ja"))
	// Output: Schweiz Suisse スイス
}
