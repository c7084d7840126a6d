// Package outside plays the companies around the demo shop: a payment provider,
// a warehouse, a carrier, a promotion system and a membership programme.
//
// They keep what they did in files of their own, one JSON line per deed, written
// to the disk before they answer. So a demo that is killed and started again
// meets partners that remember, as a real shop does, and the shop's journal can
// be compared with what the payment provider really did.
package outside
