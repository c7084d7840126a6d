// Package currency holds money: ISO 4217 codes and exact amounts.
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
// # Guarantees
//
//   - An Amount is immutable, 16 bytes, comparable with == and safe for
//     concurrent use, as is everything else here: the package has no state.
//   - Arithmetic is exact. Overflow, two currencies that meet, an unknown code
//     are errors of type *Error, each with a Kind for errors.Is. Nothing panics
//     but MustParse.
//   - The zero Amount is no money of no currency and adds to anything.
//   - Split, Allocate and AllocateCapped return parts that sum to the whole, each
//     less than one minor unit from its exact share. Portion gives every unit of
//     n a fixed share, so units refunded in any order sum to what was paid.
//   - f(-x) == -f(x) for all arithmetic, sharing and symmetric modes.
//   - What a codec writes it reads back to an equal value, and it reads nothing
//     else: JSON {"amount":"12.34","currency":"EUR"}, text and SQL "EUR 12.34".
//   - No result depends on the variables of package decimal that a host may set,
//     on the locale, the platform or the time.
//   - The table of codes has every ISO 4217 code in use or withdrawn, and none
//     that CLDR invented. See CLDRVersion.
//
// # Not here
//
// There is no Div: money is shared, not divided. There are no floats. There are
// no payment providers' wire formats, which have exponents of their own. And
// there is no default currency, nor a default number of digits.
package currency
