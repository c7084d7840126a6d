package labels_test

import (
	"io/fs"
	"os"
	"slices"
	"testing"

	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
)

// The fonts of Debian's packages fonts-noto-core and fonts-noto-cjk. Letters are
// drawn by them in every test that draws.
const fontFolder = "/usr/share/fonts"

func notoFonts(t testing.TB) (fonts fs.FS, regular, bold []string) {
	t.Helper()
	fonts = os.DirFS(fontFolder)
	for _, script := range []string{"", "Arabic", "Hebrew", "Devanagari", "Thai", "Tamil", "Bengali", "Khmer", "Myanmar", "Georgian", "Armenian", "Ethiopic", "Symbols"} {
		regular = append(regular, "truetype/noto/NotoSans"+script+"-Regular.ttf")
		bold = append(bold, "truetype/noto/NotoSans"+script+"-Bold.ttf")
	}
	regular = append(regular, "opentype/noto/NotoSansCJK-Regular.ttc")
	bold = append(bold, "opentype/noto/NotoSansCJK-Bold.ttc")
	for _, name := range append(regular, bold...) {
		if _, err := fs.Stat(fonts, name); err != nil {
			notTested(t, "NOT TESTED: no label was drawn, because %s/%s is missing. "+
				"Install fonts-noto-core and fonts-noto-cjk to test how labels look.", fontFolder, name)
		}
	}
	return fonts, regular, bold
}

