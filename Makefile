# gisgrid: `make help` lists what there is. Everything lives in .venv and .gisgrid (root: /var/lib/gisgrid).
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# Compiled modules start the programs three times as fast.
unexport PYTHONDONTWRITEBYTECODE
# The first of these that is 3.11 or newer makes .venv; name another with make PYTHON=...
PYTHON ?= python3 python3.11 python3.12 python3.13 python3.14
BIN := .venv/bin
CORES := $(shell nproc 2>/dev/null || echo 2)
export GISGRID_DEMO ?= true
BENCHMARKS := $(basename $(notdir $(shell grep -l '"--out"' tests/benchmarks/*.py 2>/dev/null)))
# Left to itself, xdist keeps the files of few tests for the end, and those are the longest.
PYTEST := $(BIN)/python -m pytest -n $(CORES) --dist loadfile --no-loadscope-reorder

.PHONY: help run test test-long check screens sbom audit bench frontend lock clean

help: ## List every target with a sentence.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(BIN)/.run .gisgrid/.postgis .gisgrid/.ffmpeg frontend/dist/index.html ## Serve the demo district on http://127.0.0.1:8000: database, web and worker, until Ctrl-C.
	@$(BIN)/python -m gisgrid.cli run

test: $(BIN)/.dev .gisgrid/.postgis .gisgrid/.ffmpeg .gisgrid/.browser .gisgrid/.gdal frontend/dist/index.html ## Run every test that takes seconds.
	$(PYTEST) -m "not long"

test-long: $(BIN)/.dev .gisgrid/.postgis .gisgrid/.ffmpeg .gisgrid/.browser .gisgrid/.gdal frontend/dist/index.html ## Run the long properties, the random walks, the kills of the worker, and the long journeys in the browser.
	$(PYTEST) -m long

check: $(BIN)/.dev .gisgrid/.postgis ## Check style, types, the order of the slices, security, the migrations, and the web app.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -c pyproject.toml -r gisgrid tools
	$(BIN)/python -m tools.security --check
	$(BIN)/python -m tools.layers --check
	$(BIN)/python -m tools.settings --check
	$(BIN)/python -m tools.alembic_check
	$(BIN)/python -m gisgrid.cli openapi | diff -q - frontend/openapi.json || { echo "the HTTP interface changed: gisgrid openapi > frontend/openapi.json, then npm run types"; exit 1; }
	bash tools/frontend.sh check

screens: $(BIN)/.dev .gisgrid/.postgis .gisgrid/.browser frontend/dist/index.html ## Take the pictures of every page: docs/screens.md.
	$(BIN)/python -m tools.screens

sbom: $(BIN)/.dev ## Write what the program and its web app are made of: .gisgrid/sbom*.json (CycloneDX).
	@mkdir -p .gisgrid
	$(BIN)/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml --output-reproducible -o .gisgrid/sbom.json
	cd frontend && npm sbom --sbom-format cyclonedx --package-lock-only --omit dev > ../.gisgrid/sbom-web.json

audit: $(BIN)/.dev ## Ask the advisory databases about every pinned library; skipped where none can be reached.
	bash tools/audit.sh

bench: $(BIN)/.bench .gisgrid/.postgis ## Measure side by side with other systems; writes docs/benchmarks.md and results.json.
	@mkdir -p .gisgrid/bench-rows
	@for name in $(BENCHMARKS); do \
	  echo "measuring $$name"; \
	  $(BIN)/python -m tests.benchmarks.$$name --out .gisgrid/bench-rows/$$name.json; \
	done
	$(BIN)/python -m tests.benchmarks.report .gisgrid/bench-rows/*.json

frontend: frontend/dist/index.html ## Build the web app when its sources are newer than what is built.

lock: $(BIN)/.dev ## Pin every dependency with its hashes anew (requirements/*.txt).
	$(BIN)/python -m tools.lock

clean: ## Remove what was built and installed here; the database and its data stay.
	rm -rf .venv frontend/dist frontend/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f .gisgrid/.postgis .gisgrid/.ffmpeg .gisgrid/.browser .gisgrid/.gdal

# --- what the targets stand on ---------------------------------------------------------------

$(BIN)/python:
	@bash tools/venv.sh $(PYTHON)

$(BIN)/.run: requirements/run.txt | $(BIN)/python
	@bash tools/install.sh run
	@touch $@

$(BIN)/.dev: requirements/dev.txt $(BIN)/.run
	@bash tools/install.sh dev
	@touch $@

$(BIN)/.bench: requirements/bench.txt $(BIN)/.dev
	@bash tools/install.sh bench
	@touch $@

.gisgrid/.postgis: | $(BIN)/.run
	@bash tools/postgis.sh
	@mkdir -p .gisgrid && touch $@

.gisgrid/.ffmpeg:
	@bash tools/ffmpeg.sh

.gisgrid/.browser:
	@bash tools/browser.sh

.gisgrid/.gdal:
	@bash tools/gdal.sh

FRONTEND := $(shell find frontend -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

frontend/dist/index.html: $(FRONTEND) | $(BIN)/.run
	@bash tools/frontend.sh
	@touch $@
