module github.com/orderkit/orderkit/peers

go 1.25.0

require (
	github.com/Rhymond/go-money v1.0.15
	github.com/cockroachdb/apd/v3 v3.2.3
	github.com/govalues/decimal v0.1.36
	github.com/orderkit/orderkit v0.1.0
	github.com/shopspring/decimal v1.4.0
)
