package i18n_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/i18n"
)

// everyCountry lists the codes of all countries.
func everyCountry() []string {
	var list []string
	for a := 'A'; a <= 'Z'; a++ {
		for z := 'A'; z <= 'Z'; z++ {
			if _, known := i18n.Country(string(a) + string(z)); known {
				list = append(list, string(a)+string(z))
			}
		}
	}
	return list
}

// found finds the issue of a field.
func found(issues []i18n.Issue, path string) i18n.Issue {
	for _, issue := range issues {
		if issue.Path == path {
			return issue
		}
	}
	return i18n.Issue{}
}

func TestEveryCountryOfISO3166HasRules(t *testing.T) {
	all := everyCountry()
	assert.Len(t, all, 252)
	assert.Equal(t, all, i18n.Countries())
	for _, code := range strings.Fields("AQ CU EH IR KP PS SD SS SX SY TW VA XK ZW") {
		assert.Contains(t, all, code)
	}
	for _, code := range []string{"", "ZZ", "XX", "UK", "de", "DEU"} {
		_, known := i18n.Country(code)
		assert.False(t, known, code)
	}
	for _, code := range all {
		rules, _ := i18n.Country(code)
		assert.Equal(t, code, rules.Code)
		assert.Contains(t, rules.Fields, "lines", code)
		assert.Contains(t, rules.Required, "lines", code)
	}
}

func TestRulesAreCopies(t *testing.T) {
	rules, _ := i18n.Country("US")
	rules.Required[0], rules.Subdivisions[0].Key, rules.PostalExamples[0], rules.Fields[0] = "x", "x", "x", "x"
	again, _ := i18n.Country("US")
	assert.Equal(t, []string{"lines", "locality", "region", "postalCode"}, again.Required)
	assert.Equal(t, "AL", again.Subdivisions[0].Key)
	assert.NotEqual(t, "x", again.PostalExamples[0])
	assert.Equal(t, "name", again.Fields[0])
}

// The source's own examples that its own patterns refuse: none in this version.
var disputed []string

func TestEveryCountrysPostalExamplesFitItsPattern(t *testing.T) {
	var refused []string
	checked := 0
	for _, code := range everyCountry() {
		rules, _ := i18n.Country(code)
		for _, example := range rules.PostalExamples {
			checked++
			for _, written := range []string{example, strings.ToLower(example), " " + example + " ", wide(example)} {
				a := i18n.Address{Country: code, PostalCode: written}
				if found(a.Check(), "postalCode").Code == i18n.CodePostalCode {
					refused = append(refused, code+" "+example)
					break
				}
				require.Equal(t, example, a.NormalPostalCode(), "%s %q", code, written)
			}
			bare := strings.NewReplacer(" ", "", "-", "").Replace(example)
			a := i18n.Address{Country: code, PostalCode: bare}
			if !slices.Contains(refused, code+" "+example) {
				assert.Empty(t, found(a.Check(), "postalCode"), "%s %q without %q", code, bare, example)
			}
		}
	}
	assert.Equal(t, 433, checked)
	assert.Equal(t, disputed, refused)
}

// wide writes ASCII as in East Asia.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' {
			return '　'
		}
		return r - '!' + '！'
	}, s)
}

