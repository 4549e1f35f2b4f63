PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo bench man docs test lint format clean

# One stamp for both commands: the environment is made again only when the dependencies change.
$(VENV)/.ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@

demo: $(VENV)/.ready
	$(BIN)/python -m benchmarks.demo

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks.speed -o benchmarks/results.md

man: $(VENV)/.ready
	$(BIN)/python -m man.make_pages

docs: $(VENV)/.ready-docs
	$(BIN)/python -m docs.make_pages build/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

$(VENV)/.ready-docs: $(VENV)/.ready
	$(BIN)/pip install --quiet --editable '.[docs]'
	touch $@

test: lint
	$(BIN)/pytest -q -rs --cov --cov-report=term:skip-covered

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
