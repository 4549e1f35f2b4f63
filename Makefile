PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo bench fuzz man test lint format clean

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

MINUTES ?= 5
# each target in turn; atheris, where there is one for this Python, follows the branches that an input takes
fuzz: $(VENV)/.ready
	-$(BIN)/pip install --quiet --editable '.[fuzz]'
	$(BIN)/python -m fuzz --minutes $(MINUTES)

man: $(VENV)/.ready
	$(BIN)/python -m man.make_pages

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
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
