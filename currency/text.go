package currency

// invalidText stands for an amount that is not Valid.
const invalidText = "invalid amount"

// Number returns the plain number, always with all of the currency's decimals
// and without its code: "12.34", "-0.05", "1000" for JPY. An amount that is
// not Valid gives "invalid amount", which no parser takes.
func (a Amount) Number() string {
	if a.minor == invalid {
		return invalidText
	}
	var b [maxText]byte
	return string(a.appendNumber(b[:0]))
}

// String returns what the text codec writes: "EUR 12.34", "JPY -1000", and "0"
// for the zero value. It is for logs, data and tests, not for shoppers.
func (a Amount) String() string {
	var b [maxText]byte
	text, err := a.AppendText(b[:0])
	if err != nil {
		return invalidText
	}
	return string(text)
}

// AppendText appends what MarshalText returns to b.
func (a Amount) AppendText(b []byte) ([]byte, error) {
	if a.minor == invalid {
		return b, invalidOperand("marshal", a)
	}
	if a == (Amount{}) {
		return append(b, '0'), nil
	}
	b = append(b, a.code.String()...)
	b = append(b, ' ')
	return a.appendNumber(b), nil
}

func (a Amount) appendNumber(b []byte) []byte {
	n := magnitude(a.minor)
	if a.minor < 0 {
		b = append(b, '-')
	}
	digits := a.code.Digits()
	var buf [24]byte
	i := len(buf)
	for k := 0; n > 0 || k <= digits; k++ {
		if k == digits && digits > 0 {
			i--
			buf[i] = '.'
		}
		i--
		buf[i] = byte('0' + n%10)
		n /= 10
	}
	return append(b, buf[i:]...)
}

// MarshalText writes "EUR 12.34", and "0" for the zero value.
func (a Amount) MarshalText() ([]byte, error) {
	return a.AppendText(make([]byte, 0, maxText))
}

// UnmarshalText reads what MarshalText writes: a code, one space, a number as
// Parse takes it; or "0", the zero value. Kinds: ErrSyntax and those of Parse
// and ParseCode.
func (a *Amount) UnmarshalText(text []byte) error {
	if string(text) == "0" {
		*a = Amount{}
		return nil
	}
	if len(text) < 5 || text[3] != ' ' {
		return &Error{Op: "unmarshal", Kind: ErrSyntax, Input: shorten(text), Reason: "want a code, a space and a number: EUR 12.34"}
	}
	got, err := fromFields(text[4:], text[:3])
	if err != nil {
		return err
	}
	*a = got
	return nil
}
