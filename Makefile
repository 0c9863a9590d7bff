# Everything runs in an environment of its own, made from pyproject.toml with the versions of constraints.txt.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

WHOOSH3 := $(VENV)-whoosh3

.PHONY: demo test test-thorough test-whoosh3 lint check bench bench-quality bench-reliability docs format clean

demo: $(READY)  ## index the sample corpus and find things in it
	@PATH="$(abspath $(BIN)):$$PATH" ./demo.sh

test: $(READY)  ## run the tests
	$(BIN)/python -m pytest -n auto

test-thorough: $(READY)  ## the tests that take minutes: deaths, faults and power cuts on both engines
	$(BIN)/python -m pytest -n auto -m thorough

test-whoosh3: $(WHOOSH3)/ready  ## the tests of the engines and of the library with whoosh3, should Whoosh 2.7.4 fail one day
	$(WHOOSH3)/bin/python -m pytest -n auto tests/engines tests/searching tests/test_library.py tests/indexing

lint: $(READY)  ## style, types, security, and whether the generated pages are in step
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bandit -q -r searchkit
	$(BIN)/python docs/generate.py --check

check: lint test  ## everything that must hold before a change lands

bench: $(READY)  ## measure speed beside plain Whoosh, SQLite FTS5, Tantivy and bm25s (BENCH="--quick" for less), then how well it tells what was said
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m bench $(BENCH)
	$(BIN)/python -m bench.said

bench-quality: $(READY)  ## measure how well it finds: test collections and half-remembered quotes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m bench.quality $(BENCH)

bench-reliability: $(READY)  ## try whether anything is ever lost: crashes, failing disks, power cuts (as root), many at once
	$(BIN)/python -m bench.reliability $(BENCH)

docs: $(READY)  ## write the pages that are made from the program
	$(BIN)/python docs/generate.py

format: $(READY)  ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

$(WHOOSH3)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(WHOOSH3)
	$(WHOOSH3)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(WHOOSH3)/bin/python -m pip uninstall --quiet --yes Whoosh
	$(WHOOSH3)/bin/python -m pip install --quiet --disable-pip-version-check whoosh3==3.54.0
	touch $@

clean:
	rm -rf $(VENV) $(WHOOSH3) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find index -mindepth 1 ! -name .gitkeep -delete
