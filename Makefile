# Everything runs in an environment of its own, made from pyproject.toml with the versions of constraints.txt.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: demo test lint check bench bench-quality docs format clean

demo: $(READY)  ## index the sample corpus and find things in it
	@PATH="$(abspath $(BIN)):$$PATH" ./demo.sh

test: $(READY)  ## run the tests
	$(BIN)/python -m pytest -n auto

lint: $(READY)  ## style, types, and whether the generated pages are in step
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python docs/generate.py --check

check: lint test  ## everything that must hold before a change lands

bench: $(READY)  ## measure speed against plain Whoosh and SQLite FTS5; BENCH="--quick" for less
	$(BIN)/python -m bench $(BENCH)

bench-quality: $(READY)  ## measure how well it finds: test collections and half-remembered quotes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m bench.quality $(BENCH)

docs: $(READY)  ## write the pages that are made from the program
	$(BIN)/python docs/generate.py

format: $(READY)  ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find index -mindepth 1 ! -name .gitkeep -delete
