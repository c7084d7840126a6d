package main

import (
	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
)

// markets are in the order in which they are printed.
var markets = map[string]market{
	"DE": {
		Locale: "de-DE", Currency: currency.EUR, XDR: "1.16",
		Seller: documents.Seller{
			Address:      i18n.Address{Organisation: "Muster Handels GmbH", Lines: []string{"Pariser Platz 1"}, PostalCode: "10117", Locality: "Berlin", Country: "DE"},
			TaxIDs:       []documents.Field{{Label: "USt-IdNr.", Text: "DE 999 999 999"}},
			Registration: []string{"Amtsgericht Musterstadt, HRB 99999", "Geschäftsführerin: Erika Mustermann"},
			Contact:      []string{"Tel. +49 30 0000000", "hallo@muster.example"},
			Bank:         []documents.Field{{Label: "IBAN", Text: "DE00 0000 0000 0000 0000 00"}, {Label: "BIC", Text: "XXXXDEXX"}},
		},
		Buyer: i18n.Address{Name: "Dr. Jörg Müßiggang-Österreicher", Lines: []string{"Platz der Republik 1"}, PostalCode: "11011", Locality: "Berlin", Country: "DE", Phone: "+49 30 1111111"},
		Goods: shelf([3]string{"Kaffeebecher „Große Pause“", "Schwarzer Tee, 100 g", "Das große Musterbuch"}, [3]string{"12.50", "8.90", "24.00"}, [3]string{"standard", "reduced", "reduced"}), Shipping: "4.90", Discount: "Herbstrabatt 10 %", Tender: "Kreditkarte", Service: "Paket",
	},
	"FR": {
		Locale: "fr-FR", Currency: currency.EUR, XDR: "1.16",
		Seller: documents.Seller{
			Address:      i18n.Address{Organisation: "Boutique Exemple SARL", Lines: []string{"Place Charles de Gaulle"}, PostalCode: "75008", Locality: "Paris", Country: "FR"},
			TaxIDs:       []documents.Field{{Label: "N° TVA", Text: "FR 99 999999999"}},
			Registration: []string{"SARL au capital de 1 000 €", "RCS Exempleville 999 999 999"},
			Contact:      []string{"Tél. +33 1 00 00 00 00", "bonjour@exemple.example"},
			Notes:        []string{"Pas d’escompte pour paiement anticipé. En cas de retard : indemnité forfaitaire de 40 €."},
		},
		Buyer: i18n.Address{Name: "Hélène Exemple-Lœuvre", Lines: []string{"5 avenue Anatole France"}, PostalCode: "75007", Locality: "Paris", Country: "FR"},
		Goods: shelf([3]string{"Mug en céramique « Été »", "Thé noir, 100 g", "L’Exemple illustré"}, [3]string{"12.50", "8.90", "24.00"}, [3]string{"standard", "reduced", "reduced"}), Shipping: "5.90", Discount: "Remise de rentrée 10 %", Tender: "Carte bancaire", Service: "Colis",
	},
	"CH": {
		Locale: "de-CH", Currency: currency.CHF, Cash: true, XDR: "1.08",
		Seller: documents.Seller{
			Address: i18n.Address{Organisation: "Beispiel Handels AG", Lines: []string{"Bahnhofplatz 15"}, PostalCode: "8001", Locality: "Zürich", Country: "CH"},
			TaxIDs:  []documents.Field{{Label: "UID", Text: "CHE-999.999.999 MWST"}},
			Contact: []string{"Tel. +41 44 000 00 00"},
			Bank:    []documents.Field{{Label: "IBAN", Text: "CH00 0000 0000 0000 0000 0"}},
		},
		Buyer: i18n.Address{Name: "Urs Beispiel", Lines: []string{"Bundesplatz 3"}, PostalCode: "3005", Locality: "Bern", Country: "CH"},
		Goods: shelf([3]string{"Kaffeetasse «Znüni»", "Schwarztee, 100 g", "Das grosse Beispielbuch"}, [3]string{"14.55", "9.85", "27.45"}, [3]string{"standard", "reduced", "reduced"}), Shipping: "7.30", Discount: "Stammkundenrabatt 10 %", Tender: "Bar", Service: "PostPac Economy",
	},
	"US": {
		Locale: "en-US", Currency: currency.USD, Net: true, Paper: documents.Letter, XDR: "1.36",
		Taxes: map[string][]rate{"standard": {{"us-ny-nyc-8.875", "8.875"}}}, TaxNames: map[string]string{"us-ny-nyc-8.875": "Sales tax"},
		Seller: documents.Seller{
			Address: i18n.Address{Organisation: "Sample Shop, Inc.", Lines: []string{"89 E 42nd St"}, Locality: "New York", Region: "NY", PostalCode: "10017", Country: "US"},
			TaxIDs:  []documents.Field{{Label: "EIN", Text: "00-0000000"}},
			Contact: []string{"hello@sample.example", "+1 212 555 0100"},
		},
		Buyer: i18n.Address{Name: "Jane Q. Sample", Lines: []string{"20 W 34th St"}, Locality: "New York", Region: "NY", PostalCode: "10001", Country: "US"},
		Goods: shelf([3]string{"Coffee Mug", "Black Tea, 4 oz", "The Big Book of Samples"}, [3]string{"12.99", "9.49", "29.95"}, [3]string{"standard", "standard", "standard"}), Shipping: "6.95", Discount: "Fall sale 10%", Tender: "Credit card", Service: "Ground",
	},
	"BR": {
		Locale: "pt-BR", Currency: currency.BRL, XDR: "7.40",
		Taxes: map[string][]rate{"standard": {{"br-icms-18", "18"}}, "reduced": {{"br-icms-12", "12"}}}, TaxNames: map[string]string{"br-icms-18": "ICMS", "br-icms-12": "ICMS"},
		Seller: documents.Seller{
			Address: i18n.Address{Organisation: "Loja Exemplo Ltda.", Lines: []string{"Praça da Sé, s/n"}, Sublocality: "Sé", Locality: "São Paulo", Region: "SP", PostalCode: "01001-000", Country: "BR"},
			TaxIDs:  []documents.Field{{Label: "CNPJ", Text: "00.000.000/0000-00"}},
			Contact: []string{"ola@exemplo.example"},
		},
		Buyer: i18n.Address{Name: "João Fulano de Tal", Lines: []string{"Praça dos Três Poderes, s/n"}, Locality: "Brasília", Region: "DF", PostalCode: "70100-000", Country: "BR"}, BuyerTax: "000.000.000-00",
		Goods: shelf([3]string{"Caneca de cerâmica", "Chá preto, 100 g", "O grande livro de exemplos"}, [3]string{"49.90", "32.50", "119.00"}, [3]string{"standard", "reduced", "reduced"}), Shipping: "18.70", Discount: "Desconto de primavera 10%", Tender: "Pix", Service: "Encomenda",
	},
	"JP": {
		Locale: "ja-JP", Currency: currency.JPY, XDR: "205",
		Seller: documents.Seller{
			Address: i18n.Address{Organisation: "見本商店株式会社", Lines: []string{"押上1丁目1-2"}, Locality: "墨田区", Region: "東京都", PostalCode: "131-0045", Country: "JP"},
			TaxIDs:  []documents.Field{{Label: "登録番号", Text: "T9999999999999"}},
			Contact: []string{"電話 03-0000-0000"},
			Bank:    []documents.Field{{Label: "見本銀行", Text: "本店 普通 0000000"}},
		},
		Buyer: i18n.Address{Name: "見本 太郎", Lines: []string{"芝公園4丁目2-8", "見本ハイツ101号室"}, Locality: "港区", Region: "東京都", PostalCode: "105-0011", Country: "JP", Phone: "+81 3 0000 0001",
			Latin: &i18n.Address{Name: "Taro Mihon", Lines: []string{"4-2-8 Shibakoen", "Mihon Heights 101"}, Locality: "Minato-ku", Region: "Tokyo"}},
		Goods: shelf([3]string{"マグカップ「おやつ」", "紅茶 100g", "見本大図鑑"}, [3]string{"1980", "1290", "3850"}, [3]string{"standard", "reduced", "standard"}), Shipping: "660", Discount: "秋の割引 10%", Tender: "クレジットカード", Service: "宅配便",
	},
	"CN": {
		Locale: "zh-Hans-CN", Currency: currency.CNY, XDR: "9.70",
		Taxes: map[string][]rate{"standard": {{"cn-vat-13", "13"}}, "reduced": {{"cn-vat-9", "9"}}},
		Seller: documents.Seller{
			Address: i18n.Address{Organisation: "示例商贸有限公司", Lines: []string{"世纪大道1号"}, Sublocality: "浦东新区", Locality: "上海市", Region: "上海市", PostalCode: "200120", Country: "CN"},
			TaxIDs:  []documents.Field{{Label: "统一社会信用代码", Text: "000000000000000000"}},
			Contact: []string{"电话 021-00000000"},
		},
		Buyer: i18n.Address{Name: "张三", Lines: []string{"景山前街4号"}, Sublocality: "东城区", Locality: "北京市", Region: "北京市", PostalCode: "100009", Country: "CN", Phone: "+86 10 0000 0000",
			Latin: &i18n.Address{Name: "Zhang San", Lines: []string{"4 Jingshan Qianjie"}, Sublocality: "Dongcheng Qu", Locality: "Beijing Shi"}},
		Goods: shelf([3]string{"陶瓷马克杯“下午茶”", "红茶 100克", "示例大全（精装）"}, [3]string{"69.00", "45.00", "128.00"}, [3]string{"standard", "standard", "reduced"}), Shipping: "12.00", Discount: "秋季九折", Tender: "扫码支付", Service: "快递",
	},
	"EG": {
		Locale: "ar-EG", Currency: currency.EGP, XDR: "65",
		Taxes: map[string][]rate{"standard": {{"eg-vat-14", "14"}}},
		Seller: documents.Seller{
			Address: i18n.Address{Organisation: "شركة النموذج للتجارة", Lines: []string{"كورنيش النيل، برج القاهرة"}, Locality: "الزمالك", Region: "القاهرة", PostalCode: "11568", Country: "EG"},
			TaxIDs:  []documents.Field{{Label: "رقم التسجيل الضريبي", Text: "999-999-999"}},
			Contact: []string{"هاتف \u200e+20 2 0000 0000"},
		},
		Buyer: i18n.Address{Name: "فلان الفلاني", Lines: []string{"ميدان التحرير ٤٢، الدور ٣"}, Locality: "قصر النيل", Region: "القاهرة", PostalCode: "11511", Country: "EG", Phone: "+20 2 1111 1111",
			Latin: &i18n.Address{Name: "Folan Al-Folani", Lines: []string{"42 Tahrir Square, 3rd floor"}, Locality: "Qasr El Nil", Region: "Cairo"}},
		Goods: shelf([3]string{"كوب سيراميك «استراحة»", "شاي أسود ١٠٠ جم", "كتاب الأمثلة الكبير (3rd edition)"}, [3]string{"420.00", "310.00", "890.00"}, [3]string{"standard", "standard", "standard"}), Shipping: "65.00", Discount: "خصم الخريف ١٠٪", Tender: "بطاقة ائتمان", Service: "طرد عادي",
	},
	"IL": {
		Locale: "he-IL", Currency: currency.ILS, XDR: "4.60",
		Taxes: map[string][]rate{"standard": {{"il-vat-18", "18"}}},
		Seller: documents.Seller{
			Address: i18n.Address{Organisation: "חברת הדוגמה בע״מ", Lines: []string{"כיכר דיזנגוף 1"}, Locality: "תל אביב-יפו", PostalCode: "6433222", Country: "IL"},
			TaxIDs:  []documents.Field{{Label: "ח.פ.", Text: "999999999"}},
			Contact: []string{"טל׳ 03-0000000"},
		},
		Buyer: i18n.Address{Name: "ישראלה ישראלי", Lines: []string{"שדרות רוטשילד 16, דירה 4"}, Locality: "תל אביב-יפו", PostalCode: "6688116", Country: "IL", Phone: "+972 3 111 1111",
			Latin: &i18n.Address{Name: "Israela Israeli", Lines: []string{"16 Rothschild Blvd., Apt. 4"}, Locality: "Tel Aviv-Yafo"}},
		Goods: shelf([3]string{"ספל קרמיקה ״הפסקה״", "תה שחור 100 גר׳", "ספר הדוגמאות הגדול (מהדורה 3)"}, [3]string{"49.90", "34.90", "98.00"}, [3]string{"standard", "standard", "standard"}), Shipping: "29.00", Discount: "מבצע סתיו 10%", Tender: "כרטיס אשראי", Service: "דואר שליחים",
	},
	"IN": {
		Locale: "hi-IN", Currency: currency.INR, XDR: "120",
		// Within one state; goods for another one bear IGST.
		Taxes: map[string][]rate{
			"standard": {{"in-cgst-9", "9"}, {"in-sgst-9", "9"}},
			"reduced":  {{"in-cgst-2.5", "2.5"}, {"in-sgst-2.5", "2.5"}},
		},
		TaxNames: map[string]string{"in-cgst-9": "सीजीएसटी", "in-sgst-9": "एसजीएसटी", "in-cgst-2.5": "सीजीएसटी", "in-sgst-2.5": "एसजीएसटी"},
		Seller: documents.Seller{
			Address: i18n.Address{Organisation: "नमूना ट्रेडर्स प्राइवेट लिमिटेड", Lines: []string{"कनॉट प्लेस, ब्लॉक अ"}, Locality: "नई दिल्ली", Region: "दिल्ली", PostalCode: "110001", Country: "IN"},
			TaxIDs:  []documents.Field{{Label: "जीएसटीआईएन", Text: "07AAAAA0000A1Z5"}},
			Contact: []string{"फ़ोन +91 11 0000 0000"},
		},
		Buyer: i18n.Address{Name: "श्रीमती नमूना कुमारी", Lines: []string{"लाल किला, नेताजी सुभाष मार्ग", "चाँदनी चौक"}, Locality: "नई दिल्ली", Region: "दिल्ली", PostalCode: "110006", Country: "IN", Phone: "+91 11 0000 0001",
			Latin: &i18n.Address{Name: "Namuna Kumari", Lines: []string{"Red Fort, Netaji Subhash Marg", "Chandni Chowk"}, Locality: "New Delhi", Region: "Delhi"}},
		Goods: shelf([3]string{"चीनी मिट्टी का मग «विश्राम»", "काली चाय, 100 ग्राम", "नमूनों की बड़ी पुस्तक"}, [3]string{"699.00", "449.00", "125999.00"}, [3]string{"standard", "reduced", "reduced"}), Shipping: "99.00", Discount: "शरद छूट 10%", Tender: "यूपीआई", Service: "स्पीड पोस्ट",
	},
	"TH": {
		Locale: "th-TH-u-ca-buddhist", Currency: currency.THB, XDR: "44",
		Taxes: map[string][]rate{"standard": {{"th-vat-7", "7"}}, "none": nil},
		Seller: documents.Seller{
			Address: i18n.Address{Organisation: "บริษัท ตัวอย่าง จำกัด", Lines: []string{"1 ถนนราชดำเนินกลาง"}, Sublocality: "แขวงวัดบวรนิเวศ", Locality: "เขตพระนคร", Region: "กรุงเทพมหานคร", PostalCode: "10200", Country: "TH"},
			TaxIDs:  []documents.Field{{Label: "เลขประจำตัวผู้เสียภาษี", Text: "0000000000000"}},
			Contact: []string{"โทร. 02-000-0000"},
		},
		Buyer: i18n.Address{Name: "คุณสมชาย ตัวอย่าง", Lines: []string{"2 ถนนหน้าพระลาน"}, Sublocality: "แขวงพระบรมมหาราชวัง", Locality: "เขตพระนคร", Region: "กรุงเทพมหานคร", PostalCode: "10200", Country: "TH", Phone: "+66 2 000 0001",
			Latin: &i18n.Address{Name: "Somchai Tuayang", Lines: []string{"2 Na Phra Lan Road"}, Sublocality: "Phra Borom Maha Ratchawang", Locality: "Phra Nakhon", Region: "Bangkok"}},
		Goods: shelf([3]string{"แก้วเซรามิก “พักผ่อน”", "ชาดำ 100 กรัม", "หนังสือรวมตัวอย่างเล่มใหญ่"}, [3]string{"350.00", "220.00", "690.00"}, [3]string{"standard", "standard", "none"}), Shipping: "50.00", Discount: "ส่วนลดปลายปี 10%", Tender: "พร้อมเพย์", Service: "พัสดุด่วน",
	},
	"KW": {
		Locale: "ar-KW", Currency: currency.KWD, XDR: "0.42",
		Taxes: map[string][]rate{"standard": nil},
		Seller: documents.Seller{
			Address: i18n.Address{Organisation: "شركة المثال للتجارة", Lines: []string{"شارع الخليج العربي، قطعة 1"}, Locality: "مدينة الكويت", PostalCode: "13001", Country: "KW"},
			TaxIDs:  []documents.Field{{Label: "السجل التجاري", Text: "000000"}},
			Contact: []string{"هاتف \u200e+965 0000 0000"},
		},
		Buyer: i18n.Address{Name: "فلانة العلانية", Lines: []string{"أبراج الكويت، شارع الخليج العربي"}, Locality: "مدينة الكويت", PostalCode: "15000", Country: "KW", Phone: "+965 1111 1111",
			Latin: &i18n.Address{Name: "Folana Al-Alania", Lines: []string{"Kuwait Towers, Arabian Gulf Street"}, Locality: "Kuwait City"}},
		Goods: shelf([3]string{"كوب سيراميك «استراحة»", "شاي أسود 100 غم", "كتاب الأمثلة الكبير"}, [3]string{"3.750", "2.500", "8.125"}, [3]string{"standard", "standard", "standard"}), Shipping: "1.500", Discount: "خصم الخريف 10%", Tender: "كي نت", Service: "بريد ممتاز",
	},
}
