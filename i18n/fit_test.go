package i18n_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/i18n"
)

// nad is the name and address segment of UN/EDIFACT, directory D.00A: C080 party
// name an..35, C059 up to four times 3042 street an..35, 3164 city an..35, 3251
// postal code an..17, in the character set UNOB, which is ASCII.
var nad = i18n.Limits{Unit: i18n.CodePoints, Prints: i18n.ASCII, Name: 35, Organisation: 35, Lines: []int{35, 35, 35, 35},
	Locality: 35, PostalCode: 17, StreetAndTown: true}

// aggregated is what Sendcloud publishes of Amazon's limits (sendcloud.dev, address
// field limits): name and company 50, two lines of 60, city 30, postal code 12,
// telephone 20.
var aggregated = i18n.Limits{Name: 50, Organisation: 50, Lines: []int{60, 60}, Locality: 30, PostalCode: 12, Phone: 20}

// short names issues by path and code.
func short(issues []i18n.Issue) []string {
	var list []string
	for _, issue := range issues {
		list = append(list, issue.Path+" "+issue.Code)
	}
	return list
}

func TestAddressesFitWhatCarriersTake(t *testing.T) {
	kyiv := i18n.Address{Country: "UA", Name: "Олена Шевченко", Lines: []string{"вул. Хрещатик, 22"}, Locality: "Київ", PostalCode: "01001", Phone: "044 123 4567"}
	tokyo := i18n.Address{Country: "JP", Name: "山田　太郎", Lines: []string{"千代田1-1"}, Locality: "千代田区", Region: "東京都", PostalCode: "〒１００－０００１"}
	withTwin := tokyo
	withTwin.Latin = &i18n.Address{Name: "Taro Yamada", Lines: []string{"1-1 Chiyoda"}, Locality: "Chiyoda-ku"}
	long := i18n.Address{Country: "FR", Name: "Zoé Lefèvre", Organisation: "Société nationale des chemins de fer français",
		Lines: []string{"Résidence des Champs-Élysées, Bâtiment B, Appartement 314", "12 rue de l'Église"}, Locality: "Saint-Étienne", PostalCode: "42000", SortingCode: "Cedex 1"}
	for _, c := range []struct {
		name   string
		in     i18n.Address
		limits i18n.Limits
		from   string
		want   i18n.Address
		issues []string
	}{
		{"no limits change only codes and phones", kyiv, i18n.Limits{}, "DE",
			i18n.Address{Country: "UA", Name: "Олена Шевченко", Lines: []string{"вул. Хрещатик, 22"}, Locality: "Київ", PostalCode: "01001", Phone: "+380441234567"}, nil},
		{"Ukrainian in ASCII", kyiv, nad, "DE",
			i18n.Address{Country: "UA", Name: "Olena Shevchenko", Lines: []string{"vul. Khreshchatyk, 22"}, Locality: "Kyiv", PostalCode: "01001", Phone: "+380441234567"},
			[]string{"lines[0] transliterated", "name transliterated", "locality transliterated"}},
		{"the twin counts", withTwin, nad, "DE",
			i18n.Address{Country: "JP", Name: "Taro Yamada", Lines: []string{"1-1 Chiyoda"}, Locality: "Chiyoda-ku", Region: "Tokyo", PostalCode: "100-0001"}, nil},
		{"without a twin it is asked for", tokyo, nad, "DE",
			i18n.Address{Country: "JP", Name: "山田　太郎", Lines: []string{"千代田1-1"}, Locality: "千代田区", Region: "Tokyo", PostalCode: "100-0001"},
			[]string{"latin.lines[0] latin_needed", "latin.name latin_needed", "latin.locality latin_needed"}},
		{"local letters at home, Latin ones abroad: at home", tokyo, i18n.Limits{PrintsAbroad: i18n.LatinScript}, "JP",
			i18n.Address{Country: "JP", Name: "山田　太郎", Lines: []string{"千代田1-1"}, Locality: "千代田区", Region: "東京都", PostalCode: "100-0001"}, nil},
		{"local letters at home, Latin ones abroad: abroad", withTwin, i18n.Limits{PrintsAbroad: i18n.LatinScript}, "DE",
			i18n.Address{Country: "JP", Name: "Taro Yamada", Lines: []string{"1-1 Chiyoda"}, Locality: "Chiyoda-ku", Region: "Tokyo", PostalCode: "100-0001"}, nil},
		{"long streets go over the lines, at words", long, nad, "FR",
			i18n.Address{Country: "FR", Name: "Zoe Lefevre", Organisation: "Societe nationale des chemins de fer francais",
				Lines:    []string{"Residence des Champs-Elysees,", "Batiment B, Appartement 314", "12 rue de l'Eglise"},
				Locality: "Saint-Etienne Cedex 1", PostalCode: "42000"},
			[]string{"lines[0] transliterated", "lines[1] transliterated", "name transliterated", "organisation transliterated", "locality transliterated", "organisation too_long"}},
		{"lines are joined if there are fewer", long, aggregated, "FR",
			i18n.Address{Country: "FR", Name: "Zoé Lefèvre", Organisation: "Société nationale des chemins de fer français",
				Lines:    []string{"Résidence des Champs-Élysées, Bâtiment B, Appartement 314", "12 rue de l'Église"},
				Locality: "Saint-Étienne", PostalCode: "42000", SortingCode: "Cedex 1"}, nil},
		{"three lines on two", i18n.Address{Country: "DE", Lines: []string{"Hinterhaus", "3. Stock", "Straße des 17. Juni 135"}}, i18n.Limits{Lines: []int{30, 30}}, "DE",
			i18n.Address{Country: "DE", Lines: []string{"Hinterhaus, 3. Stock, Straße", "des 17. Juni 135"}}, nil},
		{"lines of different lengths", i18n.Address{Country: "DE", Lines: []string{"Straße des 17. Juni 135"}}, i18n.Limits{Lines: []int{10, 13}}, "DE",
			i18n.Address{Country: "DE", Lines: []string{"Straße des", "17. Juni 135"}}, nil},
		{"what does not fit stays whole", i18n.Address{Country: "DE", Name: "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff", Lines: []string{"Straße des 17. Juni 135"}, PostalCode: "10623", Locality: "Berlin"},
			i18n.Limits{Name: 35, Lines: []int{10}, Locality: 5}, "DE",
			i18n.Address{Country: "DE", Name: "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff", Lines: []string{"Straße des 17. Juni 135"}, PostalCode: "10623", Locality: "Berlin"},
			[]string{"name too_long", "locality too_long", "lines too_long"}},
		{"capitals of the language", i18n.Address{Country: "TR", Name: "İrem Işık", Lines: []string{"İstiklal Cd. 1"}, Locality: "Beyoğlu", Language: "tr"}, i18n.Limits{Capitals: true}, "TR",
			i18n.Address{Country: "TR", Name: "İREM IŞIK", Lines: []string{"İSTİKLAL CD. 1"}, Locality: "BEYOĞLU", Language: "tr"}, nil},
		{"capitals count, not what they were", i18n.Address{Country: "DE", Locality: "Groß"}, i18n.Limits{Capitals: true, Locality: 4}, "DE",
			i18n.Address{Country: "DE", Locality: "GROSS"}, []string{"locality too_long"}},
		{"the quarter gets a line", i18n.Address{Country: "BR", Lines: []string{"Av. Paulista 1578"}, Sublocality: "Bela Vista"}, i18n.Limits{StreetAndTown: true}, "BR",
			i18n.Address{Country: "BR", Lines: []string{"Av. Paulista 1578", "Bela Vista"}}, nil},
		{"post office boxes", i18n.Address{Country: "DE", Lines: []string{"Postfach 12 34"}}, i18n.Limits{NoPOBox: true}, "DE",
			i18n.Address{Country: "DE", Lines: []string{"Postfach 12 34"}}, []string{"lines po_box"}},
		{"a name that the twin lacks", i18n.Address{Country: "GR", Name: "Μαρία", Lines: []string{"Ερμού 15"}, Latin: &i18n.Address{Lines: []string{"15 Ermou Str."}}}, nad, "DE",
			i18n.Address{Country: "GR", Name: "Maria", Lines: []string{"15 Ermou Str."}}, []string{"name transliterated"}},
		{"a twin that ASCII lacks too", i18n.Address{Country: "JP", Name: "村", Latin: &i18n.Address{Name: "Kōzō"}}, nad, "DE",
			i18n.Address{Country: "JP", Name: "Kozo"}, []string{"latin.name transliterated"}},
		{"the twin's own phone and code", i18n.Address{Country: "JP", Name: "村", Latin: &i18n.Address{Name: "Mura", Phone: "０９０－１２３４－５６７８", PostalCode: "１０００００１"}}, nad, "DE",
			i18n.Address{Country: "JP", Name: "Mura", Phone: "+819012345678", PostalCode: "100-0001"}, nil},
		{"Japanese lines are joined without a comma", i18n.Address{Country: "JP", Lines: []string{"千代田1-1", "皇居ビル203"}}, i18n.Limits{Lines: []int{20}}, "JP",
			i18n.Address{Country: "JP", Lines: []string{"千代田1-1 皇居ビル203"}}, nil},
		{"a region as letters bear it", i18n.Address{Country: "US", Region: "California"}, i18n.Limits{Region: 2}, "US",
			i18n.Address{Country: "US", Region: "CA"}, nil},
		{"a region's code where only that fits", i18n.Address{Country: "JP", Region: "Tokyo"}, i18n.Limits{Region: 2}, "JP",
			i18n.Address{Country: "JP", Region: "13"}, nil},
		{"a region that nobody knows", i18n.Address{Country: "JP", Region: "Bavaria"}, i18n.Limits{Region: 2}, "JP",
			i18n.Address{Country: "JP", Region: "Bavaria"}, []string{"region too_long"}},
		{"the path of a long twin", i18n.Address{Country: "JP", Name: "村", Latin: &i18n.Address{Name: strings.Repeat("Mura ", 8) + "x"}}, nad, "DE",
			i18n.Address{Country: "JP", Name: strings.Repeat("Mura ", 8) + "x"}, []string{"latin.name too_long"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, err := json.Marshal(c.in)
			require.NoError(t, err)
			got, issues := c.in.Fit(c.limits, c.from)
			assert.Equal(t, c.want, got)
			assert.Equal(t, c.issues, short(issues))
			after, err := json.Marshal(c.in)
			require.NoError(t, err)
			assert.Equal(t, string(before), string(after), "the address stays as it is")
		})
	}
	_, issues := long.Fit(nad, "FR")
	last := issues[len(issues)-1]
	assert.Equal(t, 35, last.Limit)
	assert.Equal(t, "length 45, and 35 is the most", last.Detail)
	assert.Equal(t, i18n.Error, last.Severity)
}

