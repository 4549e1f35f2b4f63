#!/usr/bin/env bash
# Builds the wheel without compiled modules twice: here, and from a copy elsewhere with other times and rights.
# Takes: the Python that has build, and a folder to work in. Fails when the two differ by a byte.
set -euo pipefail
cd "$(dirname "$0")/.."
export GONGWEN_CLEAN_COMPILE=0 SOURCE_DATE_EPOCH=1735689600

"$1" -m build --wheel --outdir "$2/here" . >"$2/here.log" 2>&1 || { cat "$2/here.log"; exit 1; }
mkdir "$2/copy"
tar -c --exclude=.git --exclude=.venv --exclude=__pycache__ . | (umask 077 && tar -x --touch --no-same-permissions -C "$2/copy")
"$1" -m build --wheel --outdir "$2/there" "$2/copy" >"$2/there.log" 2>&1 || { cat "$2/there.log"; exit 1; }
cmp "$2"/here/*.whl "$2"/there/*.whl
sha256sum "$2"/here/*.whl | cut -c 1-64 | sed 's/^/the same wheel twice: sha256 /'
