package pricing

// Laws that are named more than once.
const (
	actES = "Ley 37/1992 del IVA art. 90, 91"
	actFR = "Code général des impôts art. 278 to 281 nonies"
	actPT = "Código do IVA art. 18"
)

// unionRows are the states of the European Union, their regions with rates of
// their own, and those outside of the tax area (Directive 2006/112/EC art. 6).
var unionRows = []regimeRow{
	{"AT", "JUNGHOLZ MITTELBERG", lawEU, "UStG 1994 § 10, Abs. 4", "tedb at-19", []rateRow{standard(19_000).by("tedb json csv at-19"), intermediate(13_000), reduced(10_000),
		superReduced(4_900).starting("2026-07-01").by("at-ris")}},
	{"AT", "", lawEU, "UStG 1994 § 10", "tedb gobl json", []rateRow{standard(20_000), intermediate(13_000), reduced(10_000),
		superReduced(4_900).starting("2026-07-01").by("tedb at-ris")}},
	{"BE", "", lawEU, "arrêté royal n° 20 du 20 juillet 1970", "tedb gobl json", []rateRow{standard(21_000), intermediate(12_000), reduced(6_000)}},
	{"BG", "", lawEU, "ЗДДС art. 66, 66a", "tedb json", []rateRow{standard(20_000), reduced(9_000)}},
	{"CY", "", lawEU, "VAT Law 95(I)/2000", "tedb json", []rateRow{standard(19_000), reduced(9_000), reduced2(5_000), superReduced(3_000).by("tedb cy-2023")}},
	{"CZ", "", lawEU, "zákon č. 235/2004 Sb. § 47", "tedb json", []rateRow{standard(21_000), reduced(12_000)}},
	{"DE", "HELGOLAND", lawEU, "", "", nil},
	{"DE", "BUSINGEN", lawEU, "", "", nil},
	{"DE", "", lawEU, "UStG § 12", "tedb gobl json", []rateRow{standard(19_000), reduced(7_000)}},
	{"DK", "", lawEU, "momsloven § 33", "tedb gobl json", []rateRow{standard(25_000)}},
	// What was taxed at 9 stayed there in 2025 but for accommodation, and the press
	// came to it from 5.
	{"EE", "", lawEU, "käibemaksuseadus § 15", "tedb json", []rateRow{standard(22_000).before("2025-07-01"), standard(24_000).starting("2025-07-01"),
		intermediate(13_000).starting("2025-01-01"), reduced(9_000), reduced2(5_000).before("2025-01-01").by("json ee-2025")}},
	{"ES", "CN GC TF", lawEU, "", "", nil},
	{"ES", "CE", lawEU, "", "", nil},
	{"ES", "ML", lawEU, "", "", nil},
	// The second rates of 2024 were for pasta and seed oils, the others for bread,
	// milk, fruit and the like.
	{"ES", "", lawEU, actES + "; Real Decreto-ley 4/2024", "tedb gobl json", []rateRow{standard(21_000), reduced(10_000),
		reduced2(5_000).before("2024-10-01").by("es-2024a es-2024b"), reduced2(7_500).starting("2024-10-01").before("2025-01-01").by("es-2024a es-2024b"), superReduced(4_000),
		since("super-reduced-2", 2_000).starting("2024-10-01").before("2025-01-01").by("es-2024a es-2024b"), zero().before("2024-10-01").by("es-2024a es-2024b")}},
	{"FI", "01", lawEU, "", "", nil},
	{"FI", "", lawEU, "arvonlisäverolaki (1501/1993) § 84 to 85 a", "tedb gobl json", []rateRow{standard(24_000).before("2024-09-01"), standard(25_500).starting("2024-09-01"),
		reduced(14_000).before("2026-01-01").by("gobl json"), reduced(13_500).starting("2026-01-01").by("tedb gobl"), reduced2(10_000).by("tedb json gobl")}},
	{"FR", "20R 2A 2B COR", lawEU, actFR + ", 297 (Corsica)", "tedb fr-guide fr-nibble", []rateRow{standard(20_000), intermediate(10_000), reduced(5_500),
		superReduced(2_100), since("super-reduced-2", 900)}},
	{"FR", "971 GP", lawFR, actFR + ", 294, 296", "tedb fr-dom", overseas},
	{"FR", "972 MQ", lawFR, actFR + ", 294, 296", "tedb fr-dom", overseas},
	{"FR", "974 RE", lawFR, actFR + ", 294, 296", "tedb fr-dom", overseas},
	{"FR", "973 GF", lawFR, "", "", nil},
	{"FR", "976 YT", lawFR, "", "", nil},
	{"FR", "PM BL MF WF PF NC TF", lawFR, "", "", nil},
	{"FR", "", lawEU, actFR, "tedb gobl json", []rateRow{standard(20_000), intermediate(10_000), reduced(5_500), superReduced(2_100)}},
	{"GR", "69", lawEU, "", "", nil},
	{"GR", "", lawEU, "VAT Code (Law 5144/2024) art. 26, before it Law 2859/2000 art. 21", "tedb gobl json", []rateRow{standard(24_000), reduced(13_000), reduced2(6_000)}},
	{"HR", "", lawEU, "Zakon o PDV art. 38", "tedb json", []rateRow{standard(25_000), reduced(13_000), reduced2(5_000)}},
	{"HU", "", lawEU, "2007. évi CXXVII. törvény § 82", "tedb json", []rateRow{standard(27_000), reduced(18_000), reduced2(5_000)}},
	{"IE", "", lawEU, "VAT Consolidation Act 2010 s. 46", "tedb gobl json", []rateRow{standard(23_000), reduced(13_500), reduced2(9_000),
		superReduced(4_800).by("gobl json ie-rydoo"), zero().by("ie-baker ie-rydoo")}},
	{"IT", "LIVIGNO", lawEU, "", "", nil},
	{"IT", "CAMPIONE", lawEU, "", "", nil},
	{"IT", "", lawEU, "DPR 633/1972 art. 16", "tedb gobl json", []rateRow{standard(22_000), reduced(10_000), reduced2(5_000), superReduced(4_000)}},
	// Books went from 9 to 5 in 2026, heating from 9 to 21.
	{"LT", "", lawEU, "PVM įstatymas (IX-751) art. 19", "tedb json", []rateRow{standard(21_000), reduced(9_000).before("2026-01-01").by("json lt-sovos lt-meridian"),
		reduced(12_000).starting("2026-01-01").by("tedb lt-sovos"), reduced2(5_000)}},
	{"LU", "", lawEU, "loi TVA du 12 février 1979", "tedb json", []rateRow{standard(17_000), intermediate(14_000), reduced(8_000), superReduced(3_000)}},
	{"LV", "", lawEU, "Pievienotās vērtības nodokļa likums art. 41, 42", "tedb json", []rateRow{standard(21_000), reduced(12_000), reduced2(5_000)}},
	{"MT", "", lawEU, "VAT Act (Cap. 406), Fifth and Eighth Schedule; L.N. 231 of 2023", "tedb json", []rateRow{standard(18_000), intermediate(12_000).by("tedb mt-2024"),
		reduced(7_000), reduced2(5_000), zero().by("mt-zero mt-tolley")}},
	{"NL", "", lawEU, "Wet OB 1968 art. 9", "tedb gobl json", []rateRow{standard(21_000), reduced(9_000)}},
	{"PL", "", lawEU, "ustawa o VAT (2004) art. 41, 146ef", "tedb gobl json", []rateRow{standard(23_000), reduced(8_000), reduced2(5_000)}},
	{"PT", "20 AC", lawEU, actPT + "; Decreto Legislativo Regional 15-A/2021/A (Azores)", "gobl pt-azores pt-economias", []rateRow{standard(16_000).by("tedb gobl pt-azores"), intermediate(9_000), reduced(4_000)}},
	{"PT", "30 MA", lawEU, actPT + "; Orçamento da Região Autónoma da Madeira para 2024", "gobl pt-economias", []rateRow{standard(22_000).by("tedb gobl json csv"), intermediate(12_000),
		reduced(5_000).before("2024-10-01").by("gobl pt-madeira pt-economias"), reduced(4_000).starting("2024-10-01").by("gobl pt-madeira pt-capitalizar")}},
	{"PT", "", lawEU, actPT, "tedb gobl json", []rateRow{standard(23_000), intermediate(13_000), reduced(6_000)}},
	// Both reduced rates went into one in 2025; some goods of 9 went to 21.
	{"RO", "", lawEU, "Codul fiscal (Legea 227/2015) art. 291; Legea 141/2025", "tedb json", []rateRow{standard(19_000).before("2025-08-01"), standard(21_000).starting("2025-08-01"),
		reduced(9_000).before("2025-08-01").by("json ro-2025"), reduced(11_000).starting("2025-08-01"), reduced2(5_000).before("2025-08-01").by("json ro-2025")}},
	{"SE", "", lawEU, "mervärdesskattelagen (2023:200) ch. 9", "tedb gobl json", []rateRow{standard(25_000), reduced(12_000), reduced2(6_000)}},
	{"SI", "", lawEU, "ZDDV-1 art. 41", "tedb json", []rateRow{standard(22_000), reduced(9_500), reduced2(5_000)}},
	// Most of what was taxed at 10 went to 5 in 2025, food that is not basic from 20
	// to 19, the rest of 10 to 19 or 23.
	{"SK", "", lawEU, "zákon č. 222/2004 Z. z. § 27", "tedb json", []rateRow{standard(20_000).before("2025-01-01"), standard(23_000).starting("2025-01-01"),
		intermediate(19_000).starting("2025-01-01"), reduced(10_000).before("2025-01-01").by("json sk-crowe sk-ey"), reduced(5_000).starting("2025-01-01"),
		reduced2(5_000).before("2025-01-01").by("sk-crowe sk-ey")}},
}

// overseas are the rates of Guadeloupe, Martinique and Réunion.
var overseas = []rateRow{standard(8_500).by("tedb json csv fr-dom"), reduced(2_100).by("fr-dom fr-guide"), superReduced(1_050)}
