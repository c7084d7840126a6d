package pricing_test

import (
	"testing"

	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// The places of the Commission's list of the territorial status of EU countries
// and certain territories, with a postal code of each.
func TestPostalCodesOfPlacesWithTheirOwnTax(t *testing.T) {
	for _, one := range []struct{ name, country, postcode, region, tax string }{
		{"Vienna", "AT", "1010", "", "at-20"},
		{"Jungholz", "AT", "6691", "JUNGHOLZ", "at-jungholz-19"},
		{"Hirschegg, in Mittelberg", "at", "A-6992", "MITTELBERG", "at-jungholz-19"},
		{"Riezlern by its German code", "AT", "87567", "MITTELBERG", "at-jungholz-19"},
		{"Berlin", "DE", "10115", "", "de-19"},
		{"Helgoland", "DE", "27498", "HELGOLAND", ""},
		{"Büsingen", "DE", "D-78266", "BUSINGEN", ""},
		{"Constance, next to it", "DE", "78462", "", "de-19"},
		{"Madrid", "ES", "28013", "", "es-21"},
		{"Palma", "ES", "07001", "", "es-21"},
		{"Las Palmas", "ES", "35001", "GC", ""},
		{"Tenerife", "ES", "38001", "TF", ""},
		{"Ceuta", "ES", "51001", "CE", ""},
		{"Melilla", "ES", "52006", "ML", ""},
		{"Mariehamn", "FI", "22100", "01", ""},
		{"Paris", "FR", "75001", "", "fr-20"},
		{"Ajaccio", "FR", "20000", "20R", "fr-20r-20"},
		{"Guadeloupe", "FR", "97110", "971", "fr-971-8.5"},
		{"Saint-Barthélemy, with a code of Guadeloupe", "FR", "97133", "BL", ""},
		{"Saint-Martin, with a code of Guadeloupe", "FR", "97150", "MF", ""},
		{"Martinique", "FR", "97200", "972", "fr-972-8.5"},
		{"Cayenne", "FR", "97300", "973", ""},
		{"Réunion", "FR", "97400", "974", "fr-974-8.5"},
		{"Mayotte", "FR", "97600", "976", ""},
		{"Tahiti", "FR", "98714", "PF", ""},
		{"Monaco", "FR", "98000", "", "fr-20"},
		{"London", "GB", "SW1A 1AA", "", "gb-20"},
		{"Belfast", "GB", "bt1 5gs", "NIR", "gb-nir-20"},
		{"Jersey", "GB", "JE2 3AB", "JE", ""},
		{"Guernsey", "GB", "GY1 1AA", "GY", ""},
		{"Isle of Man", "GB", "IM1 1AA", "", "gb-20"},
		{"Athens", "GR", "104 31", "", "gr-24"},
		{"Mount Athos", "GR", "630 86", "69", ""},
		{"Como", "IT", "22100", "", "it-22"},
		{"Campione d'Italia", "IT", "22061", "CAMPIONE", ""},
		{"Livigno", "IT", "23041", "LIVIGNO", ""},
		{"Tromsø", "NO", "9008", "", "no-25"},
		{"Longyearbyen", "NO", "9170", "21", ""},
		{"Lisbon", "PT", "1000-205", "", "pt-23"},
		{"Funchal", "PT", "9000-018", "30", "pt-30-22"},
		{"Porto Santo", "PT", "9400-001", "30", "pt-30-22"},
		{"Ponta Delgada", "PT", "9500-150", "20", "pt-20-16"},
		{"Toronto", "CA", "M5V 2T6", "", ""},
		{"nowhere", "", "", "", ""},
	} {
		region := pricing.RegionAt(one.country, one.postcode)
		require.Equal(t, one.region, region, one.name)
		r, _ := pricing.RegimeOf(one.country, region, on("2026-09-01"))
		require.Equal(t, one.tax, taxIDs(r, "standard"), one.name)
	}
}

func TestPostalCodesAsPeopleWriteThem(t *testing.T) {
	for _, written := range []string{"6991", " 6991 ", "A-6991", "AT-6991", "at 6991", "AT6991", "a - 6991"} {
		require.Equal(t, "MITTELBERG", pricing.RegionAt("AT", written), written)
	}
	for _, written := range []string{"BT1 5GS", "bt15gs", "BT1-5GS", "GB-BT1 5GS"} {
		require.Equal(t, "NIR", pricing.RegionAt("gb", written), written)
	}
}
