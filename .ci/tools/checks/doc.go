// Package checks holds the house rules that go vet and staticcheck don't know:
// no clock, no randomness, no hidden state, no panic in the rooms of orderkit.
//
// A rule is a Check: a name, a reason, and a function from a type-checked
// package to faults. An exception is a row of the table in allow.go, with its
// reason. The tests run every check over the rooms, and over a file of
// testdata that must make it fail.
package checks
