package currency_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

func TestFixedEuroRates(t *testing.T) {
	n := 0
	for _, line := range strings.Fields(`ATS=13.7603/1999 BEF=40.3399/1999 DEM=1.95583/1999 ESP=166.386/1999 FIM=5.94573/1999
		FRF=6.55957/1999 IEP=0.787564/1999 ITL=1936.27/1999 LUF=40.3399/1999 NLG=2.20371/1999 PTE=200.482/1999
		GRD=340.750/2001 SIT=239.640/2007 CYP=0.585274/2008 MTL=0.429300/2008 SKK=30.1260/2009 EEK=15.6466/2011
		LVL=0.702804/2014 LTL=3.45280/2015 HRK=7.53450/2023 BGN=1.95583/2026`) {
		n++
		code, _ := currency.ParseCode(line[:3])
		value, year, _ := strings.Cut(line[4:], "/")
		r, ok := currency.EuroRate(code)
		if !ok || r.From() != currency.EUR || r.To() != code || !r.Value().Equal(dec(value)) || r.At().Format("2006-01-02") != year+"-01-01" || !strings.HasPrefix(r.Source(), "Regulation (E") {
			t.Errorf("%s: %v, %v", line, r, ok)
		}
		// Six significant digits, as Regulation (EC) No 1103/97 article 4 says.
		if digits := strings.TrimLeft(strings.ReplaceAll(value, ".", ""), "0"); len(digits) != 6 {
			t.Errorf("%s: %d significant digits", line, len(digits))
		}
	}
	found := 0
	for _, c := range currency.Codes() {
		if _, ok := currency.EuroRate(c); ok {
			found++
		}
	}
	if n != 21 || found != 21 {
		t.Errorf("%d rates in the test and %d in the table, want 21", n, found)
	}
	if _, ok := currency.EuroRate(currency.EUR); ok {
		t.Error("the euro has replaced itself")
	}
}

func TestConversionByFixedRates(t *testing.T) {
	for _, tt := range []struct {
		a    string
		from currency.Code
		to   currency.Code
		want string
		euro string
	}{
		{"100.00", currency.DEM, currency.EUR, "51.13", ""},
		{"100.00", currency.EUR, currency.DEM, "195.58", ""},
		{"1000", currency.ITL, currency.EUR, "0.52", ""},
		{"100.00", currency.HRK, currency.EUR, "13.27", ""},
		{"100.00", currency.BGN, currency.EUR, "51.13", ""},
		{"100.00", currency.DEM, currency.FRF, "335.38", "51.129"}, // in one step it would be 335.39
		{"1.00", currency.FRF, currency.DEM, "0.30", "0.152"},      // 1/6.55957 = 0.15245
		{"1000000.00", currency.DEM, currency.BGN, "1000000.00", "511291.881"},
		{"-100.00", currency.DEM, currency.FRF, "-335.38", "-51.129"},
	} {
		got, err := currency.ConvertFixed(currency.MustParse(tt.a, tt.from), tt.to, currency.HalfUp)
		if err != nil || got.To.String() != tt.to.String()+" "+tt.want || got.Euro != tt.euro {
			t.Errorf("%v %s to %v: %v by euro %q, %v; want %s by %q", tt.from, tt.a, tt.to, got.To, got.Euro, err, tt.want, tt.euro)
		}
	}
	_, err := currency.ConvertFixed(eur("1"), currency.USD, currency.HalfUp)
	wantKind(t, err, currency.ErrNoRate)
	_, err = currency.ConvertFixed(currency.New(1, currency.USD), currency.DEM, currency.HalfUp)
	wantKind(t, err, currency.ErrNoRate)
	_, err = currency.ConvertFixed(eur("1"), currency.EUR, currency.HalfUp)
	wantKind(t, err, currency.ErrRange)
	_, err = currency.ConvertFixed(currency.New(1, currency.DEM), currency.DEM, currency.HalfUp)
	wantKind(t, err, currency.ErrRange)
	_, err = currency.ConvertFixed(currency.New(1, currency.DEM), currency.FRF, 99)
	wantKind(t, err, currency.ErrRange)
	_, err = currency.ConvertFixed(currency.New(1<<62, currency.IEP), currency.ITL, currency.HalfUp)
	wantKind(t, err, currency.ErrOverflow)
}

// Between two national units: to euro, rounded half up to three decimals, then
// on, rounded once; compared with exact fractions.
func TestFixedConversionsAreTheLawInFractions(t *testing.T) {
	r := random(t)
	codes := []currency.Code{currency.DEM, currency.ITL, currency.IEP, currency.GRD, currency.HRK, currency.BGN}
	for range times(5000) {
		from, to := codes[r.IntN(len(codes))], codes[r.IntN(len(codes))]
		if from == to {
			continue
		}
		first, _ := currency.EuroRate(from)
		second, _ := currency.EuroRate(to)
		a, m := currency.New(anyMinor(r)>>12, from), anyMode(r)
		x := new(big.Rat).SetFrac(big.NewInt(a.Minor()), tenTo(from.Digits()))
		x.Quo(x, rat(first.Value()))
		x.Mul(x, big.NewRat(1000, 1))
		x.SetFrac(exactRound(x, currency.HalfUp), big.NewInt(1000))
		x.Mul(x, rat(second.Value()))
		x.Mul(x, new(big.Rat).SetInt(tenTo(to.Digits())))
		got, err := currency.ConvertFixed(a, to, m)
		checkExact(t, "fixed conversion", got.To, err, exactRound(x, m))
	}
}

func TestAConversionThroughTheEuroIsCheckedWithItsEuro(t *testing.T) {
	c, err := currency.ConvertFixed(currency.MustParse("100.00", currency.DEM), currency.FRF, currency.HalfUp)
	if err != nil || c.Check() != nil {
		t.Fatal(err, c.Check())
	}
	for _, euro := range []string{"51.130", "51.13", "1"} {
		c.Euro = euro
		if c.Check() == nil {
			t.Errorf("%s euro are not the %s that the conversion went through", euro, "51.129")
		}
	}
}

// Regulation (EC) No 1103/97, article 4 (1).
func TestFixedRatesHaveSixSignificantFigures(t *testing.T) {
	n := 0
	for _, c := range currency.Codes() {
		if r, ok := currency.EuroRate(c); ok {
			n++
			if figures := r.Value().Coefficient().String(); len(figures) != 6 {
				t.Errorf("%v: %s", r, figures)
			}
		}
	}
	if n != 21 {
		t.Errorf("%d currencies", n)
	}
}
