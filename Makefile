PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: audit demo bench fuzz golden lock man docs sbom soak test lint format clean

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

# each target in turn; atheris, where there is one for this Python, follows the branches that an input takes
fuzz: $(VENV)/.ready
	-$(BIN)/pip install --quiet --editable '.[fuzz]'
	$(BIN)/python -m fuzz --minutes $(or $(MINUTES),5)

man: $(VENV)/.ready
	$(BIN)/python -m man.make_pages

# the digest of 10,000 cleaned texts
golden: $(VENV)/.ready
	$(BIN)/python -m benchmarks.golden

soak: $(VENV)/.ready
	$(BIN)/python -m benchmarks.soak --minutes $(or $(MINUTES),60)

# what `pip install --require-hashes -r requirements-dev.lock` sets up, on every platform
lock: $(VENV)/.ready
	$(BIN)/pip install --quiet 'uv>=0.5'
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
		pyproject.toml -o requirements-dev.lock

# asks pypi.org for known weaknesses of what is locked; --strict, as without a network it would find none
audit: $(VENV)/.ready
	$(BIN)/pip install --quiet 'pip-audit>=2.7'
	$(BIN)/pip-audit --strict --disable-pip -r requirements-dev.lock

# what a plain installation holds, as CycloneDX
sbom: $(VENV)/.ready
	$(BIN)/pip install --quiet 'cyclonedx-bom>=5'
	rm -rf build/sbom
	$(PYTHON) -m venv build/sbom
	build/sbom/bin/pip install --quiet .
	build/sbom/bin/pip uninstall --quiet --yes pip setuptools
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
		--of JSON -o build/sbom.cdx.json build/sbom
	rm -rf build/sbom

docs: $(VENV)/.ready-docs
	$(BIN)/python -m docs.make_pages build/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

$(VENV)/.ready-docs: $(VENV)/.ready
	$(BIN)/pip install --quiet --editable '.[docs]'
	touch $@

# tests of one file stay in one process, as they share what they make
test: lint
	$(BIN)/pytest -q -rs -n auto --maxprocesses 4 --dist loadfile --cov --cov-report=term:skip-covered

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
