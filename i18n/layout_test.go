package i18n_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/i18n"
)

var update = flag.Bool("update", false, "write the golden files anew")

// letters are addresses as customers write them, in their own script and, where
// it is another, in Latin letters.
var letters = []i18n.Address{
	{Country: "DE", Name: "Jürgen Groß", Organisation: "Groß & Söhne", Lines: []string{"Straße des 17. Juni 135"}, Locality: "Berlin", Region: "Berlin", PostalCode: "10623", Phone: "030 1234567"},
	{Country: "FR", Name: "Zoé Lefèvre", Organisation: "Crêperie Zoé", Lines: []string{"Appartement 3", "12 rue de l'Église"}, Locality: "Saint-Étienne", PostalCode: "42000", SortingCode: "Cedex 1"},
	{Country: "JP", Name: "山田　太郎", Organisation: "㈱山田商店", Lines: []string{"千代田1-1", "皇居ビル203"}, Locality: "千代田区", Region: "東京都", PostalCode: "〒１００－０００１",
		Latin: &i18n.Address{Name: "Taro Yamada", Organisation: "Yamada Shoten", Lines: []string{"1-1 Chiyoda", "Kokyo Bldg. 203"}, Locality: "Chiyoda-ku"}},
	{Country: "CN", Name: "王小明", Lines: []string{"建国路88号"}, Sublocality: "朝阳区", Locality: "北京市", Region: "北京", PostalCode: "100022",
		Latin: &i18n.Address{Name: "Wang Xiaoming", Lines: []string{"88 Jianguo Lu"}, Sublocality: "Chaoyang Qu", Locality: "Beijing Shi", Region: "Beijing"}},
	{Country: "EG", Name: "محمد علي", Lines: []string{"شارع التحرير ٤٢"}, Locality: "الدقي", Region: "القاهرة", PostalCode: "١٢٣١١",
		Latin: &i18n.Address{Name: "Mohamed Ali", Lines: []string{"42 Tahrir Street"}, Locality: "Dokki"}},
	{Country: "IL", Name: "דוד לוי", Lines: []string{"שדרות רוטשילד 1"}, Locality: "תל־אביב", PostalCode: "6688101",
		Latin: &i18n.Address{Name: "David Levi", Lines: []string{"1 Rothschild Blvd"}, Locality: "Tel Aviv"}},
	{Country: "IN", Name: "राम शर्मा", Lines: []string{"राज्य क्\u200Dष मार्ग 5"}, Locality: "मुंबई", Region: "महाराष्ट्र", PostalCode: "400001",
		Latin: &i18n.Address{Name: "Ram Sharma", Lines: []string{"5 State Marg"}, Locality: "Mumbai"}},
	{Country: "TH", Name: "สมชาย ใจดี", Lines: []string{"123 ถนนสุขุมวิท"}, Sublocality: "แขวงคลองเตย", Locality: "เขตคลองเตย", Region: "กรุงเทพมหานคร", PostalCode: "10110",
		Latin: &i18n.Address{Name: "Somchai Jaidee", Lines: []string{"123 Sukhumvit Road"}, Sublocality: "Khlong Toei", Locality: "Khlong Toei"}},
	{Country: "BR", Name: "João Araújo", Lines: []string{"Av. Paulista 1578"}, Sublocality: "Bela Vista", Locality: "São Paulo", Region: "São Paulo", PostalCode: "01310200"},
	{Country: "US", Name: "Jane Doe", Organisation: "Acme Inc.", Lines: []string{"1600 Amphitheatre Pkwy", "Suite 5"}, Locality: "Mountain View", Region: "California", PostalCode: "94043-1351", Phone: "(201) 555-0123"},
	{Country: "GB", Name: "Siân Jones", Lines: []string{"10 Downing Street"}, Locality: "London", Region: "Greater London", PostalCode: "sw1a2aa"},
	{Country: "CH", Name: "Urs Müller", Lines: []string{"Bahnhofstrasse 1"}, Locality: "Zürich", Region: "ZH", PostalCode: "CH-8001"},
	{Country: "KW", Name: "Fatima Al-Sabah", Lines: []string{"Block 4, Street 12", "House 7"}, Locality: "Salmiya", PostalCode: "22001"},
	{Country: "KR", Name: "김민준", Lines: []string{"테헤란로 123"}, Sublocality: "역삼동", Locality: "강남구", Region: "서울특별시", PostalCode: "06133",
		Latin: &i18n.Address{Name: "Kim Minjun", Lines: []string{"123 Teheran-ro"}, Sublocality: "Yeoksam-dong", Locality: "Gangnam-gu"}},
	{Country: "HU", Name: "Nagy Anna", Lines: []string{"Andrássy út 60."}, Locality: "Budapest", PostalCode: "1062"},
	{Country: "TR", Name: "İrem Işık", Lines: []string{"İstiklal Cd. 1"}, Locality: "Beyoğlu", Region: "İstanbul", PostalCode: "34430"},
	{Country: "GR", Name: "Μαρία Παπαδοπούλου", Lines: []string{"Ερμού 15"}, Locality: "Αθήνα", PostalCode: "10563"},
	{Country: "SG", Name: "Tan Wei", Lines: []string{"1 Raffles Place"}, Locality: "Singapore", PostalCode: "048616"},
	{Country: "HK", Name: "陳大文", Lines: []string{"彌敦道100號"}, Locality: "尖沙咀", Region: "Kowloon", PostalCode: "000000"},
	{Country: "AE", Name: "Ali Hassan", Lines: []string{"Villa 3, Al Wasl Road"}, Locality: "Jumeirah", Region: "Dubai"},
	{Country: "IE", Name: "Aoife Ní Bhriain", Lines: []string{"1 O'Connell Street"}, Locality: "Dublin 1", Region: "Dublin", PostalCode: "D01F5P2"},
	{Country: "MM", Name: "Aung", Lines: []string{"12 Merchant Road"}, Sublocality: "Kyauktada", Locality: "Yangon", PostalCode: "11182"},
}

