package checks

// Allowance is an exception from a check: What is allowed in every file whose
// path begins with Where. A row that excuses nothing fails the test, so that
// the table stays as short as it can be.
type Allowance struct {
	Check, Where, What string
	Why                string
}

// Allowances are all exceptions.
var Allowances = []Allowance{
	{"state", "currency/code.go", "classes", "a row is read through its address, never written, to save the copy"},
	{"clock", "order/run.go", "time.NewTimer", "Run waits in real time between passes; what a pass does depends on Config.Now alone"},
	{"state", "adapters/postgres/squeeze.go", "desks", "room to work in that is used again: without it every commit and load makes 40 KB of garbage; what is in it decides nothing"},
}
