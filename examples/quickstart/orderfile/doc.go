// Package orderfile reads an order from a JSON file, strictly: what is not
// exactly right is refused, and everything that is wrong is told at once, each
// with its place, such as lines[0].price. The format is in the README beside
// the quickstart.
//
// It reads in three passes. The first makes a tree of the text and finds what
// encoding/json would let through: repeated keys, keys that differ only in upper
// and lower case, numbers of a million digits. The second takes the fields out
// of the tree and makes amounts of the prices. The third places the order in an
// empty shop in memory, so that the rules of orderkit themselves judge it
// (product types, addresses, totals that overflow), and nothing is stored.
package orderfile
