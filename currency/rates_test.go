package currency_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
)

var _ currency.Rates = (*currency.RateTable)(nil)

func ecbFile(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/eurofxref-daily.xml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTheECBsFileReadsAsItIs(t *testing.T) {
	rates, err := currency.ReadECB(bytes.NewReader(ecbFile(t)))
	if err != nil || len(rates) != 6 {
		t.Fatalf("%v, %v", rates, err)
	}
	if got, want := rates[0].String(), "EUR 1 = USD 1.0834 (European Central Bank, 2026-01-02T15:00:00Z)"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	padded := append(ecbFile(t), bytes.Repeat([]byte{' '}, 16<<20-len(ecbFile(t)))...)
	if rates, err := currency.ReadECB(bytes.NewReader(padded)); err != nil || len(rates) != 6 {
		t.Errorf("16 MiB: %v, %v", rates, err)
	}
	if rates, err := currency.ReadECB(bytes.NewReader(append(padded, ' '))); err == nil {
		t.Errorf("16 MiB and a byte: %v", rates)
	}
	// hist-90d has a Cube for every day, and no spaces.
	text := strings.Replace(string(ecbFile(t)), "</Cube>\n\t</Cube>", `</Cube><Cube time="2026-01-05"><Cube currency="USD" rate="1.08"/></Cube></Cube>`, 1)
	if rates, err := currency.ReadECB(strings.NewReader(text)); err != nil || len(rates) != 7 {
		t.Errorf("%v, %v", rates, err)
	}
}

func TestTheECBsFileIsReadStrictly(t *testing.T) {
	good := string(ecbFile(t))
	for _, change := range [][2]string{
		{"1.0834", "-1.0834"}, {"1.0834", "0"}, {"1.0834", "N/A"}, {"1.0834", "1e3"}, {"1.0834", "1,0834"}, {"1.0834", ""}, {"1.0834", " 1.0834"},
		{"'USD'", "'EUR'"}, {"'USD'", "'usd'"}, {"'USD'", "'XYZ'"}, {"'USD'", "'JPY'"}, {"'USD'", "'USD' more='1'"},
		{"2026-01-02", "2026-02-30"}, {"2026-01-02", "02.01.2026"}, {"time='2026-01-02'", ""},
		{"2002-08-01/eurofxref", "2099-01-01/eurofxref"}, {"gesmes:Envelope xmlns", "gesmes:Other xmlns"},
		{"</gesmes:Envelope>", ""}, {"</gesmes:Envelope>", "</gesmes:Envelope><more/>"}, {"<Cube>", "<Cube>text"}, {"<Cube>", "<Cube><x/>"}, {"<Cube>", "<Cube><Cube><Cube>"},
		{"<gesmes:Envelope", "<!DOCTYPE x [<!ENTITY a 'b'>]><gesmes:Envelope"}, {"</gesmes:name>", "</gesmes:nome>"},
		{"<Cube time=", "<Cube time='2026-01-02'/><Cube time="}, {"</gesmes:Envelope>", "<Cube/></gesmes:Envelope>"}, {"gesmes:subject>", "gesmes:thing>"},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if rates, err := currency.ReadECB(strings.NewReader(bad)); err == nil || rates != nil {
			t.Errorf("%q in place of %q: %d rates, %v", change[1], change[0], len(rates), err)
		} else {
			wantKind(t, err, currency.ErrSyntax)
		}
	}
	for _, bad := range []string{"", "<", "<html></html>", strings.Repeat("<a>", 1000), strings.Repeat(" ", 17<<20)} {
		_, err := currency.ReadECB(strings.NewReader(bad))
		wantKind(t, err, currency.ErrSyntax)
	}
}

func TestATableFindsTheNewestRateThatTheWorldKnew(t *testing.T) {
	ctx := context.Background()
	rate := func(from, to currency.Code, value string, at time.Time) currency.Rate {
		r, err := currency.NewRate(from, to, dec(value), at, "test")
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	day := 24 * time.Hour
	monday, tuesday := rate(currency.EUR, currency.USD, "1.1", rateDay), rate(currency.EUR, currency.USD, "1.2", rateDay.Add(day))
	yen := rate(currency.EUR, currency.JPY, "160", rateDay)
	other := rate(currency.GBP, currency.CHF, "1.1", rateDay)
	table, err := currency.NewRateTable(currency.RateTableConfig{Pivot: currency.EUR, MaxAge: 5 * day}, monday, yen, tuesday, other, monday)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		why      string
		from, to currency.Code
		at       time.Time
		want     []currency.Rate
	}{
		{"forward", currency.EUR, currency.USD, rateDay, []currency.Rate{monday}},
		{"backward", currency.USD, currency.EUR, rateDay, []currency.Rate{monday}},
		{"the newer one is not out yet", currency.EUR, currency.USD, rateDay.Add(day - time.Second), []currency.Rate{monday}},
		{"the newer one is out", currency.EUR, currency.USD, rateDay.Add(day), []currency.Rate{tuesday}},
		{"through the pivot", currency.USD, currency.JPY, rateDay, []currency.Rate{monday, yen}},
		{"old but good", currency.EUR, currency.JPY, rateDay.Add(5 * day), []currency.Rate{yen}},
		{"too old", currency.EUR, currency.JPY, rateDay.Add(5*day + 1), nil},
		{"before the first", currency.EUR, currency.JPY, rateDay.Add(-1), nil},
		{"no such currency", currency.EUR, currency.SEK, rateDay, nil},
		{"no pivot between", currency.GBP, currency.JPY, rateDay, nil},
		{"the same", currency.USD, currency.USD, rateDay, nil},
	} {
		chain, err := table.Rates(ctx, tt.from, tt.to, tt.at)
		if len(chain) != len(tt.want) || (err == nil) != (tt.want != nil) {
			t.Errorf("%s: %v, %v; want %v", tt.why, chain, err, tt.want)
			continue
		}
		if err != nil {
			wantKind(t, err, currency.ErrNoRate)
			continue
		}
		for i := range chain {
			if chain[i] != tt.want[i] {
				t.Errorf("%s: %v, want %v", tt.why, chain, tt.want)
			}
		}
		if got, err := currency.Convert(currency.New(100000, tt.from), currency.HalfUp, chain...); err != nil || got.To.Code() != tt.to {
			t.Errorf("%s: %v, %v", tt.why, got.To, err)
		}
	}
	for why, rates := range map[string][]currency.Rate{
		"two for one time": {monday, rate(currency.EUR, currency.USD, "1.3", rateDay)},
		"inverse as well":  {monday, rate(currency.USD, currency.EUR, "0.9", rateDay)},
		"the zero rate":    {{}},
	} {
		if table, err := currency.NewRateTable(currency.RateTableConfig{}, rates...); err == nil {
			t.Errorf("%s: %v", why, table)
		}
	}
	_, err = currency.NewRateTable(currency.RateTableConfig{MaxAge: -1})
	wantKind(t, err, currency.ErrRange)
	_, err = currency.NewRateTable(currency.RateTableConfig{Pivot: currency.Code(7)})
	wantKind(t, err, currency.ErrUnknownCode)
}
