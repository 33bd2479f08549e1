# Two commands for people: `make run` and `make test`. Both set up what they need and repeat nothing that is set up.
# Needed: Python 3.10 or newer with venv and pip, git, make.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/sh

# What a user's shell may set would change which code is tested, and a git hook's variables which repository.
unexport $(filter PYTHON%,$(.VARIABLES)) VIRTUAL_ENV PYTEST_ADDOPTS MYPYPATH
unexport PIP_TARGET PIP_PREFIX PIP_USER PIP_REQUIRE_VIRTUALENV
unexport GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX
export PYTHONNOUSERSITE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

BIN := .venv/bin
PYTHON := $(BIN)/python
# pip reads dependency groups from 25.1 on.
INSTALL = -m pip install --quiet --quiet --upgrade
EXAMPLE := examples/study-app

.PHONY: help
help:  ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-12s %s\n' "$$name" "$$what"; done

# ---- setting up -----------------------------------------------------------------------------------------------------

.venv/installed: pyproject.toml
	@echo "setting up .venv"
	@python=$$(sh .ci/pythons default) && "$$python" -m venv .venv
	@$(PYTHON) $(INSTALL) "pip>=25.1"
	@$(PYTHON) $(INSTALL) --editable .
	@touch $@

.venv/developed: .venv/installed
	@echo "installing the development tools"
	@$(PYTHON) $(INSTALL) --group dev
	@touch $@

.venv-%/developed: pyproject.toml
	@echo "setting up .venv-$*"
	@python=$$(sh .ci/pythons $*) && "$$python" -m venv .venv-$*
	@.venv-$*/bin/python $(INSTALL) "pip>=25.1"
	@.venv-$*/bin/python $(INSTALL) --editable . --group test
	@touch $@

# ---- the two commands -----------------------------------------------------------------------------------------------

.PHONY: run
run: .venv/installed  ## Set up, and lint the broken example project
	@$(BIN)/envlint $(EXAMPLE); code=$$?; \
	if [ $$code -ne 1 ]; then echo "envlint ended with $$code instead of 1" >&2; exit 1; fi

.PHONY: test
test: lint types floors docs-check pytest other-pythons instructions editors-test vscode  ## Set up, and run every check

# ---- the parts of `make test` ---------------------------------------------------------------------------------------

.PHONY: lint types floors docs-check pytest other-pythons
lint: .venv/developed
	@echo "== ruff"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: .venv/developed
	@echo "== mypy"
	@$(BIN)/mypy
	@echo "== pyright"
	@$(BIN)/pyright

floors: .venv/developed
	@echo "== import-linter"
	@$(BIN)/lint-imports --no-logo

docs-check: .venv/developed
	@echo "== generated pages"
	@$(PYTHON) -m envlint.docs check

pytest: .venv/developed
	@echo "== pytest on $$($(PYTHON) --version)"
	@$(PYTHON) -m pytest --quiet

# The oldest and the newest Python of the machine, as far as they are not the one that ran just now.
other-pythons: .venv/developed
	@others=$$(sh .ci/pythons others $(PYTHON)); \
	if [ -z "$$others" ]; then echo "== no other Python from 3.10 on was found: its run is left out"; fi; \
	for version in $$others; do \
		$(MAKE) --no-print-directory .venv-$$version/developed || exit 1; \
		echo "== pytest on Python $$version"; \
		.venv-$$version/bin/python -m pytest --quiet -m "not slow" || exit 1; \
	done

# Debian's package; the run fails where the editor is still missing, and leaves no test out.
.PHONY: editors-test
editors-test: .venv/developed  ## Test the language server in Neovim, which is installed where it is missing
	@echo "== editors"
	@command -v nvim > /dev/null || { \
		as_root=$$(test "$$(id -u)" -eq 0 || echo sudo); \
		$$as_root apt-get update -qq && $$as_root apt-get install -qq --no-install-recommends neovim > /dev/null; }
	@nvim --version > /dev/null
	@$(PYTHON) -m pytest --quiet -m editor tests/lsp

.PHONY: instructions
instructions: .venv/developed  ## Hold the instructions of fixed runs against their figures; valgrind is installed where it is missing
	@echo "== instructions"
	@command -v valgrind > /dev/null || { \
		as_root=$$(test "$$(id -u)" -eq 0 || echo sudo); \
		$$as_root apt-get update -qq && $$as_root apt-get install -qq --no-install-recommends valgrind > /dev/null; }
	@$(PYTHON) -m benchmarks.instructions

.PHONY: vscode
vscode:  ## Build and test the extension for VS Code; Node.js is installed where it is missing
	@echo "== vscode"
	@command -v npm > /dev/null || { \
		as_root=$$(test "$$(id -u)" -eq 0 || echo sudo); \
		$$as_root apt-get update -qq && { $$as_root apt-get install -qq --no-install-recommends nodejs npm > /dev/null \
			|| $$as_root apt-get install -qq --no-install-recommends nodejs > /dev/null; }; }
	@cd editors/vscode && npm ci --silent --no-audit --no-fund && npm run --silent build -- --log-level=warning \
		&& npm test --silent > out/test.log || { cat out/test.log; exit 1; }

# ---- by hand --------------------------------------------------------------------------------------------------------

.PHONY: accept docs bench clean
accept: .venv/developed  ## Write the reports of the examples and of tests/corpus anew, to be reviewed in the diff
	@$(PYTHON) -m envlint.examples accept
	@$(PYTHON) -m pytest --quiet tests/corpus --accept

docs: .venv/developed  ## Write the generated pages and outputs anew
	@$(PYTHON) -m envlint.docs write

bench: .venv/installed  ## Measure a cold start against a bare Python
	@$(PYTHON) benchmarks/cold_start.py --max-ratio 13

clean:  ## Remove what was set up and what the tools left behind
	@rm -rf .venv .venv-* build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find envlint rules tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