func TestLettersAreWrittenAsTheirCountriesWant(t *testing.T) {
	var b strings.Builder
	for _, a := range letters {
		clean, issues := a.Clean()
		assert.Empty(t, issues, a.Country)
		fmt.Fprintf(&b, "== %s\n%s\n", a.Country, strings.Join(clean.Layout(i18n.LayoutOptions{}), "\n"))
		if a.Latin != nil {
			fmt.Fprintf(&b, "-- %s in Latin letters, from France\n%s\n", a.Country, strings.Join(clean.Layout(i18n.LayoutOptions{Latin: true, From: "FR"}), "\n"))
		}
	}
	const golden = "testdata/letters.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}

func TestTheLettersOfTheGoldenFilePassTheCheck(t *testing.T) {
	for _, a := range letters {
		clean, _ := a.Clean()
		assert.Empty(t, clean.Check(), a.Country)
	}
}

func TestTheCountryLineIsForWhoeverCarriesTheMailOut(t *testing.T) {
	for _, c := range []struct {
		name, country string
		options       i18n.LayoutOptions
		want          string
	}{
		{"English by default", "DE", i18n.LayoutOptions{}, "GERMANY"},
		{"English from Japan", "DE", i18n.LayoutOptions{From: "JP"}, "GERMANY"},
		{"French from Senegal", "DE", i18n.LayoutOptions{From: "SN"}, "ALLEMAGNE"},
		{"none for domestic mail", "DE", i18n.LayoutOptions{From: "DE"}, "12345"},
		{"German", "TR", i18n.LayoutOptions{From: "DE", Language: "de"}, "TÜRKEI"},
		{"Turkish has its own i", "FI", i18n.LayoutOptions{Language: "tr"}, "FİNLANDİYA"},
		{"Greek without accents", "FR", i18n.LayoutOptions{Language: "el"}, "ΓΑΛΛΙΑ"},
		{"German as in Germany", "BN", i18n.LayoutOptions{Language: "de"}, "BRUNEI DARUSSALAM"},
		{"German as in Switzerland", "BN", i18n.LayoutOptions{Language: "de-CH"}, "BRUNEI"},
		{"of another region, from the language", "DE", i18n.LayoutOptions{Language: "fr-CA"}, "ALLEMAGNE"},
		{"Chinese as in Taiwan", "DE", i18n.LayoutOptions{Language: "zh-TW"}, "德國"},
		{"Japanese", "DE", i18n.LayoutOptions{Language: "ja"}, "ドイツ"},
		{"Georgian has no capitals", "DE", i18n.LayoutOptions{Language: "ka"}, "გერმანია"},
		{"English for a language without names", "DE", i18n.LayoutOptions{Language: "gsw"}, "GERMANY"},
		{"English for no language", "DE", i18n.LayoutOptions{Language: "?"}, "GERMANY"},
		{"as mail has it", "MM", i18n.LayoutOptions{}, "MYANMAR"},
		{"as mail has it in French", "HK", i18n.LayoutOptions{From: "FR"}, "HONG KONG"},
		{"the host's", "DE", i18n.LayoutOptions{CountryName: func(code string) string { return "fed. rep. of " + code }}, "FED. REP. OF DE"},
		{"built in where the host has none", "DE", i18n.LayoutOptions{CountryName: func(string) string { return "" }}, "GERMANY"},
		{"the code of an unknown country", "QQ", i18n.LayoutOptions{}, "QQ"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := i18n.Address{Name: "A", PostalCode: "12345", Country: c.country}.Layout(c.options)
			assert.Equal(t, c.want, lines[len(lines)-1])
		})
	}
	for _, code := range everyCountry() {
		for _, lang := range []string{"en", "fr", "de", "ja"} {
			lines := i18n.Address{Country: code}.Layout(i18n.LayoutOptions{Language: lang})
			assert.Greater(t, len(lines[len(lines)-1]), 3, "%s in %s", code, lang)
		}
	}
}

