# Hearth: build, run and test. `make` alone says what there is.
JOBS ?= 2
PYTHON := .venv/bin/python
ARGS ?=

.PHONY: help run build bench test torture fuzz test-tsan test-slow format lint clean
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build optimised and serve (ARGS="--http 0.0.0.0:8080" is passed on)
	@exec .build/release/hearth serve $(ARGS)

build: ## leave the optimised server at .build/release/hearth
	@scripts/bootstrap
	@echo "Building Hearth (optimised). The first time this takes some minutes."
	@swift build -c release -j $(JOBS) --product hearth

test: ## everything that must pass: Swift tests, Python tests, the short kill tests
	@scripts/bootstrap --tests
	@$(PYTHON) scripts/test --jobs $(JOBS)

torture: build ## the long kill test: 200 kills under load (ARGS="--database postgres --victim postgres")
	@scripts/bootstrap --tests
	@$(PYTHON) scripts/torture --binary .build/release/hearth --kills 200 --min-in-flight 50 $(ARGS)

bench: ## measure (ARGS is passed on)
	@scripts/bootstrap
	@swift build -c release -j $(JOBS) --product hearth
	@swift build -c release -j $(JOBS) --product hearth-bench
	@.build/release/hearth-bench $(ARGS)

fuzz: ## a million inputs for every reader of foreign bytes (ARGS="--seed 7 --subject tcp")
	@scripts/bootstrap
	@python3 scripts/fuzz --jobs $(JOBS) $(ARGS)

test-tsan: ## sessions and stores under the thread sanitizer
	@scripts/bootstrap
	@SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/tsan-suppressions \
		swift test -j $(JOBS) --sanitize=thread --scratch-path .build-tsan --filter '^(GatewayTests|StoreTests|DatabaseTests|IMTests|LiveTests)\.'

test-slow: ## hostile peers that take long: 10,000 connections, slow headers (debug binary)
	@HEARTH_SLOW=1 $(PYTHON) -m pytest -q -rP -p no:cacheprovider Tests/Independent/test_hostile.py Tests/Independent/test_hostile_crowds.py

format: ## rewrite the sources in the house style
	@swift format -i -r -p Package.swift Sources Tests Fuzz

lint: ## complain about style and about migrations that are not embedded
	@swift format lint --strict -r -p Package.swift Sources Tests Fuzz
	@scripts/embed-migrations --check

clean: ## remove what was built; data stays
	@rm -rf .build .build-fuzz .build-tsan .venv
