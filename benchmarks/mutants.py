"""Change the core in one place at a time and see whether its tests notice: mutation testing of a sample.

python -m benchmarks.mutants --count 150 --seed 1    prints each that no test noticed

A mutant is made in a copy of the sources; what it is tried with stands in SUITES. One that takes longer than
the limit counts as noticed.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "gongwen_clean"
_GOLDEN, _SEEDS = "tests/test_golden.py", "tests/test_seeds.py"
_CURATED = "tests/test_curated_pairs.py"
SUITES: Mapping[str, Sequence[str]] = {
    "edits.py": ["tests/test_edits.py"],
    "chain.py": ["tests/test_chain.py", "tests/test_cleaner.py"],
    "decoding/mining.py": ["tests/test_mining.py"],
    "decoding/spinner_tables.py": [_CURATED, "tests/test_mining.py", "tests/test_lexicon_cli.py"],
    "decoding/": ["tests/test_decoding.py", _GOLDEN, "-k", "decoding or spun"],
    "normalizers/fragments.py": [_GOLDEN, "tests/test_page.py", _SEEDS, "-k", "fragments or seed"],
    "matching/doc_number.py": ["tests/test_matching.py", "tests/test_metadata.py", _GOLDEN],
}
_GOAL = 0.8
_LIMIT_S = 120
_SWAPS: Mapping[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}


class Mutant(NamedTuple):
    """A place of a module where one thing is changed: the number of the change, its line and what it is."""

    module: str
    number: int
    line: int
    change: str


class _Change(NamedTuple):
    line: int
    name: str
    make: Callable[[], None]


def main() -> int:
    """Try a sample; return 1 when fewer are noticed than the goal."""
    parser = argparse.ArgumentParser(prog="benchmarks.mutants", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=150, metavar="N", help="how many mutants (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (%(default)s)")
    args = parser.parse_args()
    everywhere = [mutant for module in find_modules() for mutant in find_mutants(module)]
    sample = random.Random(args.seed).sample(everywhere, min(args.count, len(everywhere)))
    with TemporaryDirectory(prefix="gongwen-mutants.") as name:
        checkout = copy_checkout(Path(name))
        check_suites(checkout)
        survivors = [mutant for mutant in sample if not _try(mutant, checkout)]
    killed = len(sample) - len(survivors)
    print(f"{len(sample)} of {len(everywhere)} mutants tried, {killed} killed: {killed / len(sample):.0%}")
    return 0 if killed >= _GOAL * len(sample) else 1


def _try(mutant: Mutant, checkout: Path) -> bool:
    noticed = is_noticed(mutant, checkout)
    if not noticed:
        print(f"survived: {mutant.module}:{mutant.line}: {mutant.change}", flush=True)
    return noticed


def find_modules() -> list[str]:
    """Return the modules that have a suite, by their path in the package."""
    paths = [path for key in SUITES for path in PACKAGE.glob(f"{key}*.py" if key.endswith("/") else key)]
    return sorted({path.relative_to(PACKAGE).as_posix() for path in paths})


def find_mutants(module: str) -> list[Mutant]:
    """Return every change that can be made in a module."""
    changes = _changes(ast.parse((PACKAGE / module).read_text(encoding="utf-8")))
    return [Mutant(module, number, one.line, one.name) for number, one in enumerate(changes)]


def make_mutant(mutant: Mutant) -> str:
    """Return the source of a module with one change."""
    tree = ast.parse((PACKAGE / mutant.module).read_text(encoding="utf-8"))
    _changes(tree)[mutant.number].make()
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def copy_checkout(folder: Path) -> Path:
    """Return a folder that holds a copy of the sources, and links to all else of the checkout."""
    for path in ROOT.iterdir():
        if path.name != "src" and not path.name.startswith("."):
            (folder / path.name).symlink_to(path)
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    return folder


def check_suites(checkout: Path) -> None:
    """Raise SystemExit where tests fail on what is not changed: they would notice anything."""
    for module, suite in SUITES.items():
        if not _passes(suite, checkout):
            raise SystemExit(f"the tests of {module} fail before anything is changed: {' '.join(suite)}")


def is_noticed(mutant: Mutant, checkout: Path) -> bool:
    """Whether the tests of a module fail, or do not end, when it is changed."""
    path = checkout / "src" / "gongwen_clean" / mutant.module
    before = path.read_bytes()
    try:
        path.write_text(make_mutant(mutant), encoding="utf-8")
        suite = SUITES.get(mutant.module) or SUITES[f"{Path(mutant.module).parent}/"]
        return not _passes(suite, checkout)
    finally:
        path.write_bytes(before)


def _passes(suite: Sequence[str], checkout: Path) -> bool:
    options = ["-q", "-x", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
    # a mutant as long as the source, made within the same second, would be taken from the cache
    env = os.environ | {"PYTHONPATH": str(checkout / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", *options, *suite]
    try:
        done = subprocess.run(
            command, cwd=checkout, env=env, capture_output=True, timeout=_LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _changes(tree: ast.Module) -> list[_Change]:
    return [change for node in _walk(tree) for change in _changes_of(node)]


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs: no annotations, assertions, messages of errors, nothing for the type checker alone."""
    if isinstance(node, ast.Raise | ast.Assert) or (isinstance(node, ast.If) and _is_for_types(node)):
        return
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return  # of zip: what it refuses never comes
    yield node
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns", "decorator_list", "op", "ops"):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _walk(child)


def _is_for_types(node: ast.If) -> bool:
    return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _changes_of(node: ast.AST) -> Iterator[_Change]:
    line = getattr(node, "lineno", 0)
    if isinstance(node, ast.Compare):
        for at, sign in enumerate(node.ops):
            if after := _SWAPS.get(type(sign)):
                yield _Change(line, _told(sign, after), partial(_set, node.ops, at, after))
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign) and (after := _SWAPS.get(type(node.op))):
        yield _Change(line, _told(node.op, after), partial(_set_op, node, after))
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        value = not node.value if isinstance(node.value, bool) else node.value + 1
        yield _Change(line, f"{node.value} → {value}", lambda: setattr(node, "value", value))
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield _Change(line, "condition → not condition", lambda: setattr(node, "test", _negate(node.test)))
    elif isinstance(node, ast.Return) and node.value and not isinstance(node.value, ast.Constant):
        yield _Change(line, "return value → None", lambda: setattr(node, "value", ast.Constant(None)))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield _Change(line, "call → nothing", lambda: setattr(node, "value", ast.Constant(None)))


def _told(before: ast.AST, after: type[ast.AST]) -> str:
    return f"{type(before).__name__} → {after.__name__}"


def _set(signs: list[ast.cmpop], at: int, to: Callable[[], Any]) -> None:
    signs[at] = to()


def _set_op(node: ast.BoolOp | ast.BinOp | ast.AugAssign, to: Callable[[], Any]) -> None:
    node.op = to()


def _negate(test: ast.expr) -> ast.expr:
    is_negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    return test.operand if is_negated else ast.UnaryOp(ast.Not(), test)  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
