module github.com/orderkit/orderkit/adapters/sandbox

go 1.25.0

require github.com/orderkit/orderkit v0.1.0

require (
	github.com/looplab/fsm v1.0.3 // indirect
	github.com/shopspring/decimal v1.4.0 // indirect
	golang.org/x/text v0.28.0 // indirect
)