func TestPostalCodesAreReadHoweverTheyAreWritten(t *testing.T) {
	for _, c := range []struct{ name, country, in, out, code string }{
		{"fullwidth with a mark", "JP", "〒１００－０００１", "100-0001", ""},
		{"the long vowel as a hyphen", "JP", "100ー0001", "100-0001", ""},
		{"without a hyphen", "JP", "1000001", "100-0001", ""},
		{"spaced hyphen", "JP", "100 – 0001", "100-0001", ""},
		{"small letters", "GB", "sw1a 2aa", "SW1A 2AA", ""},
		{"without a space", "GB", "SW1A2AA", "SW1A 2AA", ""},
		{"with too many spaces", "CA", "k1a  0b1", "K1A 0B1", ""},
		{"a hyphen instead of a space", "CA", "K1A-0B1", "K1A 0B1", ""},
		{"without the hyphen that is needed", "PL", "00950", "00-950", ""},
		{"nine digits", "US", "221621010", "22162-1010", ""},
		{"a prefix", "CH", "CH-8001", "8001", ""},
		{"a prefix with a space", "LU", "L 4750", "4750", ""},
		{"a routing key that no example has", "IE", "d02x285", "D02 X285", ""},
		{"Dublin 6W", "IE", "D6WXY00", "D6W XY00", ""},
		{"points", "BR", "01.001-000", "01001-000", ""},
		{"a prefix that is a part of the code, missing", "LV", "1073", "LV-1073", ""},
		{"the same without a hyphen", "AD", "500", "AD500", ""},
		{"the country's code before a hyphen", "DE", "DE-10115", "10115", ""},
		{"a sign of old before a hyphen", "FR", "F-75001", "75001", ""},
		{"the sign and a hyphen of its own", "PL", "PL-00950", "00-950", ""},
		{"another country's sign", "FR", "D-10115", "D-10115", "postal_code"},
		{"Arabic digits", "EG", "١٢٤١١", "12411", ""},
		{"Devanagari digits", "IN", "११००३४", "110034", ""},
		{"mathematical digits", "DE", "𝟏𝟎𝟗𝟗𝟗", "10999", ""},
		{"too short", "DE", "1099", "1099", "postal_code"},
		{"letters", "DE", "berlin", "BERLIN", "postal_code"},
		{"another country's", "US", "SW1A 2AA", "SW1A 2AA", "postal_code"},
		{"a country without", "AE", "00000", "00000", ""},
		{"an unknown country", "XX", " a 1 ", "A 1", ""},
		{"a hyphen in an unknown country", "XX", "a - 1", "A-1", ""},
		{"none", "DE", "", "", "required"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := i18n.Address{Country: c.country, PostalCode: c.in}
			assert.Equal(t, c.out, a.NormalPostalCode())
			issue := found(a.Check(), "postalCode")
			assert.Equal(t, c.code, issue.Code)
			if c.code == i18n.CodePostalCode {
				assert.Equal(t, i18n.Warning, issue.Severity)
				assert.False(t, i18n.HasErrors([]i18n.Issue{issue}))
			}
		})
	}
}

func TestCheckReturnsEverythingAtOnce(t *testing.T) {
	a := i18n.Address{Country: "US", Lines: []string{" "}, Region: "Bavaria", PostalCode: "9404",
		Latin: &i18n.Address{Country: "QQ", Name: "Иван"}}
	type short struct {
		path, code string
		severity   i18n.Severity
	}
	var got []short
	for _, issue := range a.Check() {
		assert.NotEmpty(t, issue.Detail)
		got = append(got, short{issue.Path, issue.Code, issue.Severity})
	}
	assert.Equal(t, []short{
		{"lines", "required", i18n.Error},
		{"locality", "required", i18n.Error},
		{"postalCode", "postal_code", i18n.Warning},
		{"region", "region", i18n.Warning},
		{"latin.country", "country", i18n.Error},
		{"latin.lines", "required", i18n.Error},
		{"latin.locality", "required", i18n.Error},
		{"latin.name", "not_latin", i18n.Warning},
	}, got)
}

func TestEveryRequiredFieldIsAsked(t *testing.T) {
	full := i18n.Address{Lines: []string{"1 Street"}, Sublocality: "Q", Locality: "Town", Region: "R", PostalCode: "1", SortingCode: "X"}
	for _, code := range everyCountry() {
		rules, _ := i18n.Country(code)
		var asked []string
		for _, issue := range (i18n.Address{Country: code}).Check() {
			require.Equal(t, i18n.CodeRequired, issue.Code, code)
			require.Equal(t, i18n.Error, issue.Severity)
			asked = append(asked, issue.Path)
		}
		require.Equal(t, rules.Required, asked, code)
		full.Country = code
		require.False(t, i18n.HasErrors(full.Check()), code)
	}
	assert.Equal(t, i18n.CodeRequired, found(i18n.Address{}.Check(), "country").Code)
	assert.Equal(t, i18n.CodeCountry, found(i18n.Address{Country: "UK"}.Check(), "country").Code)
	assert.Equal(t, i18n.Error, found(i18n.Address{Country: "UK"}.Check(), "country").Severity)
}

