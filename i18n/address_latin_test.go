package i18n_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orderkit/orderkit/i18n"
)

func TestAddressesAreWrittenInLatinLetters(t *testing.T) {
	greek := i18n.Address{Country: "GR", Name: "Μαρία Παπαδοπούλου", Lines: []string{"Ερμού 15"}, Locality: "Αθήνα", PostalCode: "10563", Phone: "21 0123 4567"}
	got, issues := greek.InLatin(i18n.LatinScript)
	assert.Equal(t, i18n.Address{Country: "GR", Name: "Maria Papadopoulou", Lines: []string{"Ermou 15"}, Locality: "Athina", PostalCode: "10563", Phone: "21 0123 4567"}, got)
	assert.Equal(t, []string{"lines[0] transliterated", "name transliterated", "locality transliterated"}, short(issues))
	assert.Equal(t, []string{"Maria Papadopoulou", "Ermou 15", "105 63 ATHINA"}, greek.Layout(i18n.LayoutOptions{Latin: true, From: "GR"}), "Layout uses it")

	russian := i18n.Address{Country: "UA", Language: "ru", Locality: "Киев", Region: "Київ"}
	got, _ = russian.InLatin(i18n.ASCII)
	assert.Equal(t, "Kiev", got.Locality, "the address's language, not the country's")
	assert.Equal(t, "Kyiv city", got.Region, "the region's official Latin name")

	cairo := i18n.Address{Country: "EG", Name: "محمد", Lines: []string{"شارع التحرير ٤٢", "Floor 2"}, PostalCode: "١٢٣١١", Phone: "٠١٠٠١٢٣٤٥٦٧"}
	got, issues = cairo.InLatin(i18n.ASCII)
	assert.Equal(t, i18n.Address{Country: "EG", Name: "محمد", Lines: []string{"شارع التحرير ٤٢", "Floor 2"}, PostalCode: "12311", Phone: "01001234567"}, got)
	assert.Equal(t, []string{"latin.lines[0] latin_needed", "latin.name latin_needed", "phone transliterated"}, short(issues))
	assert.True(t, i18n.HasErrors(issues))

	for _, a := range letters {
		if i18n.LatinScript.Holds(a.Name + strings.Join(a.Lines, "") + a.Locality + a.Region) {
			same, issues := a.InLatin(i18n.LatinScript)
			assert.Equal(t, a, same, "an address that the repertoire has")
			assert.Empty(t, issues)
		}
		same, issues := a.InLatin(i18n.EveryScript)
		a.Latin = nil
		assert.Equal(t, a, same)
		assert.Empty(t, issues)
	}
}
