# Only gathers plain commands; cargo and npm stay usable without it. Everything built or fetched is kept under
# SEXTANT_CACHE, so that a second clone starts warm.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

export SEXTANT_CACHE ?= $(HOME)/.cache/sextant
export CARGO_TARGET_DIR ?= $(SEXTANT_CACHE)/target
export PATH := $(SEXTANT_CACHE)/tools/bin:$(CURDIR)/node_modules/.bin:$(PATH)

# ONE selection of packages for every host command: another one unifies features differently and compiles everything twice.
# `frontend` would give `app` both `ssr` and `hydrate`; the browser's half is checked for its own target.
HOST := --locked --workspace --exclude frontend

.PHONY: help setup tools build run dev lint test test-js test-rust e2e fuzz bench dist

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing (tools, packages, bundles, example data)
	@.ci/setup all

# What building needs, without browser, PostgreSQL and Redis.
tools:
	@.ci/setup build

build: tools ## the release: server binary, WASM, styles; nothing when nothing changed
	@.ci/build-release

run: build ## build the release and serve http://127.0.0.1:8088
	@exec "$(CARGO_TARGET_DIR)/release/sextant" serve

dev: tools ## serve, rebuild and reload on change
	@LEPTOS_SITE_ROOT="$(CARGO_TARGET_DIR)/site-dev" cargo leptos watch --split -- serve

lint: tools ## formats, lints of host and browser, types of the scripts
	cargo fmt --all --check
	cargo clippy $(HOST) --all-targets -- -D warnings
	cargo clippy --locked -p frontend --target wasm32-unknown-unknown -- -D warnings
	npm run --silent check
	tsc --noEmit -p end2end

test: setup ## everything that CI runs
	@.ci/test

test-js: tools ## the scripts' own tests
	npm test --silent

test-rust: setup ## unit, snapshot and API tests, beside a PostgreSQL and a Redis of their own
	@.ci/with-services .ci/test-rust

e2e: setup ## browser tests over the built app
	@.ci/with-services .ci/e2e $(ARGS)

fuzz: ## random texts against each reader of texts, FUZZ_SECONDS (600) each; wants a nightly Rust and cargo-fuzz
	@.ci/fuzz $(ARGS)

bench: build ## medians with their conditions
	@.ci/setup bench
	@.ci/with-services python3 bench/run.py $(ARGS)

dist: build ## a tarball to deploy
	@.ci/dist
