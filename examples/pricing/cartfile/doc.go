// Package cartfile reads a cart to price from a JSON file, strictly: what is not
// exactly right is refused, and everything that is wrong is told at once, each
// with its place, such as lines[0].unit. The format is in the README beside it.
//
// It goes through the text and the types of package pricing side by side, so
// that a field which is added there is read here: unknown and repeated keys,
// other kinds of values and what a value's own codec refuses are faults. What
// could be read is then priced, which finds the faults of the cart itself.
package cartfile
