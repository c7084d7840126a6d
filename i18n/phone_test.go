package i18n_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/i18n"
)

func TestPhoneNumbersAreReadAsPeopleTypeThem(t *testing.T) {
	for _, c := range []struct{ name, country, in, e164, abroad, home string }{
		{"German with a trunk zero", "DE", "0171 1234567", "+491711234567", "+49 171 1234567", "0171 1234567"},
		{"German with a zero in brackets", "DE", "+49 (0) 171 / 123 45 67", "+491711234567", "+49 171 1234567", "0171 1234567"},
		{"from another country", "FR", "+49 171 1234567", "+491711234567", "+49 171 1234567", "0171 1234567"},
		{"from no country", "", "+49-171-1234567", "+491711234567", "+49 171 1234567", "0171 1234567"},
		{"with 00", "FR", "0049 171 1234567", "+491711234567", "+49 171 1234567", "0171 1234567"},
		{"with 00 where people dial 011", "US", "0049 171 1234567", "+491711234567", "+49 171 1234567", "0171 1234567"},
		{"with 011", "US", "011 49 171 1234567", "+491711234567", "+49 171 1234567", "0171 1234567"},
		{"with 00 in no country", "", "0049 171 1234567", "+491711234567", "+49 171 1234567", "0171 1234567"},
		{"a calling code that nothing marks", "FR", "33 6 12 34 56 78", "+33612345678", "+33 6 12 34 56 78", "06 12 34 56 78"},
		{"Italian keeps its zero", "IT", "06 6982 1234", "+390669821234", "+39 06 6982 1234", "06 6982 1234"},
		{"Italian mobiles have none", "IT", "+39 312 345 6789", "+393123456789", "+39 312 345 6789", "312 345 6789"},
		{"Arabic digits", "EG", "٠١٠ ٠١٢٣٤٥٦٧", "+201001234567", "+20 10 01234567", "010 01234567"},
		{"Persian digits", "IR", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "+989123456789", "+98 912 345 6789", "0912 345 6789"},
		{"fullwidth", "JP", "０９０－１２３４－５６７８", "+819012345678", "+81 90 1234 5678", "090-1234-5678"},
		{"fullwidth plus", "JP", "＋８１　９０　１２３４　５６７８", "+819012345678", "+81 90 1234 5678", "090-1234-5678"},
		{"American", "US", "(201) 555-0123", "+12015550123", "+1 201 555 0123", "(201) 555-0123"},
		{"American with a one", "US", "1-201-555-0123", "+12015550123", "+1 201 555 0123", "(201) 555-0123"},
		{"Canadian under the same code", "CA", "506-234-5678", "+15062345678", "+1 506 234 5678", "(506) 234-5678"},
		{"seven digits in Antigua", "AG", "460 1234", "+12684601234", "+1 268 460 1234", "(268) 460-1234"},
		{"British", "GB", "020 7946 0018", "+442079460018", "+44 20 7946 0018", "020 7946 0018"},
		{"Russian with an eight", "RU", "8 (912) 345-67-89", "+79123456789", "+7 912 345 67 89", "8 (912) 345-67-89"},
		{"Hungarian with 06", "HU", "06 20 123 4567", "+36201234567", "+36 20 123 4567", "06 20 123 4567"},
		{"Argentine mobile as dialled at home", "AR", "011 15-2345-6789", "+5491123456789", "+54 9 11 2345 6789", "011 15-2345-6789"},
		{"Brazilian with a carrier's code", "BR", "0 15 11 96123-4567", "+5511961234567", "+55 11 96123 4567", "(11) 96123-4567"},
		{"an Indian number that begins as calls abroad do", "IN", "000 800 123 4567", "+910008001234567", "+91 0008001234567", "0008001234567"},
		{"a number of no country", "DE", "+800 1234 5678", "+80012345678", "+800 1234 5678", "1234 5678"},
		{"with words before it", "DE", "☎ Tel.: 0171 1234567", "+491711234567", "+49 171 1234567", "0171 1234567"},
		{"with marks of direction", "IL", "\u200E050-234-5678\u200F", "+972502345678", "+972 50 234 5678", "050-234-5678"},
		{"an extension", "US", "201-555-0123 ext. 45", "+12015550123", "+1 201 555 0123 ext. 45", "(201) 555-0123 ext. 45"},
		{"an extension by x", "US", "201-555-0123 x45", "+12015550123", "+1 201 555 0123 ext. 45", "(201) 555-0123 ext. 45"},
		{"an extension as in RFC 3966", "", "+12015550123;ext=45", "+12015550123", "+1 201 555 0123 ext. 45", "(201) 555-0123 ext. 45"},
		{"a Chinese extension", "CN", "010-12345678转123", "+861012345678", "+86 10 1234 5678 ext. 123", "010 1234 5678 ext. 123"},
		{"a Japanese extension", "JP", "０３−１２３４−５６７８（内線４５）", "+81312345678", "+81 3 1234 5678 ext. 45", "03-1234-5678 ext. 45"},
		{"a Russian extension", "RU", "8 (912) 345-67-89 доб. 12", "+79123456789", "+7 912 345 67 89 ext. 12", "8 (912) 345-67-89 ext. 12"},
	} {
		t.Run(c.name, func(t *testing.T) {
			phone, err := i18n.ParsePhone(c.in, c.country)
			require.NoError(t, err)
			assert.Equal(t, []string{c.e164, c.abroad, c.home}, []string{phone.E164(), phone.International(), phone.Domestic()})
			again, err := i18n.ParsePhone(phone.International(), "")
			require.NoError(t, err)
			assert.Equal(t, phone, again, "what we write is read back")
		})
	}
}

