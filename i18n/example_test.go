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
