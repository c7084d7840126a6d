// Package currency holds money: ISO 4217 codes, exact amounts, exchange rates,
// and how people in every language write and read them.
//
// # Goals
//
// Money never changes in silence. An Amount is a whole number of minor units
// with its currency; it is parsed strictly, rounded once where the caller says
// so and by a named Mode, and shared so that the parts are the whole. Whatever
// cannot be done exactly is an error that says why.
//
//	price := currency.MustParse("12.34", currency.EUR)
//	total, err := price.Mul(3)            // EUR 37.02
//	tax, err := total.MulRat(19, 100, currency.HalfUp)
//	shares, err := total.Allocate([]int64{30, 20, 40})
//
// Unit prices, quantities by measure and rates have more decimals than a
// currency: they are decimal.Decimal, and Round, RoundProduct and RoundQuotient
// turn them into amounts with one rounding.
//
// A Locale writes amounts for people and reads what they type; a Rate converts
// and is kept with the result; a WireProfile turns an amount into the integer
// that a payment provider understands:
//
//	de := currency.MustLocale("de")
//	de.Format(price)                       // 12,34 €
//	de.ParseIn("1.234,50", currency.EUR)   // EUR 1234.50
//	paid, err := rate.Convert(price, currency.HalfUp)
//	units, err := profile.Wire(price)      // 1234, or an error, never about 1234
//
// # Guarantees
//
//   - An Amount is immutable, 16 bytes, comparable with == and safe for
//     concurrent use, as is everything else here: the package has no state.
//   - Arithmetic is exact. Overflow, two currencies that meet, an unknown code
//     are errors of type *Error, each with a Kind for errors.Is. Nothing panics
//     but MustParse and MustLocale.
//   - The zero Amount is no money of no currency and adds to anything.
//   - Split, Allocate and AllocateCapped return parts that sum to the whole, each
//     less than one minor unit from its exact share. Portion gives every unit of
//     n a fixed share, so units refunded in any order sum to what was paid.
//   - f(-x) == -f(x) for all arithmetic, sharing and symmetric modes.
//   - What a codec writes it reads back to an equal value, and it reads nothing
//     else: JSON {"amount":"12.34","currency":"EUR"}, text and SQL "EUR 12.34".
//   - A Locale writes what ICU writes (symbol, narrow symbol, code, accounting;
//     the locale's digits; marks of direction) for every locale of CLDR 48: the
//     tests compare 759 locales and sets of digits, 165 currencies and 7 styles,
//     5.26 million texts. The differences that remain, 58 texts besides a change
//     of data for fr-CH between CLDR 48.0 and 48.2, are listed with their reasons
//     in testdata/icu-differences.txt.
//   - It shows no less than the amount: where CLDR shows fewer decimals than the
//     ledger has, as for HUF, they are left out only if they are zeros. Who wants
//     ICU's rounded text asks for ShowRounded.
//   - It reads what it writes, and refuses what a reader could take for another
//     amount: foreign separators, groups of the wrong size, mixed digits, signs
//     that may mean several currencies.
//   - A conversion rounds once, by the rates as they were published: the inverse
//     divides, a chain multiplies and divides through, and the result carries its
//     rates. Fixed euro rates follow Regulation (EC) No 1103/97. What rounding
//     left out can be had exactly (Converted.Rest) and is the caller's to book.
//   - No result depends on the variables of package decimal that a host may set,
//     on the locale of the machine, the platform or the time.
//   - The table of codes has every ISO 4217 code in use or withdrawn, and none
//     that CLDR invented. See CLDRVersion.
//
// # Not here
//
// There is no Div: money is shared, not divided. There are no floats. There is
// no provider's profile: it belongs to the provider's adapter, as data. There is
// no network: the host fetches a bank's file, or implements Rates. Amounts are not
// written in words, with names ("12 euros") or abbreviated ("12K"). And there is
// no default currency, locale, nor a default number of digits.
package currency