func TestWhatIsNoPhoneNumberStaysAndIsAWarning(t *testing.T) {
	for _, c := range []struct{ name, country, in, says string }{
		{"too short", "DE", "123", "too short"},
		{"too long", "DE", "0171 1234567 1234567 123456", "too long"},
		{"no area of the country", "US", "900-155-0123", "form"},
		{"no calling code and no country", "", "0171 1234567", "calling code"},
		{"no such calling code", "DE", "+999 123456", "calling code"},
		{"words", "DE", "call me", "no telephone number"},
		{"words behind", "DE", "0171 1234567 or 0172", "no telephone number"},
		{"an emoji", "DE", "👍", "no telephone number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			phone, err := i18n.ParsePhone(c.in, c.country)
			assert.ErrorContains(t, err, c.says)
			assert.Zero(t, phone)
			a := i18n.Address{Country: c.country, Phone: c.in}
			assert.Equal(t, c.in, a.NormalPhone())
			issue := found(a.Check(), "phone")
			assert.Equal(t, i18n.CodePhone, issue.Code)
			assert.Equal(t, i18n.Warning, issue.Severity)
		})
	}
	assert.Empty(t, found(i18n.Address{Country: "DE"}.Check(), "phone"), "nobody must have a phone")
	assert.Empty(t, i18n.Phone{}.E164()+i18n.Phone{}.International()+i18n.Phone{}.Domestic())
	good := i18n.Address{Country: "DE", Phone: "0171 1234567 x5", Latin: &i18n.Address{Lines: []string{"A"}, Locality: "B"}}
	assert.Equal(t, "+491711234567 ext. 5", good.NormalPhone())
	assert.Empty(t, found(good.Check(), "phone"))
	good.Phone = "1"
	assert.Empty(t, found(good.Check(), "latin.phone"), "said of the address already")
}

// Where we and libphonenumber differ, line by line of testdata. Those with a plus
// are numbers that our source, which is newer, does not have any more; the others
// are written in formats for calls at home only, which our source leaves out.
var phoneDifferences = []string{
	"BJ +22981123456", "BJ +22985751234",
	"CN 16812345", "HN 80021234567", "NL 14020", "NP 16600101234", "SK 9090123", "TR 4441444", "VN 1992000",
	"ZW +2631312345",
}

func TestEveryExampleOfLibphonenumberIsReadAndWrittenAlike(t *testing.T) {
	var differ []string
	countries, shared := map[string]bool{}, 0
	for _, line := range lines(t, "phones.txt.gz") {
		cells := strings.Split(line, "\t")
		country, e164, abroad, home := strings.TrimLeft(cells[0], "+0123456789"), cells[1], cells[2], cells[3]
		phone, err := i18n.ParsePhone(e164, country)
		if err != nil {
			differ = append(differ, cells[0]+" "+e164)
			continue
		}
		countries[cells[0]] = true
		require.Equal(t, e164, phone.E164())
		if phone.Country != country { // toll-free numbers belong to all countries of a calling code
			shared++
		}
		spaced := strings.Join(strings.FieldsFunc(abroad, func(r rune) bool { return strings.ContainsRune(" -./()", r) }), " ")
		require.Equal(t, spaced, phone.International(), "as libphonenumber, with the spaces of E.123")
		if phone.Domestic() != home {
			differ = append(differ, cells[0]+" "+phone.Domestic())
		}
		if country != "" {
			again, err := i18n.ParsePhone(home, country)
			require.NoError(t, err, line)
			require.Equal(t, phone, again, "%s as dialled at home", line)
		}
	}
	assert.Equal(t, phoneDifferences, differ)
	assert.Equal(t, 97, shared)
	assert.Len(t, countries, 254, "every country and every calling code of none")
}

func TestPhonesKeepTheirJSON(t *testing.T) {
	phone, err := i18n.ParsePhone("201-555-0123 x45", "US")
	require.NoError(t, err)
	text, err := json.Marshal(phone)
	require.NoError(t, err)
	assert.JSONEq(t, `{"country":"US","calling":"1","national":"2015550123","extension":"45"}`, string(text))
}

func FuzzPhone(f *testing.F) {
	for _, seed := range []string{"", "+", "0171 1234567", "+49 (0)171", "0049171", "٠١٠ ٠١٢٣٤٥٦٧", "8005550123 x1", "011 15-2345-6789", "+800 1234 5678"} {
		f.Add(seed, "DE")
		f.Add(seed, "AR")
		f.Add(seed, "US")
	}
	f.Fuzz(func(t *testing.T, text, country string) {
		phone, err := i18n.ParsePhone(text, country)
		if err != nil {
			require.Zero(t, phone)
			return
		}
		again, err := i18n.ParsePhone(phone.E164(), phone.Country)
		require.NoError(t, err, "%q %q -> %s", text, country, phone.E164())
		again.Extension = phone.Extension
		require.Equal(t, phone, again)
		abroad, err := i18n.ParsePhone(phone.International(), phone.Country)
		require.NoError(t, err, "%q %q -> %s", text, country, phone.International())
		require.Equal(t, phone, abroad)
	})
}
