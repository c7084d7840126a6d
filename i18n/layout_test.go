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
	{Country: "DE", Name: "Jürgen Groß", Organisation: "Groß & Söhne", Lines: []string{"Straße des 17. Juni 135"}, Locality: "Berlin", Region: "Berlin", PostalCode: "10623"},
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
	{Country: "US", Name: "Jane Doe", Organisation: "Acme Inc.", Lines: []string{"1600 Amphitheatre Pkwy", "Suite 5"}, Locality: "Mountain View", Region: "California", PostalCode: "94043-1351"},
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