func TestEveryFieldHasItsLimit(t *testing.T) {
	a := i18n.Address{Name: "long", Organisation: "long", Lines: []string{"long"}, Sublocality: "long", Locality: "long", Region: "long",
		PostalCode: "long", SortingCode: "long", Phone: "long", Country: "XX"}
	all := i18n.Limits{Name: 3, Organisation: 3, Sublocality: 3, Locality: 3, Region: 3, PostalCode: 3, SortingCode: 3, Phone: 3, Lines: []int{3}}
	_, issues := a.Fit(all, "")
	assert.ElementsMatch(t, []string{"name too_long", "organisation too_long", "sublocality too_long", "locality too_long", "region too_long",
		"postalCode too_long", "sortingCode too_long", "phone too_long", "lines too_long"}, short(issues))
	for _, issue := range issues {
		assert.Equal(t, 3, issue.Limit, issue.Path)
	}
	text, err := json.Marshal(nad)
	require.NoError(t, err)
	var again i18n.Limits
	require.NoError(t, json.Unmarshal(text, &again))
	assert.Equal(t, nad, again, "limits are data")
}

func TestPostOfficeBoxesAreKnownByTheirWords(t *testing.T) {
	look := func(line string) bool {
		_, issues := i18n.Address{Lines: []string{"x", line}}.Fit(i18n.Limits{NoPOBox: true}, "")
		return len(issues) > 0
	}
	for _, line := range []string{"P.O. Box 12", "PO BOX 12", "P O Box 12", "Post Office Box 1", "Postfach 10 20", "Postbus 5", "BP 123", "B.P. 123",
		"Boîte postale 7", "Apartado 12", "Caixa Postal 1", "Casilla 9", "Postboks 1", "а/я 12", "私書箱12号", "사서함 3", "ص.ب 12", "ת.ד. 5"} {
		assert.True(t, look(line), line)
	}
	for _, line := range []string{"Boxhagener Str. 12", "12 Post Street", "Poststraße 1", "Boxer Lane", "Bpp 1"} {
		assert.False(t, look(line), line)
	}
}

