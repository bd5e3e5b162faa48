# `make demo` shows the program, `make test` tests it; each sets up what it needs by itself.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
WORDS := $(wildcard data/locale/*/*.po)
CATALOGUES := $(patsubst %,%/LC_MESSAGES/crmtui.mo,$(sort $(patsubst %/,%,$(dir $(WORDS)))))
# Which Python makes the environment; empty takes the first of these that is 3.11 or newer.
PYTHON ?=
PYTHONS := python3 python3.13 python3.12 python3.11

# A Python that is named makes the environment anew where another has made it.
which := -c 'import sys; print(sys.base_prefix, sys.version)' 2>/dev/null
ifneq ($(PYTHON),)
ifneq ($(shell $(BIN)/python $(which)),$(shell $(PYTHON) $(which)))
ANEW := yes
$(VENV)/made: anew
endif
endif

# Say what is installed, then a dot for each step of pip's, and all that pip said where it fails.
define install
	@printf '%s ' "$(1)"
	@{ $(PIP) install -c constraints.txt -e '$(2)' 2>&1 || echo 'pip failed'; } | \
	tee $(VENV)/pip.log | while read -r line; do case $$line in \
		Collecting*|Processing*|Building*|*started) printf . ;; \
		'Installing collected packages'*) printf ' writing it' ;; \
		'pip failed') echo; cat $(VENV)/pip.log >&2; exit 1 ;; \
	esac; done
	@echo
	@touch $@
endef

.DEFAULT_GOAL := help
.PHONY: help demo test check lint format bench bench-data clean anew

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/core $(CATALOGUES) ## the program on a demo company
	@echo "Opening the demo company (crmtui demo)"
	@$(BIN)/crmtui demo

test: $(VENV)/dev $(CATALOGUES) ## all tests
	@echo "Running all tests on every processor; this takes some minutes"
	@$(BIN)/python -m pytest -n auto -q

check: lint test ## all that a commit must pass: lint, then test

lint: $(VENV)/dev $(CATALOGUES) ## format, lint, types and import contracts, nothing changed
	@echo "Checking the format and the sources (ruff)"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@echo "Checking the types (mypy); the first time this takes a minute"
	@$(BIN)/mypy
	@echo "Checking who imports whom (import-linter)"
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

# An environment that is there is used as it is, whoever made it, unless a Python is named.
$(VENV)/made:
	@if test -z "$(ANEW)" && test -x $(BIN)/python; then touch $@; exit; fi; bare=; \
	for python in $(or $(PYTHON),$(PYTHONS)); do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		if $$python -c 'import ensurepip, venv' 2>/dev/null; then \
			echo "Making $(VENV) with $$python, which takes some seconds (this once)"; \
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
	$(call install,Installing the program and what it needs (this once),.)

$(VENV)/dev: $(VENV)/core
	$(call install,Adding what the tests need (this once),.[dev])

# A pattern, which one run of its recipe makes all targets of.
$(subst .,%,$(CATALOGUES)): $(WORDS) | $(VENV)/core
	@echo "Compiling the words of both languages"
	@$(BIN)/python -m crmtui.catalogues >/dev/null
