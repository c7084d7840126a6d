package currency

// Style says how a Locale writes amounts. The zero value is what shoppers know:
// the usual sign, and no more decimals than needed to tell the truth.
type Style struct {
	Sign       Sign     // how the currency is named; default Symbol
	Decimals   Decimals // how many are shown; default ShowExact
	Accounting bool     // negative amounts in parentheses, where the locale has that
}

// Sign is how an amount's currency is named.
type Sign uint8

// The signs, for US dollars in Canadian English.
const (
	Symbol       Sign = iota // "US$": the one that the locale's readers can tell from others
	NarrowSymbol             // "$": short, to be used where no other currency can be meant
	ISOCode                  // "USD"
	// NoSign is nothing, for a column whose head names the currency: the amount
	// is grouped and marked as with its symbol, so that both line up. (CLDR has
	// separate patterns for this, which in a tenth of the locales don't match.)
	NoSign
)

// Decimals is how many decimals of an amount are shown.
//
// ISO 4217 gives HUF two decimals, which the ledger keeps; Hungarians write
// whole forints, and so CLDR and every ICU show HUF 12.34 as "12 Ft". A shop
// that does so has changed the amount in front of the customer. Therefore
// ShowExact is the default.
type Decimals uint8

// The choices.
const (
	// ShowExact shows CLDR's decimals (Code.DisplayDigits) if nothing is lost
	// thereby, and otherwise all of the ledger's: HUF 12.00 is "12 Ft", HUF
	// 12.34 is "12,34 Ft".
	ShowExact Decimals = iota
	// ShowLedger always shows the ledger's decimals (Code.Digits): HUF 12.00
	// is "12,00 Ft". For invoices and books.
	ShowLedger
	// ShowRounded always shows CLDR's decimals, rounded half up, as ICU and
	// JavaScript's Intl do: HUF 12.34 is "12 Ft". It loses what it does not
	// show: for prices that never are charged.
	ShowRounded
)
