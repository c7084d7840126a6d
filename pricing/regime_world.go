package pricing

// Laws that are named more than once.
const (
	actGB = "VAT Act 1994 s. 2, 29A, 30"
	actCA = "Excise Tax Act s. 165, Schedule VI"
)

// worldRows are states outside of the European Union.
var worldRows = []regimeRow{
	{"GB", "NIR", lawNI, actGB, "gobl json gb-gov", britain},
	{"GB", "JE", lawGB, "", "", nil},
	{"GB", "GY", lawGB, "", "", nil},
	{"GB", "", lawGB, actGB, "gobl json gb-gov", britain},
	{"CH", "", lawCH, "MWSTG (SR 641.20) art. 25", "gobl vatnode", []rateRow{standard(8_100).by("gobl vatnode csv npm"), intermediate(3_800), reduced(2_600)}},
	{"NO", "21 22", lawNO, "", "", nil},
	{"NO", "", lawNO, "merverdiavgiftsloven § 5-1 to 6-4, and Stortinget's decision of the year", "gobl no-2026", []rateRow{standard(25_000).by("gobl no-2026 vatnode npm"),
		reduced(15_000).by("gobl no-2026 vatnode"), reduced2(12_000).by("gobl no-2026 vatnode"), reduced3(11_110), zero().by("no-6-4 no-bokbasen")}},
	{"JP", "", lawJP, "Consumption Tax Act art. 29, Local Tax Act", "jp-stripe jp-yg", []rateRow{standard(10_000).starting("2019-10-01").by("csv npm jp-stripe"), reduced(8_000).starting("2019-10-01")}},
	{"AU", "", lawAU, "GST Act 1999 s. 9-70, 38-1", "au-ato au-food", []rateRow{standard(10_000).called("gst").starting("2000-07-01").by("csv npm"), zero().called("gst").starting("2000-07-01")}},
	{"NZ", "", lawNZ, "GST Act 1985 s. 8", "csv npm nz-moniaro", []rateRow{standard(15_000).called("gst").starting("2010-10-01")}},
	{"US", "", lawUS, "of states, counties and cities", "", nil},
}

var britain = []rateRow{standard(20_000).by("gobl json csv gb-gov"), reduced(5_000).by("gobl json gb-avalara"), zero().by("gb-gov gb-avalara")}

// canadaRows are the provinces and territories of Canada. The zero rate is that
// of the GST or HST on groceries and the like, which the provinces don't tax
// either. What a province alone doesn't tax, such as books, carries the GST only:
// leave the tax of the province out.
var canadaRows = []regimeRow{
	{"CA", "AB", lawCA, actCA, "", []rateRow{gst, groceries("gst")}},
	{"CA", "BC", lawCA, actCA + "; Provincial Sales Tax Act (SBC 2012, c. 35)", "", []rateRow{gst, province("pst", 7_000, "2013-04-01"), groceries("gst")}},
	{"CA", "MB", lawCA, actCA + "; Retail Sales Tax Act (CCSM c. R130)", "", []rateRow{gst, province("pst", 7_000, "2019-07-01"), groceries("gst")}},
	{"CA", "NB", lawCA, actCA, "", []rateRow{province("hst", 15_000, "2016-07-01"), groceries("hst")}},
	{"CA", "NL", lawCA, actCA, "", []rateRow{province("hst", 15_000, "2016-07-01"), groceries("hst")}},
	{"CA", "NS", lawCA, actCA, "", []rateRow{province("hst", 15_000, "2010-07-01").before("2025-04-01").by("npm ca-ns"), province("hst", 14_000, "2025-04-01").by("npm ca-taxtips ca-ns"), groceries("hst")}},
	{"CA", "NT", lawCA, actCA, "", []rateRow{gst, groceries("gst")}},
	{"CA", "NU", lawCA, actCA, "", []rateRow{gst, groceries("gst")}},
	{"CA", "ON", lawCA, actCA, "", []rateRow{province("hst", 13_000, "2010-07-01"), groceries("hst")}},
	{"CA", "PE", lawCA, actCA, "", []rateRow{province("hst", 15_000, "2016-10-01"), groceries("hst")}},
	// Until 2012 the QST was on the price with GST.
	{"CA", "QC", lawCA, actCA + "; Act respecting the Québec sales tax (CQLR c. T-0.1) s. 16", "", []rateRow{gst, quebecBefore2013, province("qst", 9_975, "2013-01-01"), groceries("gst")}},
	{"CA", "SK", lawCA, actCA + "; Provincial Sales Tax Act (SS c. P-34.1)", "", []rateRow{gst, province("pst", 6_000, "2017-03-23"), groceries("gst")}},
	{"CA", "YT", lawCA, actCA, "", []rateRow{gst, groceries("gst")}},
}

var (
	gst              = standard(5_000).called("gst").starting("2008-01-01").by("gobl npm ca-taxtips")
	quebecBefore2013 = rateRow{kind: "standard", name: "qst", thousandths: 9_500, from: "2012-01-01", until: "2013-01-01", compound: true, seen: "qc-2012 qc-retail"}
)

func province(name string, thousandths int64, from string) rateRow {
	return standard(thousandths).called(name).starting(from).by("npm ca-taxtips ca-avalara")
}

func groceries(name string) rateRow { return zero().called(name).by("gobl ca-avalara") }
