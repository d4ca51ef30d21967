# From a bare checkout with Python 3.11 or newer: make demo, make test.
# Everything is installed into .venv from locked, hashed files; nothing is installed by hand.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
JOBS   ?= 2
OUT    ?= demo-out
ID     ?=
SCALE  ?= test
SEED   ?= 42
LEAD   := @printf '%s\n'

.DEFAULT_GOAL := help
.PHONY: help demo lca test quick check lint bench campaign reference lock clean runtime dev rivals

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: runtime ## install, and take the hot-rolled coil through its regimes into demo-out/
	$(BIN)/carnet demo steel --out $(OUT)

lca: $(VENV)/lca.stamp ## add the engine for databases of unit processes (carnet db) to .venv

test: lint ## install, and run everything: make check and the whole suite
	$(BIN)/python -m pytest -n $(JOBS)

quick: dev ## the part of the suite to run while working
	$(BIN)/python -m pytest -n $(JOBS) -m "not slow"

check: lint ## format, lint, types, import contract, completeness of the docs
	$(BIN)/python -m pytest -q tests/house

lint: dev
	$(LEAD) "format and lint" && $(BIN)/ruff format --check . && $(BIN)/ruff check .
	$(LEAD) "types" && $(BIN)/mypy
	$(LEAD) "import contract" && $(BIN)/lint-imports --no-logo

bench: rivals ## benchmarks; ID=… for one of them
	$(BIN)/python -m bench $(ID)

campaign: dev ## one campaign of docs/promises.md: ID=C8 SCALE=release
	$(BIN)/python -m campaigns $(ID) --scale $(SCALE) --seed $(SEED)

reference: dev ## write the generated pages of docs/reference anew
	$(BIN)/python -m tools.reference

lock: dev ## resolve the dependencies of pyproject.toml anew into requirements/
	$(BIN)/python -m tools.lock

clean: ## remove what make has made
	rm -rf $(VENV) $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests tools campaigns bench -name __pycache__ -type d -prune -exec rm -rf {} +

# ── installation ─────────────────────────────────────────────────────────────────────────────────
# Four stamps: the program alone (demo), with its engine for databases, with the tools (most targets), with rivals (bench).

runtime: $(VENV)/runtime.stamp
dev: $(VENV)/dev.stamp
rivals: $(VENV)/bench.stamp

# A lock names exact files by hash and is complete, so pip neither resolves nor builds anything.
INSTALL = $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check install --no-deps
LOCKED  = $(INSTALL) --require-hashes --only-binary :all:
PROJECT = $(INSTALL) --no-index --no-build-isolation --editable .

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Carnet needs Python 3.11 or newer; name one: make PYTHON=python3.12 …" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "the venv module does not work here; on Debian and Ubuntu install python3-venv" >&2; exit 2; }

$(VENV)/runtime.stamp: requirements/runtime.txt pyproject.toml | $(BIN)/python
	$(LEAD) "installing the program into $(VENV)"
	@$(LOCKED) -r requirements/runtime.txt
	@$(PROJECT)
	@touch $@

$(VENV)/lca.stamp: requirements/lca.txt $(VENV)/runtime.stamp
	$(LEAD) "installing the engine for databases into $(VENV)"
	@$(LOCKED) -r requirements/lca.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/runtime.stamp
	$(LEAD) "installing the tools into $(VENV)"
	@$(LOCKED) -r requirements/dev.txt
	@touch $@

$(VENV)/bench.stamp: requirements/bench.txt $(VENV)/dev.stamp
	$(LEAD) "installing the rivals of the benchmarks into $(VENV)"
	@$(LOCKED) -r requirements/bench.txt
	@touch $@
