// Package pricing calculates a cart into a quote and shares the quote over its
// units, exactly, so that every later refund is known the moment an order is
// placed.
//
// # Goals
//
// One calculation, [Calculate], from lines, discounts, charges and tax rates to
// amounts that may be printed on an invoice. One record, [Item], that an order
// keeps: what any of its units cost, and so what they give back, is [Item.Share]
// of it and is never calculated again.
//
// # The order of operations
//
// Amounts are whole minor units of the cart's currency. Between them values are
// exact; they are rounded where the table says so and nowhere else.
//
//	S0  extend     price / base * quantity, rounded once (LineMode)
//	S1  line       each discount of a line, on what is left of it (DiscountMode)
//	S2  order      each discount of the order, on the sum of what is left of its
//	               lines (DiscountMode); shared by largest remainder, within floors
//	S3  charges    shipping and fees are items like lines, with their own taxes
//	S4  tax        net prices: round(rate * base); gross prices: the part
//	               rate / (1 + all rates of the item) of the price (TaxMode);
//	               rounded per rate, line or unit (TaxScope) and shared by items
//	S5  totals     sums, never rounded
//	S6  units      the price is shared over units by currency.Amount.PortionOf,
//	               taxes over the cents of the price
//	S7  refunds    [Remaining]: shares of S6 less what [Allow] gave before
//
// # Guarantees
//
//   - Lines, units and taxes add up to the totals, net + tax = gross everywhere.
//     [Quote.Check] says so of any quote, whoever made it.
//   - A given price, net or gross, is never changed by its tax.
//   - Refunds of any units in any order, with any allowances between them, add up
//     to exactly what was charged, and none of them is below nothing.
//   - Returning a whole cart gives exactly the negative of every amount, as long
//     as the rounding modes are symmetric.
//   - The same cart gives the same quote on every platform. Overflow, another
//     currency or a contradiction is an error that lists all [Faults], never
//     another amount.
//   - No package variable of this or another package changes a result or a
//     format. Everything may be called from many goroutines.
//
// An order discount on lines with goods that come back among them is taken of
// their sum and falls on the lines with the sign of that sum: what comes back in
// an exchange keeps the price that it was sold at.
//
// # Not here
//
// Which discounts and taxes apply: the host decides, here they are only
// calculated. Conversion of currencies. Cash rounding and prepaid amounts, which
// are about payment. Taxes on taxes. Charges whose tax follows the goods: split
// them into one charge per rate first.
package pricing