// press returns a press with the fonts of Noto.
func press(t testing.TB, change ...func(*labels.Config)) *labels.Press {
	t.Helper()
	c := labels.Config{}
	c.Fonts, c.Regular, c.Bold = notoFonts(t)
	for _, f := range change {
		f(&c)
	}
	p, err := labels.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var shop = i18n.Address{
	Name: "Muster Versand", Lines: []string{"Lagerstraße 7, Halle 3"}, PostalCode: "10115", Locality: "Berlin", Country: "DE",
	Phone: "+49 30 5550000",
}

// recipients are addresses as people of the place write them, with the names that
// forms there use for examples.
var recipients = map[string]i18n.Address{
	"DE": {Name: "Erika Mustermann", Organisation: "Straßenbau & Söhne GmbH", Lines: []string{"Königsallee 27 – Hinterhaus, 3. OG"}, PostalCode: "40212", Locality: "Düsseldorf", Country: "DE", Phone: "+49 211 5550123"},
	"FR": {Name: "Camille Exemple", Lines: []string{"Bâtiment C, Appartement 14", "12 bis, rue de l’Église"}, PostalCode: "75011", Locality: "Paris", Country: "FR"},
	"BR": {Name: "Fulano de Tal", Lines: []string{"Avenida São João, 1 – apto. 1202"}, Sublocality: "Consolação", Locality: "São Paulo", Region: "SP", PostalCode: "01036-100", Country: "BR"},
	"US": {Name: "Jane Q. Public", Lines: []string{"1600 Example Avenue NW", "Suite 400"}, Locality: "Washington", Region: "DC", PostalCode: "20500", Country: "US", Phone: "+1 202 555 0147"},
	"CH": {Name: "Hans Muster", Lines: []string{"Zürcherstrasse 5"}, PostalCode: "8001", Locality: "Zürich", Country: "CH"},
	"JP": {Name: "山田 太郎 様", Organisation: "例示株式会社", Lines: []string{"六本木１−２−３ 例示ビル 4階"}, Locality: "港区", Region: "東京都", PostalCode: "106-0032", Country: "JP", Phone: "+81 3 5550 0123",
		Latin: &i18n.Address{Name: "Taro Yamada", Organisation: "Reiji K.K.", Lines: []string{"Reiji Building 4F, 1-2-3 Roppongi"}, Locality: "Minato-ku", Region: "Tokyo"}},
	"CN": {Name: "张三", Lines: []string{"建国路88号5号楼1203室"}, Sublocality: "朝阳区", Locality: "北京市", Region: "北京市", PostalCode: "100022", Country: "CN", Phone: "+86 10 5550 1234",
		Latin: &i18n.Address{Name: "Zhang San", Lines: []string{"Room 1203, Building 5, 88 Jianguo Road"}, Sublocality: "Chaoyang District", Locality: "Beijing", Region: "Beijing"}},
	"KR": {Name: "홍길동", Lines: []string{"테헤란로 123, 예시빌딩 7층"}, Sublocality: "강남구", Locality: "", Region: "서울특별시", PostalCode: "06133", Country: "KR",
		Latin: &i18n.Address{Name: "Hong Gil-dong", Lines: []string{"7F Example Building, 123 Teheran-ro"}, Sublocality: "Gangnam-gu", Region: "Seoul"}},
	"EG": {Name: "فلان بن فلان", Lines: []string{"٤٢ شارع التحرير (الدور 3، شقة 12)"}, Sublocality: "الدقي", Locality: "القاهرة", Region: "القاهرة", PostalCode: "11511", Country: "EG",
		Latin: &i18n.Address{Name: "Fulan ibn Fulan", Lines: []string{"42 Tahrir Street (3rd floor, flat 12)"}, Locality: "Dokki", Region: "Cairo"}},
	"KW": {Name: "فلانة الفلاني", Lines: []string{"قطعة 4، شارع 12، منزل 7"}, Locality: "السالمية", PostalCode: "22001", Country: "KW",
		Latin: &i18n.Address{Name: "Fulana Al-Fulani", Lines: []string{"Block 4, Street 12, House 7"}, Locality: "Salmiya"}},
	"IL": {Name: "ישראל ישראלי", Lines: []string{"שדרות רוטשילד 1 (דירה 5)"}, Locality: "תל־אביב–יפו", PostalCode: "6688101", Country: "IL",
		Latin: &i18n.Address{Name: "Israel Israeli", Lines: []string{"1 Rothschild Boulevard (flat 5)"}, Locality: "Tel Aviv-Yafo"}},
	"IN": {Name: "श्रीमती उदाहरण कुमारी", Lines: []string{"फ्लैट 12, क्षितिज अपार्टमेंट, महात्मा गांधी मार्ग"}, Locality: "नई दिल्ली", Region: "दिल्ली", PostalCode: "110001", Country: "IN",
		Latin: &i18n.Address{Name: "Smt. Udaharan Kumari", Lines: []string{"Flat 12, Kshitij Apartments, Mahatma Gandhi Marg"}, Locality: "New Delhi", Region: "Delhi"}},
	"TH": {Name: "นายสมมติ ตัวอย่าง", Lines: []string{"123/45 หมู่ที่ 6 ซอยสุขุมวิท 21 ถนนสุขุมวิท"}, Sublocality: "แขวงคลองเตยเหนือ เขตวัฒนา", Locality: "", Region: "กรุงเทพมหานคร", PostalCode: "10110", Country: "TH",
		Latin: &i18n.Address{Name: "Mr. Sommut Tuayang", Lines: []string{"123/45 Moo 6, Soi Sukhumvit 21, Sukhumvit Road"}, Sublocality: "Khlong Toei Nuea, Watthana", Region: "Bangkok"}},
	"RU": {Name: "Иванов Иван Иванович", Lines: []string{"ул. Примерная, д. 5, корп. 2, кв. 77"}, Locality: "Санкт-Петербург", PostalCode: "190000", Country: "RU",
		Latin: &i18n.Address{Name: "Ivanov Ivan Ivanovich", Lines: []string{"ul. Primernaya, d. 5, korp. 2, kv. 77"}, Locality: "Saint Petersburg"}},
	"GR": {Name: "Παράδειγμα Παπαδόπουλος", Lines: []string{"Λεωφόρος Βασιλίσσης Σοφίας 12"}, PostalCode: "106 74", Locality: "Αθήνα", Country: "GR",
		Latin: &i18n.Address{Name: "Paradeigma Papadopoulos", Lines: []string{"12 Vasilissis Sofias Avenue"}, Locality: "Athens"}},
}

// sample is a label from the shop to one of the recipients.
func sample(country string) labels.Label {
	l := labels.Label{
		From: shop, To: recipients[country], Service: "Parcel Plus", Tracking: "RR123456785DE",
		Barcode: labels.Barcode{Kind: labels.S10}, Weight: 1250, References: []string{"Order 2026-00042"},
	}
	switch country {
	case "DE":
		l.Service = "Paket National"
		l.CashOnDelivery, l.Locale = currency.MustParse("129.90", currency.EUR), currency.MustLocale("de-DE")
		l.Note = "Bitte beim Hausmeister im Erdgeschoss abgeben"
	case "JP":
		l.Barcode = labels.Barcode{Kind: labels.SSCC, Content: "340123456789012340"}
		l.CashOnDelivery, l.Locale = currency.MustParse("12800", currency.JPY), currency.MustLocale("ja")
	case "EG":
		l.CashOnDelivery, l.Locale = currency.MustParse("1234.50", currency.EGP), currency.MustLocale("ar-EG")
	case "US":
		l.Barcode = labels.Barcode{Kind: labels.QR, Content: "https://example.com/t/RR123456785DE"}
		l.Return = true
	case "TH":
		l.Barcode = labels.Barcode{Kind: labels.Code128, Content: "JD014600001234567890"}
		l.Note = "โปรดโทรแจ้งก่อนส่ง"
	}
	return l
}

// notoFolder holds only the fonts of the two packages.
func notoFolder() fs.FS { return both{os.DirFS(fontFolder)} }

// both are the two folders in which Debian has Noto.
type both struct{ fs.FS }

func (b both) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(b.FS, name)
	if name == "." || name == "truetype" || name == "opentype" {
		entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
			return !slices.Contains([]string{"truetype", "opentype", "noto"}, e.Name())
		})
	}
	return entries, err
}
