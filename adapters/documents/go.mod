module github.com/orderkit/orderkit/adapters/documents

go 1.25.0

require (
	github.com/boombuler/barcode v1.1.0
	github.com/orderkit/orderkit v0.1.0
	golang.org/x/text v0.28.0
)

require (
	github.com/looplab/fsm v1.0.3 // indirect
	github.com/shopspring/decimal v1.4.0 // indirect
)
