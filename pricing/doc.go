// Package pricing calculates a cart into a quote and shares the quote over its
// units, exactly, so that every later refund is known the moment an order is
// placed. Around the calculation it has promotions and tax rates as data, and
// says in sentences where every amount comes from.
//
// # Goals
//
// One calculation, [Calculate], from lines, discounts, charges and tax rates to
// amounts that may be printed on an invoice. One record, [Item], that an order
// keeps: what any of its units cost, and so what they give back, is [Item.Share]
// of it and is never calculated again.
//
// Around it: [Promote] turns rules of a shop into discounts, [RegimeOf] knows the
// sales taxes of 34 countries on any day since 2024, each rate with who was asked
// about it, [RegionAt] the places in them with a tax of their own, [FollowGoods]
// splits shipping by the taxes of the goods, [Pipeline] runs a host's own price,
// promotion and tax engines instead, [Quote.Explain] explains every amount,
// [Reverse] says what goes back with promotions kept and with them clawed back,
// and [Quote.In] adds amounts in other currencies at recorded rates.
//
// # Policies
//
// A [Policy] is recorded with every quote: whether prices are net or gross; where
// tax is rounded, per rate, line or unit; a rounding mode for lines, discounts
// and taxes; whether what is payable is rounded for cash, in which steps and
// mode; and what becomes of promotions that are no longer deserved after a
// return (keep, claw back, claw back out of the refund only). The zero value of
// each but the prices is the usual rule.
//
// # The order of operations
//
// Amounts are whole minor units of the cart's currency. Between them values are
// exact; they are rounded where the table says so and nowhere else.
//
//	S0  extend     price / base * quantity, rounded once (LineMode), then the sign
//	               of a return
//	S1  line       each discount of a line, on what is left of it (DiscountMode)
//	S2  order      each discount of the order, on the sum of what is left of its
//	               lines (DiscountMode); shared by largest remainder, within floors
//	S3  charges    shipping and fees are items like lines, with their own taxes
//	S4  tax        net prices: round(rate * base); gross prices: the part
//	               rate / (1 + all rates of the item) of the price (TaxMode);
//	               rounded per rate (of gross prices: per rate and sum of rates
//	               inside), line or unit (TaxScope) and shared by items. Compound
//	               taxes are on the price with the rounded taxes before them,
//	               fixed ones are so much per unit, rounded per item; under gross
//	               prices the last one is taken off first. A unit of a price that
//	               does not divide costs one of two amounts a cent apart
//	S5  totals     sums, never rounded; payable is the total less what is prepaid
//	               and gift cards, rounded for cash where the policy says so
//	S6  units      the price is shared over units by currency.Amount.PortionOf,
//	               taxes over the cents of the price
//	S7  refunds    [Remaining]: shares of S6 less what [Allow] gave before;
//	               [Reverse]: promotions that are no longer deserved
//	S8  abroad     [Quote.In]: tax, settlement and presentment at recorded rates
//
// # Electronic invoices
//
// An invoice of EN 16931 is a cart with net prices under the zero value of the
// rest of the policy. Its quantities may be by measure: 2.5 kg at 13.99 are 25
// units at 13.99 for every Base of 10. An allowance of a line is one of its
// discounts. What makes a line dearer is a charge with the taxes of the line, and
// so are allowances and charges of the document, the allowances with a negative
// amount; charges go back by themselves, not with units. Every category without
// tax is a [Tax] of 0 percent. What is due (BT-115) is [Quote.Payable].
//
// # A refund, worked
//
// Five units at 5.50 gross with 20 % VAT, 10 % off for five or more, delivery
// 0.50: 24.75 and 0.50, 25.25 are paid. Two units go back. Their frozen shares
// are 9.90. The three that stay keep 1.65 of a discount that is for five: under
// Keep 9.90 are paid out, under ClawBack 8.25, and a document of 1.37 + 0.28 tax
// charges the 1.65. Both numbers are in [Both]. When the other three go back as
// well, 14.85 and what was charged again are: 24.75 in all, and delivery stays
// refundable.
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
//   - What is prepaid, gift cards among it, changes what is payable and its cash
//     rounding, and no price, discount, tax or refund.
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
// Which kind of rate goods have, where they are supplied, and who is registered
// where: the host decides. Counting the uses of a coupon under concurrency, which
// is the redeeming side's, nor what a gift card still holds. Which of several
// payments a refund goes back to. Where exchange rates come from.
package pricing