func TestTownsThatAreRegionsNeedNoOther(t *testing.T) {
	for _, c := range []struct {
		country, town string
		code          string
	}{
		{"UA", "Київ", ""}, {"UA", "Львів", "required"}, {"RU", "Москва", ""}, {"RU", "Казань", "required"}, {"CN", "北京市", ""},
		{"ES", "Madrid", ""}, {"US", "Washington", "required"}, {"US", "New York", "required"}, {"BR", "São Paulo", "required"}, {"IT", "Roma", "required"},
		{"JP", "千代田区", "required"},
	} {
		a := i18n.Address{Country: c.country, Locality: c.town, Latin: &i18n.Address{Lines: []string{"A"}, Locality: "B"}}
		assert.Equal(t, c.code, found(a.Check(), "region").Code, c.town)
		assert.Empty(t, found(a.Check(), "latin.region"), "said of the address already")
	}
	oblast, _ := i18n.Country("UA")
	for _, s := range oblast.Subdivisions {
		assert.NotContains(t, s.Latin, "Kiev")
	}
	kyiv := i18n.Address{Country: "UA", Lines: []string{"A"}, Locality: "B", Region: "Kyiv"}
	assert.Contains(t, kyiv.Layout(i18n.LayoutOptions{Latin: true}), "Kyiv city")
	for _, name := range []string{"Kyiv oblast", "Kiev oblast", "Odessa", "Odesa oblast"} {
		assert.Empty(t, found(i18n.Address{Country: "UA", Region: name}.Check(), "region"), name)
	}
}

func TestEveryFieldOfTheLatinTwinIsLookedAt(t *testing.T) {
	for path, twin := range map[string]i18n.Address{
		"latin.name":         {Name: "Aй"},
		"latin.organisation": {Organisation: "Aй"},
		"latin.lines[1]":     {Lines: []string{"A", "Aй"}},
		"latin.sublocality":  {Sublocality: "Aй"},
		"latin.locality":     {Locality: "Aй"},
		"latin.region":       {Region: "Aй"},
	} {
		issue := found(i18n.Address{Country: "DE", Latin: &twin}.Check(), path)
		assert.Equal(t, i18n.CodeNotLatin, issue.Code, path)
		assert.Equal(t, 1, issue.At, path)
	}
	nowhere := i18n.Address{Country: "UK", Latin: &i18n.Address{Name: "A"}}.Check()
	assert.Equal(t, i18n.CodeCountry, found(nowhere, "country").Code)
	assert.Empty(t, found(nowhere, "latin.country"), "said of the address already")
}

