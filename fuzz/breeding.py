"""Run one target under atheris: `python -m fuzz.breeding TARGET FOLDER OPTION...`, as libFuzzer has them."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["gongwen_clean"]):
    from fuzz.targets import TARGETS

if __name__ == "__main__":
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()
