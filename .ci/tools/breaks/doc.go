// Breaks shows that the tests can fail where it matters: it takes one rule at a
// time out of the real code, and demands that a named test notices.
//
//	go run ./.ci/tools/breaks              all rows, about two minutes on two cores
//	go run ./.ci/tools/breaks -only lease  those whose sentence matches
//
// A row is a Break: what is broken, as a sentence, the text of a file that is
// replaced, and the test. The file in the repository stays as it is: the go
// command reads the broken one in its place (-overlay). A break counts as caught
// if the test passes without it, the code builds with it, and the test then fails.
// That it does not build, that another test fails, or that time runs out, is no
// catch.
//
// The table in CONTRIBUTING.md is written from the rows: go test ./.ci/tools/breaks -update.
package main
