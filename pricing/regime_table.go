package pricing

import "github.com/orderkit/orderkit/currency"

// law is what places with one law of rounding have in common.
type law struct {
	scope  Scope
	mode   currency.Mode
	free   bool
	source string
}

const (
	lawEU = iota
	lawGB
	lawCH
	lawNO
	lawJP
	lawAU
	lawNZ
	lawCA
	lawUS
)

var laws = [...]law{
	lawEU: {PerRate, currency.HalfUp, false, "rates: European Commission, Taxes in Europe Database (TEDB), under Directive 2006/112/EC art. 96 to 99; rounding: EN 16931-1 BR-CO-17 (BT-117)"},
	lawGB: {PerRate, currency.HalfUp, false, "rates: HMRC, VAT rates (VAT Act 1994 s. 2, 29A, 30); rounding: HMRC VAT Notice 700 section 17.5"},
	lawCH: {PerRate, currency.HalfUp, true, "rates: Swiss VAT Act (SR 641.20) art. 25 as of 2024-01-01, Federal Tax Administration"},
	lawNO: {PerRate, currency.HalfUp, false, "rates: Norwegian Storting's annual resolution on VAT (FOR merverdiavgift), Skatteetaten"},
	lawJP: {PerRate, currency.Down, true, "rates: Consumption Tax Act art. 29, National Tax Agency; rounding: qualified invoice system from 2023-10-01, once per rate and invoice, mode free"},
	lawAU: {PerRate, currency.HalfUp, false, "rates: A New Tax System (Goods and Services Tax) Act 1999 s. 9-70; rounding: s. 9-90, total invoice rule"},
	lawNZ: {PerRate, currency.HalfUp, false, "rates: Goods and Services Tax Act 1985 s. 8; rounding: s. 24(6), half a cent may also go down"},
	lawCA: {PerRate, currency.HalfUp, false, "rates: Excise Tax Act s. 165, Canada Revenue Agency; Revenu Québec, BC PST Act, Manitoba RST Act, Saskatchewan PST Act; rounding: Excise Tax Act s. 165.2"},
	lawUS: {PerRate, currency.HalfUp, false, "rates are of states, counties and cities: the host's; rounding: Streamlined Sales and Use Tax Agreement s. 324"},
}

// known is the day from which the table speaks for rates that are older.
const known = "2025-01-01"

type regimeRow struct {
	country, region string
	law             int
	rates           []rateRow
}

func since(kind string, thousandths int64) rateRow {
	return rateRow{kind: kind, thousandths: thousandths, from: known}
}

// vat lists a standard rate and reduced ones, from the highest to the lowest.
func vat(standard int64, reduced ...int64) []rateRow {
	list := []rateRow{since("standard", standard)}
	for k, n := range reduced {
		list = append(list, since([...]string{"reduced", "reduced-2", "reduced-3"}[k], n))
	}
	return list
}

func gst(more ...rateRow) []rateRow {
	return append([]rateRow{{kind: "standard", name: "gst", thousandths: 5_000, from: "2008-01-01"}}, more...)
}

func province(name string, thousandths int64, from, until string) rateRow {
	return rateRow{kind: "standard", name: name, thousandths: thousandths, from: from, until: until}
}

