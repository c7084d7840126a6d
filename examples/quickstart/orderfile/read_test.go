package orderfile_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/examples/quickstart/orderfile"
	"github.com/orderkit/orderkit/order"
)

const good = `{
  "number": "1", "currency": "EUR", "prices": "gross",
  "lines": [{"id": "mug", "title": "Mug", "type": "goods", "quantity": 3, "price": "12.50", "tax": "19"}],
  "coupons": [{"code": "A", "percent": "10"}],
  "shipping": {"price": "4.90", "tax": "19"},
  "shipTo": {"name": "A. Muster", "lines": ["Weg 1"], "postalCode": "10115", "locality": "Berlin", "country": "DE"}
}`

func TestTheFilesOfTheREADMEAreRead(t *testing.T) {
	text, err := os.ReadFile("../order.json")
	require.NoError(t, err)
	d, err := orderfile.Read(text)
	require.NoError(t, err)
	assert.Equal(t, "12.5", d.Items[0].Line.Unit.String())
	assert.Equal(t, int64(3), d.Items[0].Line.Quantity)
	assert.Equal(t, "花子 ♥ 2026", d.Texts["ring/engraving"])
	assert.Equal(t, "SPRING", d.Discounts[0].Code)
	assert.Equal(t, "EUR 4.90", d.Charges[0].Charge.Amount.String())
	assert.Equal(t, "JP", d.ShipTo.Country)
	assert.Equal(t, "Hanako Yamada", d.ShipTo.Latin.Name)
	_, err = orderfile.Read([]byte(good))
	require.NoError(t, err)
}

