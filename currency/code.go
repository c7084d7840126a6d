package currency

import (
	"strings"
	"time"
)

// Code is an ISO 4217 currency code, current or historic. It is comparable and
// a fine map key; the zero Code means no currency. Make one from a constant
// (currency.EUR) or with ParseCode: a Code that is neither is not Valid, and
// every amount, codec and calculation refuses it.
//
// Three counts of digits belong to a code, and mixing them is the classic
// mistake of a factor 100: Digits for the ledger, invoices and wires,
// DisplayDigits for showing prices to people, CashDigits and CashStep for coins
// and notes. What a payment provider sends on its wire is a fourth thing, which
// the provider's adapter knows.
type Code uint16

// class is what codes of one kind have in common.
type class struct {
	digits, display, cash uint8
	step                  int64
}

func (c Code) class() uint8 {
	page := int(codePage[(c>>5)&1023])
	return codeClass[page<<5|int(c&31)]
}

// Valid reports whether c is a known code, current or historic.
func (c Code) Valid() bool {
	return c < 1<<15 && c.class() != 0
}

// Digits is the ISO 4217 minor unit of c: how many decimals an amount has in
// the ledger, on invoices and on the wire (EUR 2, JPY 0, BHD 3, CLF 4). It is
// the count that Amount keeps. Codes to which ISO gives no minor unit ("N.A.":
// precious metals, XDR, XTS, XXX ...) have 0: they are counted in whole units.
// ISO publishes no digits for withdrawn codes; they keep those they had when
// they were withdrawn, as far as that is known, and CLDR's otherwise. An
// invalid code has 0.
func (c Code) Digits() int { return int(c.info().digits) }

// DisplayDigits is how many decimals prices in c are shown with, by CLDR: HUF
// has two decimals in the ledger and is shown with none. Never calculate with
// it.
func (c Code) DisplayDigits() int { return int(c.info().display) }

// CashDigits is how many decimals an amount in c has when it is paid in cash,
// by CLDR (CZK 0 although its Digits are 2). An invalid code has 0.
func (c Code) CashDigits() int { return int(c.info().cash) }

// CashStep is the smallest step of a cash payment in minor units, as CLDR lists
// it: CHF 5 (0.05), HUF 500 (5 forint), SEK 100 (1 krona), EUR 1. CLDR does not
// list every country's rule (AUD and NZD have 1 here): Amount.RoundTo takes any
// step. An invalid code has 0.
func (c Code) CashStep() int64 { return c.info().step }

func (c Code) info() *class {
	if c >= 1<<15 {
		return &classes[0]
	}
	return &classes[c.class()]
}

// String returns the three letters of c, "" for the zero Code and "???" for an
// invalid one.
func (c Code) String() string {
	if c == 0 {
		return ""
	}
	if i, ok := c.index(); ok {
		return codeList[i : i+3]
	}
	return "???"
}

// index finds c in codeList, whose records are sorted as the codes are.
func (c Code) index() (int, bool) {
	low, high := 0, codeCount
	for low < high {
		mid := (low + high) / 2
		if m := packed(codeList[mid*codeRecord:]); m == c {
			return mid * codeRecord, true
		} else if m < c {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return 0, false
}

// codeRecord is the length of one record of codeList: code, from, to.
const codeRecord = 3 + 8 + 8

// packed is the Code of the first three letters of s, which are A to Z.
func packed(s string) Code {
	return Code(s[0]-'A'+1)<<10 | Code(s[1]-'A'+1)<<5 | Code(s[2]-'A'+1)
}

// From returns the first day (midnight UTC) on which c was legal tender
// anywhere, by CLDR. It reports false where CLDR has no date, as for codes that
// never were legal tender (XAU, CHE, XTS).
func (c Code) From() (time.Time, bool) { return c.day(3) }

// To returns the last day (midnight UTC) on which c was legal tender anywhere,
// by CLDR. It reports false while c still is, and for codes without dates. The
// date is the end of legal tender, not ISO's withdrawal of the code; amounts in
// c stay good for refunds and books after it.
func (c Code) To() (time.Time, bool) { return c.day(3 + 8) }

func (c Code) day(offset int) (time.Time, bool) {
	i, ok := c.index()
	if !ok {
		return time.Time{}, false
	}
	text := codeList[i+offset : i+offset+8]
	if text[0] == ' ' {
		return time.Time{}, false
	}
	number := func(s string) (n int) {
		for i := 0; i < len(s); i++ {
			n = n*10 + int(s[i]-'0')
		}
		return n
	}
	return time.Date(number(text[:4]), time.Month(number(text[4:6])), number(text[6:]), 0, 0, 0, 0, time.UTC), true
}

// ParseCode returns the code with exactly the three letters s, upper case
// ASCII. Anything else is ErrUnknownCode: there is no default currency and no
// default number of digits.
func ParseCode(s string) (Code, error) {
	if c, ok := lookup(s); ok {
		return c, nil
	}
	reason := "no such ISO 4217 code"
	if len(s) != 3 {
		reason = "codes have three letters"
	} else if u, ok := lookup(strings.ToUpper(s)); ok {
		reason = "codes are upper case: " + u.String()
	}
	return 0, &Error{Op: "parse code", Kind: ErrUnknownCode, Input: shorten(s), Reason: reason}
}

func lookup[T string | []byte](s T) (Code, bool) {
	if len(s) != 3 || !upper(s[0]) || !upper(s[1]) || !upper(s[2]) {
		return 0, false
	}
	c := Code(s[0]-'A'+1)<<10 | Code(s[1]-'A'+1)<<5 | Code(s[2]-'A'+1)
	return c, c.Valid()
}

func upper(b byte) bool { return 'A' <= b && b <= 'Z' }

// Codes returns every known code, current and historic, in alphabetical order.
// The slice is the caller's.
func Codes() []Code {
	codes := make([]Code, codeCount)
	for i := range codes {
		codes[i] = packed(codeList[i*codeRecord:])
	}
	return codes
}
