package pricing

import (
	"encoding/json"
	"errors"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

// Every input that holds a decimal has a codec here, made the same way: the
// struct without its methods, with the decimal replaced by a number and optional
// amounts by pointers. In JSON the outer field wins.

type (
	bareTax      Tax
	bareDiscount Discount
	bareLine     Line
)

type taxJSON struct {
	*bareTax
	Percent *Number          `json:"percent,omitempty"`
	Fixed   *currency.Amount `json:"fixed,omitempty"`
}

type discountJSON struct {
	*bareDiscount
	Percent *Number          `json:"percent,omitempty"`
	Fixed   *currency.Amount `json:"fixed,omitempty"`
}

type lineJSON struct {
	*bareLine
	Unit  *Number          `json:"unit"`
	Floor *currency.Amount `json:"floor,omitempty"`
}

var (
	errUnit    = errors.New("pricing: unit is missing")
	errPercent = errors.New("pricing: percent is missing")
)

// MarshalJSON writes the percentage as a string, or the fixed amount instead.
func (t Tax) MarshalJSON() ([]byte, error) {
	out := taxJSON{bareTax: (*bareTax)(&t), Fixed: present(t.Fixed)}
	if out.Fixed == nil || t.Percent.Sign() != 0 {
		out.Percent = (*Number)(&t.Percent)
	}
	return json.Marshal(out)
}

// UnmarshalJSON requires the percentage, as a string, or a fixed amount.
func (t *Tax) UnmarshalJSON(text []byte) error {
	in := taxJSON{bareTax: new(bareTax)}
	if err := json.Unmarshal(text, &in); err != nil {
		return err
	}
	if in.Percent == nil && in.Fixed == nil {
		return errPercent
	}
	*t = Tax(*in.bareTax)
	t.Percent, t.Fixed = decimal.Decimal{}, value(in.Fixed)
	if in.Percent != nil {
		t.Percent = decimal.Decimal(*in.Percent)
	}
	return nil
}

// MarshalJSON writes the percentage as a string and leaves out what is not set.
func (d Discount) MarshalJSON() ([]byte, error) {
	out := discountJSON{bareDiscount: (*bareDiscount)(&d), Fixed: present(d.Fixed)}
	if d.Percent.Sign() != 0 {
		out.Percent = (*Number)(&d.Percent)
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads the percentage as a string.
func (d *Discount) UnmarshalJSON(text []byte) error {
	in := discountJSON{bareDiscount: new(bareDiscount)}
	if err := json.Unmarshal(text, &in); err != nil {
		return err
	}
	*d = Discount(*in.bareDiscount)
	d.Percent, d.Fixed = decimal.Decimal{}, value(in.Fixed)
	if in.Percent != nil {
		d.Percent = decimal.Decimal(*in.Percent)
	}
	return nil
}

// MarshalJSON writes the unit price as a string.
func (l Line) MarshalJSON() ([]byte, error) {
	return json.Marshal(lineJSON{(*bareLine)(&l), (*Number)(&l.Unit), present(l.Floor)})
}

// UnmarshalJSON requires the unit price, as a string.
func (l *Line) UnmarshalJSON(text []byte) error {
	in := lineJSON{bareLine: new(bareLine)}
	if err := read(text, &in, &in.Unit, errUnit); err != nil {
		return err
	}
	*l = Line(*in.bareLine)
	l.Unit, l.Floor = decimal.Decimal(*in.Unit), value(in.Floor)
	return nil
}

// read fills in from text and refuses a text without the number.
func read(text []byte, in any, n **Number, missing error) error {
	if err := json.Unmarshal(text, in); err != nil {
		return err
	}
	if *n == nil {
		return missing
	}
	return nil
}

func present(a currency.Amount) *currency.Amount {
	if a == (currency.Amount{}) {
		return nil
	}
	return &a
}

func value(a *currency.Amount) currency.Amount {
	if a == nil {
		return currency.Amount{}
	}
	return *a
}
