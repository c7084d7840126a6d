//go:build !unix

package main

// lock does nothing here: do not start two demos on the same files.
func lock(string) (unlock func() error, err error) { return func() error { return nil }, nil }