func TestUnitsCountAsCarriersDo(t *testing.T) {
	for _, c := range []struct {
		text                                      string
		characters, points, utf16, bytes, columns int
	}{
		{"", 0, 0, 0, 0, 0}, {"abc", 3, 3, 3, 3, 3}, {"é", 1, 1, 1, 2, 1}, {"q\u0301", 1, 2, 2, 3, 1}, {"東京ﾄｳ", 4, 4, 4, 12, 6},
		{"한국", 2, 2, 2, 6, 4}, {"𠮷", 1, 1, 2, 4, 2}, {"Ａ", 1, 1, 1, 3, 2}, {"नि", 1, 2, 2, 6, 1},
	} {
		got := []int{i18n.Characters.Count(c.text), i18n.CodePoints.Count(c.text), i18n.UTF16.Count(c.text), i18n.Bytes.Count(c.text), i18n.Columns.Count(c.text)}
		assert.Equal(t, []int{c.characters, c.points, c.utf16, c.bytes, c.columns}, got, c.text)
	}
}

func TestNothingIsCutWhenLettersAreFitted(t *testing.T) {
	bare := strings.NewReplacer(" ", "", ",", "", "\u3000", "")
	for _, a := range letters {
		for width := 4; width < 60; width += 3 {
			for lines := 1; lines < 4; lines++ {
				limits := i18n.Limits{Lines: make([]int, lines)}
				for i := range limits.Lines {
					limits.Lines[i] = width
				}
				got, issues := a.Fit(limits, a.Country)
				require.Equal(t, bare.Replace(strings.Join(a.Lines, "")), bare.Replace(strings.Join(got.Lines, "")))
				if !i18n.HasErrors(issues) {
					require.LessOrEqual(t, len(got.Lines), lines)
					for _, line := range got.Lines {
						require.LessOrEqual(t, i18n.Graphemes(line), width)
					}
				}
			}
		}
	}
}

