# make demo   an example company: workbooks, sync, review
# make test   everything, as CI runs it
# make check  the fast loop, under a minute
# make fuzz   an hour of changed files for every parser; crashes are kept in tests/fuzz/corpus
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check lint types bench fuzz pictures clean

demo: $(VENV)/.runtime
	$(BIN)/okrsheets demo

test: $(VENV)/.dev lint types
	sh tests/system_packages.sh
	$(BIN)/pytest -n 2

check: $(VENV)/.dev lint types
	$(BIN)/pytest -n 2 -m "not slow"

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.sync

SECONDS ?= 3600
fuzz: $(VENV)/.dev
	PYTHONPATH=tests/support $(BIN)/python -m tests.fuzz.fuzz --seconds $(SECONDS)

pictures: $(VENV)/.dev
	sh tests/system_packages.sh
	$(BIN)/python -m docs.make_pictures

$(VENV)/.venv:
	$(PYTHON) -c 'import sys; sys.exit("okrsheets needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.runtime: $(VENV)/.venv pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e .
	touch $@

$(VENV)/.dev: $(VENV)/.venv pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e ".[dev]"
	touch $@ $(VENV)/.runtime

clean:
	rm -rf $(VENV) okrsheets-demo .mypy_cache .pytest_cache .ruff_cache .hypothesis
