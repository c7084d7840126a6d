// Package order runs orders: from placing over payment, production and shipping
// to completion, and back again by modify, cancel, refund and return, each
// product type by its own workflow.
//
//	shop, err := order.New(order.Config{Store: store, Now: time.Now, NewID: newID, Gateways: ...})
//	placed, err := shop.Place(ctx, draft, order.Key(cartID))
//	paid, err := shop.Do(ctx, placed.Order.ID, order.Pay{With: ...}, order.Key(paymentID))
//	go shop.Run(ctx)
//
// # Goals
//
// An engineer of an existing shop imports this package, wires storage, payment,
// logistics, stock, promotions and membership behind interfaces of one to four
// methods, and gets everything that comes after "place order". Every unit that a
// customer buys is in one state of its workflow; everything else is a fold over
// units: the order's status, its total, what can be done next.
//
// # How an action runs
//
// Place makes an order; after that there is one door: Do takes an Action, which
// is a plain struct, from code, a queue, a webhook or an admin page alike. It is
// planned without any call (Plan shows the same plan beforehand). If it calls
// nobody, one commit moves the units, writes history and journal, and answers.
// Otherwise one commit stores the intent: units locked, calls planned and keyed.
// Only then the world is called, and one more commit stores what came of it.
// Whoever finds an intent open finishes it: the next caller, or Run in any
// process.
//
// A call ends as done, refused, temporary, unknown or waiting. Temporary ones
// are tried again, by default after 5 minutes, then ever later. Unknown ones are
// asked about, or sent again under the same key while it lives, and never
// undone or passed over before they are known. A refusal before the workflow's
// point of no return undoes what was done, in reverse order; after it, and
// wherever automation ends, a Case waits for a person with the decisions that
// are safe.
//
// # Promotions that are no longer deserved
//
// When units are given up, Plan.Reversal has both numbers: what goes back with
// promotions kept, and with those clawed back that what stays no longer deserves,
// as judged by Config.Promoter. The order's pricing.Policy.Reversal chooses, and
// Payout is the choice. What is charged again are charges of KindClawBack with
// taxes of their own: paid by what was taken or promised for the units that go,
// else owed, for a Pay or a transfer. Every reversal puts new ones in their place,
// so goods that go later bring back what was charged on them, and once all is
// gone exactly what was paid has gone back.
//
// Promotions are kept whatever the policy says where it is the shop that gives
// units up: Cancel, Modify and Inspect with KeepPromotions, Lose, and whatever a
// timer does. Such units count as if they had stayed, now and later. Discounts that
// Promoter does not know, granted by hand, are never charged again, and where no
// unit stays nothing is.
//
// # Guarantees
//
// No accepted order or action is lost, whatever crashes. Each effect happens at
// most once, and exactly once where the provider honours keys or can be asked.
// Refunds never exceed what was captured: amounts come from the record, and the
// shares of units are frozen when the order is placed. Runs of units cover each
// line exactly. Stock, coupons, points and parcels end where the units are. Each
// unit is on one invoice at most, and invoices less credit notes are what the
// units and charges on them cost; each document adds up.
// Versions are compared in the database. History and journal only grow, and hold
// no personal data. The journal balances after every action. One order's trouble
// stops no other, and nothing here panics or exits the host's process, but for a
// panic of the host's own store: a broken invariant quarantines that order and
// opens an engineer's case.
//
// # Documents
//
// Order.Documents are the invoices and credit notes, as records: units, frozen
// shares, sums per tax. What is due follows from the order alone. Live units and
// charges that no invoice holds are due for one; Issue makes it, or an action
// named in Config.Invoices does in its own commit. What an invoice holds and is
// no longer live, or got cheaper, is credited in the commit in which that
// happens. A number is given by the store in the commit that stores the document,
// without gaps, and never taken back: mistakes are corrected by credit notes.
//
// # Concurrency
//
// An Engine is safe for concurrent use, in any number of processes over one
// store. It keeps no order in memory and starts no goroutine. Records it hands
// out are copies. A Run works on one order at a time: a host whose ports are slow
// runs several; they need nothing of each other. A port that does not return when
// its context ends holds the Run that called it.
//
// # Versions of workflows
//
// An order is finished under the versions that it was placed under (Order.Workflows),
// however many newer ones there are. Only the action Switch moves it, along a way
// of Config.Switches, which New proves (rule 9 of package fsm): what units hold is
// settled under the new version, too. Programs with other versions may work on one
// store at a time. One that does not know an order's version leaves its units,
// timers, queue, news and actions under way to others: it only holds its lease,
// twice Config.Patience, and stores nothing. Actions under way that nobody went
// on with for an hour it takes up all the same, or asks a person.
//
// # Not here
//
// No HTTP, no storefront, no catalogue, no tax advice, no layout of documents. Prices come from package
// pricing or from the host; workflows are data of package fsm; what people write
// is cleaned by package i18n. Databases are adapters.
package order
