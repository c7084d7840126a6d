package currency

import (
	"math/big"
	"time"
)

// fixed is an irrevocable conversion rate: one euro in a national currency.
type fixed struct {
	code       Code
	value      string
	year       int // from 1 January
	regulation string
}

// euroRates are all rates that the Council of the European Union has fixed, in
// Regulation (EC) No 2866/98 and its amendments.
var euroRates = [...]fixed{
	{ATS, "13.7603", 1999, "Regulation (EC) No 2866/98"},
	{BEF, "40.3399", 1999, "Regulation (EC) No 2866/98"},
	{DEM, "1.95583", 1999, "Regulation (EC) No 2866/98"},
	{ESP, "166.386", 1999, "Regulation (EC) No 2866/98"},
	{FIM, "5.94573", 1999, "Regulation (EC) No 2866/98"},
	{FRF, "6.55957", 1999, "Regulation (EC) No 2866/98"},
	{IEP, "0.787564", 1999, "Regulation (EC) No 2866/98"},
	{ITL, "1936.27", 1999, "Regulation (EC) No 2866/98"},
	{LUF, "40.3399", 1999, "Regulation (EC) No 2866/98"},
	{NLG, "2.20371", 1999, "Regulation (EC) No 2866/98"},
	{PTE, "200.482", 1999, "Regulation (EC) No 2866/98"},
	{GRD, "340.750", 2001, "Regulation (EC) No 1478/2000"},
	{SIT, "239.640", 2007, "Regulation (EC) No 1086/2006"},
	{CYP, "0.585274", 2008, "Regulation (EC) No 1135/2007"},
	{MTL, "0.429300", 2008, "Regulation (EC) No 1134/2007"},
	{SKK, "30.1260", 2009, "Regulation (EC) No 694/2008"},
	{EEK, "15.6466", 2011, "Regulation (EU) No 671/2010"},
	{LVL, "0.702804", 2014, "Regulation (EU) No 870/2013"},
	{LTL, "3.45280", 2015, "Regulation (EU) No 851/2014"},
	{HRK, "7.53450", 2023, "Regulation (EU) 2022/1208"},
	{BGN, "1.95583", 2026, "Regulation (EU) 2025/1409"},
}

// EuroRate returns the fixed rate from EUR to a currency that the euro has
// replaced, with the day it took effect and the regulation as its source. It
// reports false for all others.
func EuroRate(c Code) (Rate, bool) {
	for _, f := range euroRates {
		if f.code == c {
			n, scale, _ := parseRate(f.value)
			r, err := newRate(EUR, c, n, scale, time.Date(f.year, 1, 1, 0, 0, 0, 0, time.UTC), f.regulation)
			return r, err == nil
		}
	}
	return Rate{}, false
}

// ConvertFixed converts between the euro and the currencies it has replaced as
// Regulation (EC) No 1103/97, articles 4 and 5, prescribes: by the fixed rate
// with all its digits, dividing and never by an inverse; between two national
// units through an amount in euro that is rounded, half up, to three decimals,
// which Converted.Euro names. The law's mode is HalfUp. A currency without a
// fixed rate is ErrNoRate; other errors as Convert.
func ConvertFixed(a Amount, to Code, m Mode) (Converted, error) {
	const op = "convert by fixed rates"
	chain := make([]Rate, 0, 2)
	for _, c := range [...]Code{a.code, to} {
		if c == EUR {
			continue
		}
		r, ok := EuroRate(c)
		if !ok {
			return Converted{}, &Error{Op: op, Kind: ErrNoRate, Code: c, Reason: "the euro has not replaced it"}
		}
		chain = append(chain, r)
	}
	if a.code == to {
		return Converted{}, &Error{Op: op, Kind: ErrRange, Code: to, Reason: "both currencies are the same"}
	}
	if len(chain) == 1 {
		return Convert(a, m, chain...)
	}
	switch {
	case a.minor == invalid:
		return Converted{}, invalidOperand(op, a)
	case !m.Valid():
		return Converted{}, badMode(op)
	}
	// BHD has three decimals: the thousandths of a euro are counted in it.
	num, den := exact(a.minor, a.code, EUR, chain[:1])
	euro, err := roundBig(op, num, den, 1, BHD, HalfUp)
	if err != nil {
		return Converted{}, err
	}
	num, den = exact(euro.minor, EUR, to, chain[1:])
	result, err := roundBig(op, num, den.Mul(den, big.NewInt(10)), 0, to, m)
	if err != nil {
		return Converted{}, err
	}
	return Converted{From: a, To: result, Rates: chain, Mode: m, Euro: euro.Number()}, nil
}