// regimes is the table. It leaves out what is in doubt: a state may have reduced
// or parking rates that are not here, and territories with rates of their own
// (Corsica, the Azores, the Canary Islands ...) are missing.
var regimes = []regimeRow{
	{"AT", "", lawEU, vat(20_000, 13_000, 10_000)},
	{"BE", "", lawEU, vat(21_000, 12_000, 6_000)},
	{"BG", "", lawEU, vat(20_000, 9_000)},
	{"CY", "", lawEU, vat(19_000)},
	{"CZ", "", lawEU, vat(21_000, 12_000)},
	{"DE", "", lawEU, vat(19_000, 7_000)},
	{"DK", "", lawEU, vat(25_000)},
	{"EE", "", lawEU, []rateRow{{kind: "standard", thousandths: 22_000, from: known, until: "2025-07-01"}, {kind: "standard", thousandths: 24_000, from: "2025-07-01"}}},
	{"ES", "", lawEU, vat(21_000, 10_000, 4_000)},
	{"FI", "", lawEU, []rateRow{since("standard", 25_500), {kind: "reduced", thousandths: 14_000, from: known, until: "2026-01-01"},
		{kind: "reduced", thousandths: 13_500, from: "2026-01-01"}, since("reduced-2", 10_000)}},
	{"FR", "", lawEU, vat(20_000, 10_000, 5_500, 2_100)},
	{"GR", "", lawEU, vat(24_000, 13_000, 6_000)},
	{"HR", "", lawEU, vat(25_000, 13_000, 5_000)},
	{"HU", "", lawEU, vat(27_000, 18_000, 5_000)},
	{"IE", "", lawEU, vat(23_000, 13_500, 9_000, 4_800)},
	{"IT", "", lawEU, vat(22_000, 10_000, 5_000, 4_000)},
	{"LT", "", lawEU, vat(21_000)},
	{"LU", "", lawEU, vat(17_000, 14_000, 8_000, 3_000)},
	{"LV", "", lawEU, vat(21_000, 12_000, 5_000)},
	{"MT", "", lawEU, vat(18_000)},
	{"NL", "", lawEU, vat(21_000, 9_000)},
	{"PL", "", lawEU, vat(23_000, 8_000, 5_000)},
	{"PT", "", lawEU, vat(23_000, 13_000, 6_000)},
	{"RO", "", lawEU, []rateRow{{kind: "standard", thousandths: 19_000, from: known, until: "2025-08-01"},
		{kind: "standard", thousandths: 21_000, from: "2025-08-01"}, {kind: "reduced", thousandths: 11_000, from: "2025-08-01"}}},
	{"SE", "", lawEU, vat(25_000, 12_000, 6_000)},
	{"SI", "", lawEU, vat(22_000, 9_500, 5_000)},
	{"SK", "", lawEU, vat(23_000, 19_000, 5_000)},
	{"GB", "", lawGB, append(vat(20_000, 5_000), since("zero", 0))},
	{"CH", "", lawCH, []rateRow{{kind: "standard", thousandths: 8_100, from: "2024-01-01"},
		{kind: "reduced", thousandths: 3_800, from: "2024-01-01"}, {kind: "reduced-2", thousandths: 2_600, from: "2024-01-01"}}},
	{"NO", "", lawNO, vat(25_000, 15_000, 12_000)},
	{"JP", "", lawJP, []rateRow{{kind: "standard", thousandths: 10_000, from: "2019-10-01"}, {kind: "reduced", thousandths: 8_000, from: "2019-10-01"}}},
	{"AU", "", lawAU, []rateRow{{kind: "standard", name: "gst", thousandths: 10_000, from: "2000-07-01"}, {kind: "zero", name: "gst", from: "2000-07-01"}}},
	{"NZ", "", lawNZ, []rateRow{{kind: "standard", name: "gst", thousandths: 15_000, from: "2010-10-01"}, {kind: "zero", name: "gst", from: "2010-10-01"}}},
	{"CA", "AB", lawCA, gst()},
	{"CA", "BC", lawCA, gst(province("pst", 7_000, "2013-04-01", ""))},
	{"CA", "MB", lawCA, gst(province("pst", 7_000, "2019-07-01", ""))},
	{"CA", "NB", lawCA, []rateRow{province("hst", 15_000, "2016-07-01", "")}},
	{"CA", "NL", lawCA, []rateRow{province("hst", 15_000, "2016-07-01", "")}},
	{"CA", "NS", lawCA, []rateRow{province("hst", 15_000, "2010-07-01", "2025-04-01"), province("hst", 14_000, "2025-04-01", "")}},
	{"CA", "NT", lawCA, gst()},
	{"CA", "NU", lawCA, gst()},
	{"CA", "ON", lawCA, []rateRow{province("hst", 13_000, "2010-07-01", "")}},
	{"CA", "PE", lawCA, []rateRow{province("hst", 15_000, "2016-10-01", "")}},
	// Until 2012 the QST was on the price with GST.
	{"CA", "QC", lawCA, gst(rateRow{kind: "standard", name: "qst", thousandths: 9_500, from: "2012-01-01", until: "2013-01-01", compound: true},
		province("qst", 9_975, "2013-01-01", ""))},
	{"CA", "SK", lawCA, gst(province("pst", 6_000, "2017-03-23", ""))},
	{"CA", "YT", lawCA, gst()},
	{"US", "", lawUS, nil},
}