func TestEmptyFieldsLeaveNoTraceAndFullOnesAreNeverLost(t *testing.T) {
	full := i18n.Address{Name: "Aa", Organisation: "Bb", Lines: []string{"Cc", "", "Dd"}, Sublocality: "Ee", Locality: "Ff",
		Region: "Gg", PostalCode: "Hh1", SortingCode: "Ii"}
	for _, code := range everyCountry() {
		full.Country = code
		for _, latin := range []bool{false, true} {
			options := i18n.LayoutOptions{Latin: latin, From: code}
			text := strings.ToLower(strings.Join(full.Layout(options), "\n"))
			for _, want := range []string{"aa", "bb", "cc", "dd", "ee", "ff", "hh1", "ii"} {
				if code == "CI" && want == "ii" {
					assert.Equal(t, 2, strings.Count(text, want), "Ivorian mail has the code on both sides")
					continue
				}
				assert.Equal(t, 1, strings.Count(text, want), "%s: %q once in %q", code, want, text)
			}
			assert.NotContains(t, text, "\n\n", code)
			rules, _ := i18n.Country(code)
			for _, field := range rules.Fields {
				if field == "region" {
					assert.Contains(t, text, "gg", code)
				}
			}
			only := i18n.Address{Country: code, Locality: "Ff"}.Layout(options)
			for _, line := range only {
				assert.Equal(t, strings.Trim(line, " ,-/"), line, "%s: a separator of nothing in %q", code, only)
			}
			assert.LessOrEqual(t, len(only), 2, "%s: %q", code, only)
		}
	}
	assert.Empty(t, i18n.Address{}.Layout(i18n.LayoutOptions{}))
}