func FuzzFit(f *testing.F) {
	f.Add("山田", "千代田1-1\n皇居", "Tokyo", "〒１００", "090-1234-5678", "JP", 10, 2)
	f.Add("Олена", "вул. Хрещатик, 22", "Київ", "01001", "044 123 4567", "UA", 8, 3)
	f.Add("Groß", "P.O. Box 1\n\n2", "", "", "x", "", 1, 1)
	f.Fuzz(func(t *testing.T, name, lines, locality, code, phone, country string, width, count int) {
		typed := i18n.Address{Name: name, Lines: strings.Split(lines, "\n"), Locality: locality, PostalCode: code, Phone: phone, Country: country}
		a, _ := typed.Clean()
		for _, prints := range []i18n.Repertoire{i18n.EveryScript, i18n.LatinScript, i18n.ASCII} {
			limits := i18n.Limits{Prints: prints, Name: width, Locality: width}
			for range min(max(count, 0), 9) {
				limits.Lines = append(limits.Lines, width)
			}
			got, issues := a.Fit(limits, "DE")
			all := strings.Join(append([]string{got.Name, got.Locality, got.PostalCode, got.Phone}, got.Lines...), "")
			if i18n.HasErrors(issues) {
				continue
			}
			require.True(t, prints.Holds(all), "%q", all)
			for i, line := range got.Lines {
				require.True(t, len(limits.Lines) == 0 || i < len(limits.Lines) && i18n.Graphemes(line) <= width, "%q", got.Lines)
			}
			if prints == i18n.EveryScript {
				bare := strings.NewReplacer(" ", "", ",", "", "\u3000", "", "\u200B", "", "\n", "")
				require.Equal(t, bare.Replace(strings.Join(a.Lines, "")), bare.Replace(strings.Join(got.Lines, "")), "nothing is cut")
			}
		}
	})
}
