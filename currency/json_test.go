package currency_test

import (
	"database/sql"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

func TestJSONIsAnObjectOfTwoStrings(t *testing.T) {
	for want, a := range map[string]currency.Amount{
		`{"amount":"12.34","currency":"EUR"}`:                 eur("12.34"),
		`{"amount":"-0.05","currency":"EUR"}`:                 eur("-0.05"),
		`{"amount":"1000","currency":"JPY"}`:                  currency.New(1000, currency.JPY),
		`{"amount":"92233720368547758.07","currency":"EUR"}`:  currency.New(math.MaxInt64, currency.EUR),
		`{"amount":"0.00","currency":"EUR"}`:                  currency.Zero(currency.EUR),
		`{"amount":"0","currency":""}`:                        {},
		`{"amount":"-922337203685477.5807","currency":"CLF"}`: currency.New(-math.MaxInt64, currency.CLF),
	} {
		data, err := json.Marshal(a)
		if err != nil || string(data) != want {
			t.Errorf("%v is %s, %v; want %s", a, data, err, want)
		}
		back := eur("9")
		if err := json.Unmarshal(data, &back); err != nil || back != a {
			t.Errorf("%s came back as %v, %v", data, back, err)
		}
	}
}

func TestJSONWorksInsideOtherTypes(t *testing.T) {
	type line struct {
		Total    currency.Amount
		Discount *currency.Amount           `json:",omitempty"`
		ByName   map[string]currency.Amount `json:",omitempty"`
		Mode     currency.Mode
	}
	in := line{Total: eur("1"), ByName: map[string]currency.Amount{"x": {}}, Mode: currency.HalfEven}
	data, err := json.Marshal(in)
	const want = `{"Total":{"amount":"1.00","currency":"EUR"},"ByName":{"x":{"amount":"0","currency":""}},"Mode":"half_even"}`
	if err != nil || string(data) != want {
		t.Fatalf("%s, %v", data, err)
	}
	var out line
	if err := json.Unmarshal(data, &out); err != nil || out.Total != in.Total || out.ByName["x"] != in.ByName["x"] || out.Mode != in.Mode || out.Discount != nil {
		t.Errorf("%+v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"Discount":null}`), &out); err != nil || out.Discount != nil {
		t.Errorf("null is no optional amount: %v, %v", out.Discount, err)
	}
	if err := json.Unmarshal([]byte(`{"Total":null}`), &out); err == nil || out.Total != in.Total {
		t.Errorf("null was read as %v, %v", out.Total, err)
	}
}

func TestJSONRefusesAmountKeysInsteadOfGuessing(t *testing.T) {
	var keys map[currency.Amount]bool
	if err := json.Unmarshal([]byte(`{"EUR 2.00":true}`), &keys); err == nil {
		t.Errorf("read %v: then say so in the comment of UnmarshalJSON", keys)
	}
}

func TestJSONAcceptsOrderAndWhiteSpace(t *testing.T) {
	for _, text := range []string{
		`{"currency":"EUR","amount":"12.34"}`,
		" {\n\t\"amount\" : \"12.34\" ,\r\n \"currency\" : \"EUR\" } ",
		`{"amount":"12.34","currency":"EUR"}`,
	} {
		var a currency.Amount
		if err := a.UnmarshalJSON([]byte(text)); err != nil || a != eur("12.34") {
			t.Errorf("%s was read as %v, %v", text, a, err)
		}
	}
}

func TestJSONTellsHowToLeaveAnAmountOut(t *testing.T) {
	for text, want := range map[string]string{"null": "have a *Amount for an optional one", "12.34": `want {"amount":"12.34","currency":"EUR"}`} {
		var a currency.Amount
		if err := a.UnmarshalJSON([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestJSONRefusesEverythingElse(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		kind       currency.Kind
	}{
		{"null", `null`, currency.ErrSyntax},
		{"number", `12.34`, currency.ErrSyntax},
		{"string", `"EUR 12.34"`, currency.ErrSyntax},
		{"array", `["12.34","EUR"]`, currency.ErrSyntax},
		{"empty", ``, currency.ErrSyntax},
		{"empty object", `{}`, currency.ErrSyntax},
		{"amount is a number", `{"amount":12.34,"currency":"EUR"}`, currency.ErrSyntax},
		{"amount is null", `{"amount":null,"currency":"EUR"}`, currency.ErrSyntax},
		{"currency is a number", `{"amount":"12.34","currency":978}`, currency.ErrSyntax},
		{"no currency", `{"amount":"12.34"}`, currency.ErrSyntax},
		{"no amount", `{"currency":"EUR"}`, currency.ErrSyntax},
		{"unknown key", `{"amount":"12.34","currency":"EUR","x":"1"}`, currency.ErrSyntax},
		{"unknown key instead", `{"value":"12.34","currency":"EUR"}`, currency.ErrSyntax},
		{"other case", `{"Amount":"12.34","currency":"EUR"}`, currency.ErrSyntax},
		{"other case, too", `{"amount":"12.34","currency":"EUR","AMOUNT":"1"}`, currency.ErrSyntax},
		{"long s", "{\"amount\":\"12.34\",\"currency\":\"EUR\",\"amount\u017f\":\"1\"}", currency.ErrSyntax},
		{"repeated amount", `{"amount":"12.34","amount":"12.34","currency":"EUR"}`, currency.ErrSyntax},
		{"repeated currency", `{"amount":"12.34","currency":"EUR","currency":"USD"}`, currency.ErrSyntax},
		{"escape in the key", `{"\u0061mount":"12.34","currency":"EUR"}`, currency.ErrSyntax},
		{"escape in the value", `{"amount":"12.34","currency":"EU\u0052"}`, currency.ErrSyntax},
		{"comma behind", `{"amount":"12.34","currency":"EUR",}`, currency.ErrSyntax},
		{"comma before", `{,"amount":"12.34","currency":"EUR"}`, currency.ErrSyntax},
		{"no comma", `{"amount":"12.34" "currency":"EUR"}`, currency.ErrSyntax},
		{"not closed", `{"amount":"12.34","currency":"EUR"`, currency.ErrSyntax},
		{"string not closed", `{"amount":"12.34","currency":"EUR`, currency.ErrSyntax},
		{"something behind", `{"amount":"12.34","currency":"EUR"}}`, currency.ErrSyntax},
		{"control character", "{\"amount\":\"12.34\n\",\"currency\":\"EUR\"}", currency.ErrSyntax},
		{"empty amount", `{"amount":"","currency":"EUR"}`, currency.ErrSyntax},
		{"exponent", `{"amount":"1e2","currency":"EUR"}`, currency.ErrSyntax},
		{"too many decimals", `{"amount":"12.345","currency":"EUR"}`, currency.ErrDigits},
		{"out of range", `{"amount":"92233720368547758.08","currency":"EUR"}`, currency.ErrOverflow},
		{"unknown currency", `{"amount":"1","currency":"ZZZ"}`, currency.ErrUnknownCode},
		{"lower case currency", `{"amount":"1","currency":"eur"}`, currency.ErrUnknownCode},
		{"money of no currency", `{"amount":"1","currency":""}`, currency.ErrUnknownCode},
		{"decimals of no currency", `{"amount":"0.00","currency":""}`, currency.ErrUnknownCode},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := eur("9")
			wantKind(t, a.UnmarshalJSON([]byte(tt.text)), tt.kind)
			if a != eur("9") {
				t.Errorf("the amount became %v", a)
			}
			if json.Unmarshal([]byte(tt.text), &a) == nil || a != eur("9") {
				t.Errorf("json.Unmarshal made it %v", a)
			}
		})
	}
}

func TestSQLStoresText(t *testing.T) {
	for _, a := range []currency.Amount{eur("12.34"), eur("-0.05"), currency.New(7, currency.JPY), {}} {
		value, err := a.Value()
		if err != nil {
			t.Fatal(err)
		}
		text, ok := value.(string)
		if !ok || text != a.String() {
			t.Fatalf("%v is stored as %T %v", a, value, value)
		}
		for _, src := range []any{text, []byte(text)} {
			back := eur("9")
			if err := back.Scan(src); err != nil || back != a {
				t.Errorf("%v came back as %v, %v", src, back, err)
			}
		}
		var null sql.Null[currency.Amount]
		if err := null.Scan(text); err != nil || !null.Valid || null.V != a {
			t.Errorf("sql.Null: %v, %v", null, err)
		}
		if err := null.Scan(nil); err != nil || null.Valid {
			t.Errorf("sql.Null of NULL: %v, %v", null, err)
		}
	}
	a := eur("9")
	for _, src := range []any{nil, 12.34, int64(1234), true} {
		wantKind(t, a.Scan(src), currency.ErrSyntax)
	}
	wantKind(t, a.Scan("EUR 12.345"), currency.ErrDigits)
	if a != eur("9") {
		t.Errorf("a refused scan made it %v", a)
	}
}
