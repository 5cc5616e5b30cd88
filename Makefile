.DEFAULT_GOAL := help
.PHONY: help demo test check format golden gallery axe messages bench clean tools
bin := .venv/bin

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

demo: ## Set closeout up, then write every document of one example into build/demo
	@sh .ci/setup
	$(bin)/closeout build examples/upwork-hourly --as-of 2026-11-16 -o build/demo

test: check ## Check everything, then run all tests with coverage
	$(bin)/pytest --numprocesses auto --dist loadgroup -m apart
	$(bin)/pytest --numprocesses auto --dist loadgroup -m "not apart" --cov

check: tools ## Check style, format, types and imports
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports

format: tools ## Mend style and format
	$(bin)/ruff check --fix-only
	$(bin)/ruff format

golden: tools ## Renew examples/*/expected and the golden pages: read the difference before you commit it
	$(bin)/python -m tests.golden
	$(bin)/python -m tests.rendering.golden_pages

gallery: tools ## Draw examples/gallery anew: a page of each document and theme
	$(bin)/python -m tests.gallery

axe: tools ## Let axe-core judge the HTML pages in Chromium, which must be installed
	mkdir -p build && cd build && npm pack --silent axe-core | xargs tar -xzf
	$(bin)/python -m tests.axe build/package/axe.min.js

messages: tools ## Renew the file of labels for translators
	$(bin)/python -m tests.translations

bench: tools ## Measure how long the documents take
	$(bin)/python -m tests.bench

clean: ## Remove what the other commands made
	rm -rf .venv build dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

tools:
	@sh .ci/setup dev