func TestEachFaultIsToldWithItsPlace(t *testing.T) {
	long := strings.Repeat("9", 1_000_000)
	for name, c := range map[string]struct{ old, new, path, reason string }{
		"unknown currency":            {`"EUR"`, `"EUX"`, "currency", "no ISO 4217"},
		"currency in lower case":      {`"EUR"`, `"eur"`, "currency", "no ISO 4217"},
		"negative quantity":           {`"quantity": 3`, `"quantity": -3`, "lines[0].quantity", "not above zero"},
		"no quantity at all":          {`"quantity": 3, `, ``, "lines[0].quantity", "missing"},
		"half a piece":                {`"quantity": 3`, `"quantity": 0.5`, "lines[0].quantity", "not a whole number"},
		"quantity in the float way":   {`"quantity": 3`, `"quantity": 3e0`, "lines[0].quantity", "not a whole number"},
		"quantity beyond int64":       {`"quantity": 3`, `"quantity": 9223372036854775808`, "lines[0].quantity", "not a whole number"},
		"quantity of a million":       {`"quantity": 3`, `"quantity": ` + long, "lines[0].quantity", "1000000 characters"},
		"quantity as a text":          {`"quantity": 3`, `"quantity": "3"`, "lines[0].quantity", "is a text, not a number"},
		"price as a number":           {`"12.50"`, `12.50`, "lines[0].price", "is a number, not a text"},
		"price that does not fit":     {`"12.50"`, `"12.505"`, "lines[0].price", "more decimals than EUR"},
		"price for yen":               {`"currency": "EUR"`, `"currency": "JPY"`, "lines[0].price", "more decimals than JPY"},
		"price of a million digits":   {`"12.50"`, `"` + long + `"`, "lines[0].price", "not an amount"},
		"price with a comma":          {`"12.50"`, `"12,50"`, "lines[0].price", "not an amount"},
		"price with an exponent":      {`"12.50"`, `"1e3"`, "lines[0].price", "not an amount"},
		"negative price":              {`"12.50"`, `"-12.50"`, "lines[0].price", "below zero"},
		"price beyond money":          {`"12.50"`, `"92233720368547758.08"`, "lines[0].price", "more money"},
		"total that overflows":        {`"quantity": 3, "price": "12.50"`, `"quantity": 9223372036854775807, "price": "12.50"`, "lines[0].price", "beyond"},
		"tax above all":               {`"price": "12.50", "tax": "19"`, `"price": "12.50", "tax": "1900"`, "lines[0].tax", "between 0 and 1000"},
		"tax that is none":            {`"price": "12.50", "tax": "19"`, `"price": "12.50", "tax": "19%"`, "lines[0].tax", "not a percentage"},
		"tax of a million digits":     {`"price": "12.50", "tax": "19"`, `"price": "12.50", "tax": "` + long + `"`, "lines[0].tax", "not a percentage"},
		"unknown product type":        {`"goods"`, `"service"`, "lines[0].type", "no workflow"},
		"twice the same line":         {`"lines": [{`, `"lines": [{"id":"mug","title":"M","type":"goods","quantity":1,"price":"1","tax":"19"}, {`, "lines[1].id", "used before"},
		"no lines":                    {`"lines": [{"id": "mug", "title": "Mug", "type": "goods", "quantity": 3, "price": "12.50", "tax": "19"}]`, `"lines": []`, "lines", "no items"},
		"a line that is none":         {`"lines": [{`, `"lines": [7, {`, "lines[0]", "is a number, not an object"},
		"line ID with spaces":         {`"mug"`, `"my mug"`, "lines[0].id", "letters"},
		"unknown key":                 {`"quantity": 3`, `"quantity": 3, "qty": 3`, "lines[0].qty", "no key of this place"},
		"key in other letters":        {`"quantity": 3`, `"quantity": 3, "QUANTITY": 4`, "lines[0].QUANTITY", "upper and lower case"},
		"key in many letters":         {`"number": "1"`, `"number": "1", "Number": "1", "NUMBER": "1"`, "NUMBER", "differs from \"number\""},
		"key that encoding/json maps": {`"DE"}`, `"DE"}, "coupon` + "\u017f" + `": []`, "[\"coupon\u017f\"]", "upper and lower case"},
		"repeated key":                {`"quantity": 3`, `"quantity": 3, "quantity": 4`, "lines[0].quantity", "more than once"},
		"no town":                     {`"locality": "Berlin", `, ``, "shipTo.locality", "need"},
		"no street":                   {`"lines": ["Weg 1"], `, ``, "shipTo.lines", "need"},
		"no name":                     {`"name": "A. Muster", `, ``, "shipTo.name", "missing"},
		"no country":                  {`, "country": "DE"`, ``, "shipTo.country", "missing"},
		"empty country":               {`"DE"`, `""`, "shipTo.country", "empty"},
		"unknown country":             {`"DE"`, `"QQ"`, "shipTo.country", ""},
		"no address":                  {good[strings.Index(good, ",\n  \"shipTo\""):], `}`, "shipTo", "something must be sent"},
		"neither net nor gross":       {`"gross"`, `"brutto"`, "prices", "neither"},
		"coupon without a cut":        {`, "percent": "10"`, ``, "coupons[0]", "either"},
		"coupon above all":            {`"10"`, `"101"`, "coupons[0].percent", "between 0 and 100"},
		"twice the same coupon":       {`"coupons": [{`, `"coupons": [{"code": "A", "amount": "1.00"}, {`, "coupons[1].code", "used before"},
		"shipping without tax":        {`"4.90", "tax": "19"`, `"4.90"`, "shipping.tax", "missing"},
		"null":                        {`"gross"`, `null`, "prices", "true, false or null, not a text"},
		"lost letters":                {`"Mug"`, `"\ud83d"`, "lines[0].title", "lost"},
		"too deep":                    {`"Mug"`, strings.Repeat("[", 500_000), "lines[0].title[0][0][0][0][0]", "deeper than 8"},
		"cut off":                     {"\n}", ``, "the file", "unexpected end"},
		"something behind":            {"\n}", "\n}\n{}", "the file", "after top-level value"},
		"not JSON":                    {`"EUR",`, `"EUR";`, "the file", "line 2, column 35"},
		"invalid UTF-8":               {`Mug`, "M\xffg", "the file", "line 3, column 38"},
		"too large":                   {"\n}", strings.Repeat("\n", orderfile.MaxBytes) + "}", "the file", "larger than"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(good, c.old, c.new, 1)
			require.NotEqual(t, good, text)
			began := time.Now()
			d, err := orderfile.Read([]byte(text))
			assert.Less(t, time.Since(began), 10*time.Second, "refused fast")
			assert.Empty(t, d)
			faults := faultsOf(t, err)
			var at []string
			for _, f := range faults {
				at = append(at, f.Path+": "+f.Reason)
				assert.Less(t, len(f.Reason), 300, "a fault is short, however long the file is")
			}
			assert.Condition(t, func() bool {
				for _, f := range faults {
					if f.Path == c.path && strings.Contains(f.Reason, c.reason) {
						return true
					}
				}
				return false
			}, "%s: %s is not among %q", c.path, c.reason, at)
			if name != "price for yen" && name != "key in many letters" {
				assert.Len(t, faults, 1, "one mistake is one fault: %q", at)
			}
		})
	}
}

func TestAllFaultsAreToldAtOnceInTheOrderOfTheFile(t *testing.T) {
	text := strings.NewReplacer(`"gross"`, `"x"`, `"quantity": 3`, `"qty": 3`, `"12.50"`, `"1.234"`, `"percent": "10"`, `"percent": "-1"`,
		`"4.90"`, `"x"`, `"locality": "Berlin", `, ``).Replace(good)
	_, err := orderfile.Read([]byte(text))
	var at []string
	for _, f := range faultsOf(t, err) {
		at = append(at, f.Path)
	}
	assert.Equal(t, []string{"prices", "lines[0].quantity", "lines[0].qty", "lines[0].price",
		"coupons[0].percent", "shipping.price", "shipTo.locality"}, at)
}

func TestAFileFullOfFaultsIsToldInPart(t *testing.T) {
	text := "{" + strings.Repeat(`"a":1,`, 100_000) + `"a":1}`
	_, err := orderfile.Read([]byte(text))
	faults := faultsOf(t, err)
	assert.Len(t, faults, orderfile.MaxFaults+1)
	assert.Contains(t, faults[len(faults)-1].Reason, "further faults")
}

func faultsOf(t *testing.T, err error) []order.Fault {
	t.Helper()
	var e *order.Error
	require.True(t, errors.As(err, &e), "%v", err)
	assert.ErrorIs(t, err, order.Invalid)
	return e.Faults
}
