// Package peers measures the money of orderkit beside the packages that shops
// use today, in one run: go test -bench . in this folder. Each does the same
// work in its own usual way, and a test makes sure that it comes to the same
// amount. What a peer does not have is left out, not imitated.
package peers