func TestRegionsAreKnownByEveryName(t *testing.T) {
	for _, c := range []struct{ country, in, local string }{
		{"US", "CA", "CA"}, {"US", "California", "CA"}, {"US", "california", "CA"}, {"US", "US-CA", "CA"},
		{"CA", "Québec", "QC"}, {"CA", "Quebec", "QC"}, {"JP", "東京", "東京都"}, {"JP", "Tokyo", "東京都"}, {"JP", "JP-13", "東京都"},
		{"IE", "Dublin", "Co. Dublin"}, {"IE", "County Cork", "Co. Cork"}, {"ES", "Gipuzkoa", "Guipúzcoa"}, {"IT", "Milano", "MI"},
		{"IN", "महाराष्ट्र", "महाराष्ट्र"}, {"IN", "MH", "Maharashtra"}, {"CN", "Beijing", "北京市"}, {"KR", "Seoul", "서울특별시"},
		{"BR", "Sao Paulo", "SP"}, {"HK", "Kowloon", "九龍"}, {"EG", "Cairo", "القاهرة"}, {"MX", "Oaxaca", "Oax."},
	} {
		a := i18n.Address{Country: c.country, Region: c.in, Locality: "東京", Lines: []string{"一"}}
		assert.Empty(t, found(a.Check(), "region"), "%s %s", c.country, c.in)
		text := strings.ToUpper(strings.Join(a.Layout(i18n.LayoutOptions{From: c.country}), "\n"))
		assert.Contains(t, text, strings.ToUpper(c.local), "%s %s", c.country, c.in)
	}
	for _, code := range everyCountry() {
		rules, _ := i18n.Country(code)
		for _, s := range rules.Subdivisions {
			for _, name := range []string{s.Key, s.Name, s.Latin} {
				a := i18n.Address{Country: code, Region: name}
				require.NotEqual(t, i18n.CodeRegion, found(a.Check(), "region").Code, "%s %s", code, name)
			}
		}
	}
	assert.Equal(t, i18n.CodeRegion, found(i18n.Address{Country: "JP", Region: "Bavaria"}.Check(), "region").Code)
}

func TestCleanNamesTheFieldsAndChangesNoOriginal(t *testing.T) {
	a := i18n.Address{Name: " Anna 🏠", Organisation: "A\u200B", Lines: []string{"ok", "Line\x00 1\r\n\r\nLine 2", " "}, Sublocality: "\u202Ex",
		Locality: "Ber\xfflin", Region: "R\u00AD", PostalCode: "1\uE000", SortingCode: "\u0301C", Country: " de ", Phone: "+49\t1", Language: "de🇩🇪",
		Latin: &i18n.Address{Name: "p\u0430ypal", Lines: []string{"👍"}}}
	before, err := json.Marshal(a)
	require.NoError(t, err)
	clean, issues := a.Clean()
	after, err := json.Marshal(a)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
	assert.Equal(t, i18n.Address{Name: "Anna", Organisation: "A", Lines: []string{"ok", "Line 1", "Line 2"}, Sublocality: "x",
		Locality: "Berlin", Region: "R", PostalCode: "1\uE000", SortingCode: "C", Country: "DE", Phone: "+49 1", Language: "de",
		Latin: &i18n.Address{Name: "p\u0430ypal", Lines: []string{}}}, clean)
	var paths []string
	for _, issue := range issues {
		paths = append(paths, issue.Path+" "+issue.Code)
	}
	assert.Equal(t, []string{"lines[1] control_removed", "name emoji_removed", "organisation invisible_removed",
		"sublocality bidi_control", "locality invalid_utf8", "region invisible_removed", "postalCode private_use",
		"sortingCode marks_removed", "phone line_break_replaced", "language emoji_removed",
		"latin.lines[0] emoji_removed", "latin.name mixed_script"}, paths)
	again, issues := clean.Clean()
	assert.Equal(t, clean, again)
	assert.Len(t, issues, 2)
}

func TestAddressesKeepTheirJSON(t *testing.T) {
	a := i18n.Address{Name: "N", PostalCode: "1", Lines: []string{"A"}, Latin: &i18n.Address{SortingCode: "X"}}
	text, err := json.Marshal(a)
	require.NoError(t, err)
	assert.JSONEq(t, `{"name":"N","lines":["A"],"postalCode":"1","latin":{"sortingCode":"X"}}`, string(text))
}

// What Clean changes in the source of the addresses would be a slip of its
// typists, such as a stray invisible character: none in this version.
var slips []string

func TestCleanChangesNothingInTheNamesOfPlaces(t *testing.T) {
	var changed []string
	names := lines(t, "addresses.txt.gz")
	assert.Greater(t, len(names), 10_000)
	for _, name := range names {
		if out, _ := holds(t, name, i18n.Options{}); out != name {
			changed = append(changed, name)
		}
	}
	assert.Equal(t, slips, changed)
}
