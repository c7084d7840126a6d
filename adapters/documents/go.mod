module github.com/orderkit/orderkit/adapters/documents

go 1.25.0

require (
	github.com/boombuler/barcode v1.1.0
	github.com/orderkit/orderkit v0.1.0
	github.com/stretchr/testify v1.10.0
	golang.org/x/text v0.28.0
)

require (
	github.com/davecgh/go-spew v1.1.1 // indirect
	github.com/looplab/fsm v1.0.3 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	github.com/shopspring/decimal v1.4.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)
