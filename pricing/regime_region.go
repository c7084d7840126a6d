package pricing

import "strings"

// RegionAt returns the region for RegimeOf of an address in a country whose
// regions have names that addresses don't show, from its postal code; "" where a
// postal code lies in no such region. It knows:
//
//   - with rates of their own: Jungholz and Mittelberg (AT), Corsica (FR 20R),
//     Guadeloupe, Martinique and Réunion (FR 971, 972, 974; exports from the Union),
//     the Azores and Madeira (PT 20, 30), Northern Ireland (GB NIR);
//   - outside of the tax area of their country, so that RegimeOf reports false:
//     Büsingen and Helgoland (DE), the Canary Islands, Ceuta and Melilla (ES GC, TF,
//     CE, ML), Åland (FI 01), French Guiana, Mayotte and the other parts of France
//     overseas, Mount Athos (GR 69), Livigno and Campione d'Italia (IT), Jersey and
//     Guernsey (GB JE, GY), Svalbard (NO 21).
//
// Source: European Commission, territorial status of EU countries and certain
// territories (Directive 2006/112/EC art. 6 and 7), and the postal codes of the
// places. Blanks, case and the sign of the country ("A-6991") do not matter.
func RegionAt(country, postcode string) string {
	country, postcode = strings.ToUpper(country), strings.ToUpper(postcode)
	if sign, code, signed := strings.Cut(postcode, "-"); signed && !strings.ContainsAny(sign, "0123456789") {
		postcode = code
	}
	postcode = strings.TrimPrefix(strings.Join(strings.Fields(postcode), ""), country)
	region, length := "", 0
	for _, t := range territories {
		if t.country != country {
			continue
		}
		for prefix := range strings.FieldsSeq(t.prefixes) {
			if len(prefix) > length && strings.HasPrefix(postcode, prefix) {
				region, length = t.region, len(prefix)
			}
		}
	}
	return region
}

// territories are the beginnings of the postal codes of regions; the longest one
// decides.
var territories = [...]struct{ country, region, prefixes string }{
	{"AT", "JUNGHOLZ", "6691 87491"}, // each has an Austrian and a German code
	{"AT", "MITTELBERG", "6991 6992 6993 87567 87568 87569"},
	{"DE", "BUSINGEN", "78266"},
	{"DE", "HELGOLAND", "27498"},
	{"ES", "GC", "35"},
	{"ES", "TF", "38"},
	{"ES", "CE", "51"},
	{"ES", "ML", "52"},
	{"FI", "01", "22"},
	{"FR", "20R", "20"},
	{"FR", "971", "971"},
	{"FR", "972", "972"},
	{"FR", "973", "973"},
	{"FR", "974", "974"},
	{"FR", "976", "976"},
	{"FR", "PM", "975"},
	{"FR", "BL", "977 97133"}, // Saint-Barthélemy and Saint-Martin keep codes of Guadeloupe
	{"FR", "MF", "978 97150"},
	{"FR", "TF", "984"},
	{"FR", "WF", "986"},
	{"FR", "PF", "987"},
	{"FR", "NC", "988"},
	{"GB", "NIR", "BT"},
	{"GB", "JE", "JE"},
	{"GB", "GY", "GY"},
	{"GR", "69", "63086"},
	{"IT", "LIVIGNO", "23041"},
	{"IT", "CAMPIONE", "22061"},
	{"NO", "21", "917"},
	{"PT", "30", "90 91 92 93 94"},
	{"PT", "20", "95 96 97 98 99"},
}

// taxOf names the place whose tax a country has: mostly its own.
func taxOf(country, region string) (string, string) {
	for _, s := range shared {
		if s.country == country {
			return s.as, s.region
		}
	}
	return country, region
}

// shared are the places with the tax of another (Directive 2006/112/EC art. 7),
// departments of France that are countries in ISO 3166-1, and names that VAT
// numbers use.
var shared = [...]struct{ country, as, region string }{
	{"EL", "GR", ""},
	{"GP", "FR", "971"},
	{"IM", "GB", ""},
	{"MC", "FR", ""},
	{"MQ", "FR", "972"},
	{"RE", "FR", "974"},
	{"XI", "GB", "NIR"},
}