func TestLayoutKnowsTheHabitsOfPlaces(t *testing.T) {
	for _, c := range []struct {
		name    string
		address i18n.Address
		want    string
	}{
		{"the Virgin Islands are their own state", i18n.Address{Country: "VI", Lines: []string{"1 St"}, Locality: "St Thomas", PostalCode: "00802"}, "1 ST|ST THOMAS VI 00802"},
		{"and so is Guam", i18n.Address{Country: "GU", Lines: []string{"1 St"}, Locality: "Tamuning", PostalCode: "96913"}, "1 ST|TAMUNING GU 96913"},
		{"Taipei in both of its letters", i18n.Address{Country: "TW", Lines: []string{"市府路45號"}, Locality: "信義區", Region: "臺北市", PostalCode: "110"}, "110|臺北市信義區|市府路45號"},
		{"what China's shops demand of Hong Kong", i18n.Address{Country: "HK", Lines: []string{"彌敦道1號"}, Locality: "尖沙咀", Region: "九龍", PostalCode: "999077"}, "九龍|尖沙咀|彌敦道1號"},
		{"Beijing is no town in Beijing Shi", i18n.Address{Country: "CN", Lines: []string{"88 Jianguo Rd"}, Locality: "Beijing", Region: "Beijing", PostalCode: "100022"}, "88 Jianguo Rd|Beijing|100022"},
		{"a Japanese name makes a Japanese letter", i18n.Address{Country: "JP", Name: "山田", Lines: []string{"1-1 Chiyoda"}, Region: "東京都", PostalCode: "100-0001"}, "〒100-0001|東京都|1-1 Chiyoda|山田"},
		{"no prefix without its code", i18n.Address{Country: "AZ", Lines: []string{"A 1"}, Locality: "Bakı"}, "A 1|BAKI"},
		{"New York is in NY", i18n.Address{Country: "US", Lines: []string{"1 Main St"}, Locality: "New York", Region: "New York", PostalCode: "10001"}, "1 Main St|NEW YORK, NY 10001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Empty(t, c.address.Check())
			assert.Equal(t, c.want, strings.Join(c.address.Layout(i18n.LayoutOptions{From: c.address.Country}), "|"))
		})
	}
}

func TestAnAddressWithoutACountryHasNoCountryLine(t *testing.T) {
	a := i18n.Address{Name: "A", Lines: []string{"B"}}
	assert.Equal(t, []string{"A", "B"}, a.Layout(i18n.LayoutOptions{From: "DE"}))
}

func TestTheLatinTwinTakesOverWhatHasNoScript(t *testing.T) {
	a := i18n.Address{Country: "JP", Name: "山田", Lines: []string{"千代田1-1"}, Region: "東京都", PostalCode: "1000001",
		Latin: &i18n.Address{Name: "Yamada", Lines: []string{"1-1 Chiyoda"}}}
	latin := i18n.LayoutOptions{Latin: true, From: "JP"}
	assert.Equal(t, []string{"Yamada", "1-1 Chiyoda, TOKYO", "100-0001"}, a.Layout(latin))
	a.Latin.PostalCode, a.Latin.Region = "999-9999", "Osaka"
	assert.Equal(t, []string{"Yamada", "1-1 Chiyoda, OSAKA", "999-9999"}, a.Layout(latin))
	a.Latin = nil
	assert.Equal(t, []string{"山田", "千代田1-1, TOKYO", "100-0001"}, a.Layout(latin), "nothing is transliterated")
	typed := i18n.Address{Country: "JP", Name: "Yamada", Lines: []string{"1-1 Chiyoda"}, Region: "Tokyo", PostalCode: "1000001"}
	assert.Equal(t, []string{"Yamada", "1-1 Chiyoda, TOKYO", "100-0001"}, typed.Layout(i18n.LayoutOptions{From: "JP"}),
		"an address in Latin letters is in Latin order")
}

func TestCountriesHaveNamesInTheReadersLanguage(t *testing.T) {
	for _, c := range []struct{ code, language, want string }{
		{"DE", "en", "Germany"}, {"DE", "de-AT", "Deutschland"}, {"DE", "fr", "Allemagne"}, {"DE", "ja", "ドイツ"}, {"DE", "ar", "ألمانيا"},
		{"DE", "zh-Hant-HK", "德國"}, {"MK", "en", "North Macedonia"}, {"SZ", "en", "Eswatini"}, {"TR", "en", "Türkiye"}, {"DE", "", "Germany"}, {"DE", "tlh", "Germany"}, {"DE", "!", "Germany"}, {"QQ", "en", "QQ"},
	} {
		assert.Equal(t, c.want, i18n.CountryName(c.code, c.language), "%s in %q", c.code, c.language)
	}
	for _, code := range everyCountry() {
		for _, lang := range strings.Fields("en fr de es pt it nl ru uk el ar he fa hi th ja ko zh zh-Hant tr pl") {
			name := i18n.CountryName(code, lang)
			assert.NotEqual(t, code, name, "%s in %s", code, lang)
			assert.NotEmpty(t, name)
			clean, issues := i18n.Clean(name, i18n.Options{})
			assert.Equal(t, name, clean)
			assert.Empty(t, issues)
		}
	}
}
