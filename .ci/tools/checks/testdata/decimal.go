package x

import (
	"fmt"

	"github.com/shopspring/decimal"
)

func bad(d decimal.Decimal) {
	_ = d.Div(d)                            // want
	_ = decimal.Avg(d, d)                   // want
	_ = d.String()                          // want
	_ = d.StringFixed(2)                    // want
	_ = d.StringFixedBank(2)                // want
	_ = d.Round(2)                          // want
	_ = d.RoundBank(2)                      // want
	_ = d.IntPart()                         // want
	_, _ = d.MarshalJSON()                  // want
	_, _ = decimal.NewFromString("1")       // want
	f := decimal.RequireFromString          // want
	_ = decimal.NewFromFloat(1.5)           // want
	_, _ = d.Float64()                      // want
	_ = decimal.DivisionPrecision           // want
	_ = fmt.Sprint("is ", d)                // want
	_ = fmt.Errorf("%v", []decimal.Decimal{ // want
		d,
	})
	_ = f
}

type builder struct{}

func (builder) String() string { return "" }

func good(d decimal.Decimal) decimal.Decimal {
	q, _ := d.QuoRem(decimal.New(3, 0), 0)
	_ = builder{}.String()
	_ = fmt.Sprint(d.Coefficient(), d.Exponent(), d.Sign())
	return d.Mul(q).Add(decimal.NewFromInt(1))
}

var _, _ = bad, good
