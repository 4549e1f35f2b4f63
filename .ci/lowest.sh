#!/usr/bin/env bash
# Runs the core tests on the lowest versions of the dependencies that pyproject.toml allows.
# Takes: the Python that has uv, and a folder to work in.
set -euo pipefail
cd "$(dirname "$0")/.."
uv="$1 -m uv"
folder=$2

$uv pip compile --quiet --resolution lowest-direct --python-version 3.11 --no-header --no-annotate \
  --extra html --extra io --extra report pyproject.toml -o "$folder/lowest.txt"
python3 -m venv "$folder/lowest"
"$folder/lowest/bin/pip" install --quiet -r "$folder/lowest.txt" pytest hypothesis jsonschema
GONGWEN_CLEAN_COMPILE=0 "$folder/lowest/bin/pip" install --quiet --no-deps --editable .
"$folder/lowest/bin/python" -m pytest -q -p no:cacheprovider \
  tests/test_chain.py tests/test_cleaner.py tests/test_edits.py tests/test_matching.py tests/test_mirrors.py \
  tests/test_configuration.py tests/test_cli.py tests/test_seeds.py tests/test_lexicons.py \
  tests/test_streaming.py tests/test_streaming_kinds.py tests/test_html_files.py tests/test_report_page.py
