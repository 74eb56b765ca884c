# Every target installs what it needs; nothing here asks for more than Python 3.11 and the package index.

VENV := .venv
BIN := $(VENV)/bin
# More words for pytest: make test PYTEST_ARGS='-k redact'
PYTEST_ARGS ?=
# Processes that share the tests, a file to each at a time: the tests of one file share what they make.
WORKERS ?= 2
TESTS = $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

# Where it is set, every process would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

# The first Python that is new enough and can make virtual environments (some systems leave that out).
PYTHON := $(shell for python in python3.11 python3 python3.12 python3.13 python; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; break; }; done)

# An install is done when its stamp is newer than what it was made from.
DEMO := $(VENV)/.installed-for-demo
DEV := $(VENV)/.installed-for-development
INGREDIENTS := pyproject.toml constraints.txt
INSTALL = $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check lint types coverage format docs notebooks dist bill benchmark constraints clean

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

demo: $(DEMO) ## run the main job on the example comments
	@$(BIN)/cxnlp run examples/feedback.csv --out demo-out
	@echo "Open demo-out/report.html in a browser."

test: $(DEV) ## all tests
	$(TESTS) $(PYTEST_ARGS)

check: $(DEV) ## what every change must pass: lint, types, floors, and the quick tests
	$(MAKE) --no-print-directory -j 2 lint types
	$(TESTS) -m "not slow" $(PYTEST_ARGS)

lint: $(DEV) ## style, and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: $(DEV) ## mypy --strict
	$(BIN)/mypy

coverage: $(DEV) ## the tests, with the branches that they reach
	$(TESTS) --cov --cov-report=term $(PYTEST_ARGS)

format: $(DEV) ## let ruff mend what it can
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: $(DEV) ## make the generated pages again, build the site in site/, and test every page
	$(BIN)/python scripts/write_docs.py
	$(BIN)/mkdocs build --strict --quiet
	$(BIN)/python -m pytest README.md docs tests/docs

notebooks: $(DEV) ## execute every notebook from a clean kernel; copies in build/notebooks/
	$(BIN)/python scripts/run_notebooks.py

dist: $(DEV) ## wheel and source distribution, in dist/
	rm -rf dist
	$(BIN)/python -m build --outdir dist .

bill: $(DEV) ## what we are made of, and its licences, in build/release/
	$(BIN)/python scripts/bill_of_materials.py

benchmark: $(DEV) ## the figures in docs/benchmarks (takes a while, wants an idle machine)
	for verb in start label memory batch; do $(BIN)/python scripts/benchmark.py $$verb --save docs/benchmarks || exit 1; done

# The version of torch is settled by hand, in constraints.txt: a newer one may bring gigabytes of CUDA.
constraints: ## resolve the pins of constraints.txt anew, in a fresh environment
	rm -rf .make/resolve
	$(PYTHON) -m venv .make/resolve
	.make/resolve/bin/python -m pip install --quiet "$$(grep '^torch==' constraints.txt)"
	.make/resolve/bin/python -m pip install --quiet --editable '.[all,dev]'
	{ sed '/^[^#]/,$$d' constraints.txt; \
	  .make/resolve/bin/python -m pip freeze --exclude-editable --exclude pip --exclude setuptools | sed 's/+[a-z0-9.]*$$//'; } > .make/constraints.txt
	mv .make/constraints.txt constraints.txt
	rm -rf .make/resolve

clean: ## remove what was made, but for the virtual environment
	rm -rf build demo-out dist site htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "cxnlp needs Python 3.11 or newer; none of python3.11, python3 and python is, with the modules venv and ensurepip." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# torch comes first and alone: with its version settled, nothing else asks for another build of it.
$(DEMO): $(VENV)/pyvenv.cfg $(INGREDIENTS)
	@echo "Installing into $(VENV): some minutes the first time, mostly for PyTorch."
	@$(INSTALL) torch
	@$(INSTALL) --editable '.[topics]'
	@touch $@

$(DEV): $(VENV)/pyvenv.cfg $(INGREDIENTS)
	@echo "Installing into $(VENV): some minutes the first time, mostly for PyTorch."
	@$(INSTALL) torch
	@$(INSTALL) --editable '.[dev]'
	@touch $(DEMO) $@
