# crmtui. `make demo` shows it, `make test` tests it; each sets up what it needs by itself.

VENV := .venv
BIN := $(VENV)/bin
SOURCES := crmtui models screens data bench tests hatch_build.py
WORDS := $(wildcard data/locale/*/*.po)
# The newest Python there is from 3.11 on.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench bench-data clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/core ## the program on a demo company
	@$(BIN)/crmtui demo

test: $(VENV)/dev ## all tests
	@$(BIN)/python -m pytest -n auto -q

check: $(VENV)/dev ## format, lint, types, import contracts, then all tests
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n auto -q

format: $(VENV)/dev ## write the sources as `check` wants them
	@$(BIN)/ruff check --fix $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)

bench: $(VENV)/dev ## speed, bytes and memory; SIZE=1000000 for the largest
	@$(BIN)/python -m bench $(if $(SIZE),--size $(SIZE))

bench-data: $(VENV)/dev ## the benchmark's database, kept in the user's cache
	@$(BIN)/python -m bench.data $(if $(SIZE),--size $(SIZE))

clean: ## away with what was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -f data/locale/*/LC_MESSAGES/*.mo

$(VENV)/made:
	@test -n "$(PYTHON)" || { echo "crmtui needs Python 3.11 or newer: none was found" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "This Python can't make an environment; on Debian: apt install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/core: $(VENV)/made pyproject.toml constraints.txt $(WORDS)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/dev: $(VENV)/core
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
