// Package memory keeps orders in the process and plays the outside world:
// a store, a payment gateway, a carrier, stock, promotions and members.
//
// # Goals
//
// To run the whole order process without anything installed: in examples, in
// the tests of a host's own workflows, in a demonstration. The fakes are strict
// on purpose. They refuse what a real provider refuses (more captured than was
// authorized, goods that are not there, a coupon used twice), so a host's
// workflow that passes here has been told no in the right places.
//
// # Guarantees
//
//   - Store passes ordertest.TestStore, and every fake passes the suite of its
//     port; they are safe for use by many goroutines.
//   - What goes in and what comes out is copied: changing it changes nothing.
//   - The fakes keep their own truth, apart from any order: what was really
//     charged, booked, taken. Tests compare it with what the orders say.
//   - Script makes every fake answer wrongly on purpose: refuse, fail, do it and
//     lose the answer, lose the request, hang, panic, or wait for the customer.
//     It also logs each call received.
//
// # Not here
//
// Nothing survives the process. The store is meant for thousands of orders, not
// for millions; use the sqlite or postgres adapter to keep them.
package memory
