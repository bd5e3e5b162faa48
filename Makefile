# `make demo` shows the program, `make test` tests it; each sets up what it needs by itself.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORDS := $(wildcard data/locale/*/*.po)
CATALOGUES := $(patsubst %,%/LC_MESSAGES/crmtui.mo,$(sort $(patsubst %/,%,$(dir $(WORDS)))))
# Which Python makes the environment; empty takes the first of these that is 3.11 or newer.
PYTHON ?=
PYTHONS := python3 python3.13 python3.12 python3.11

.DEFAULT_GOAL := help
.PHONY: help demo test check lint format bench bench-data clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/core $(CATALOGUES) ## the program on a demo company
	@$(BIN)/crmtui demo

test: $(VENV)/dev $(CATALOGUES) ## all tests
	@$(BIN)/python -m pytest -n auto -q

check: lint test ## all that a commit must pass: lint, then test

lint: $(VENV)/dev $(CATALOGUES) ## format, lint, types and import contracts, nothing changed
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(VENV)/dev ## write the sources as lint wants them
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/dev $(CATALOGUES) ## speed, bytes and memory (SIZE=1000000 for the largest)
	@$(BIN)/python -m bench $(if $(SIZE),--size $(SIZE))

bench-data: $(VENV)/dev $(CATALOGUES) ## the database that bench reads, kept in your cache
	@$(BIN)/python -m bench.data $(if $(SIZE),--size $(SIZE))

clean: ## away with all that was made here
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -f $(CATALOGUES)

# An environment that is there is used as it is, whoever made it.
$(VENV)/made:
	@if test -x $(BIN)/python; then touch $@; exit; fi; bare=; \
	for python in $(or $(PYTHON),$(PYTHONS)); do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		if $$python -c 'import ensurepip, venv' 2>/dev/null; then \
			echo "Making $(VENV) with $$python (this once)"; \
			$$python -m venv --clear $(VENV) && touch $@ && exit; \
			rm -rf $(VENV); exit 1; \
		fi; \
		bare=$${bare:-$$($$python -c 'import sys; print("python%d.%d" % sys.version_info[:2])')}; \
	done; \
	if test -n "$$bare"; then \
		echo "$$bare can't make an environment; on Debian or Ubuntu: apt install $$bare-venv"; \
	else \
		echo "No Python 3.11 or newer found (looked for: $(or $(PYTHON),$(PYTHONS)))"; \
	fi >&2; exit 1

$(VENV)/core: $(VENV)/made pyproject.toml constraints.txt hatch_build.py
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/dev: $(VENV)/core
	@echo "Adding what the tests need (this once)"
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

$(CATALOGUES): $(WORDS) | $(VENV)/core
	@$(BIN)/python -m crmtui.catalogues >/dev/null
