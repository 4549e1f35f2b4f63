"""Change the core in one place at a time and see whether its tests notice: mutation testing of a sample.

python -m benchmarks.mutants --count 150 --seed 1    prints each that no test noticed

A mutant is made in a copy of the sources; what it is tried with stands in SUITES. One that takes longer than
the limit counts as noticed.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import multiprocessing
import os
import shlex
import shutil
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "gongwen_clean"
_DECODER = ["tests/test_decoding.py tests/test_lexicon_cli.py", "tests/test_restoring.py"]
SUITES: Mapping[str, Sequence[str]] = {
    "edits.py": ["tests/test_edits.py", "tests/test_chain.py"],
    "chain.py": ["tests/test_chain.py", "tests/test_cleaner.py"],
    "decoding/mining.py": ["tests/test_mining.py"],
    "decoding/spinner_tables.py": ["tests/test_lexicon_cli.py tests/test_decoding.py"],
    "decoding/spun_lexicon.py": ["tests/test_configuration.py -k lexicon", *_DECODER],
    "decoding/": [*_DECODER, "tests/test_golden.py tests/test_curated_pairs.py -k 'spun or curated'"],
    "normalizers/fragments.py": [
        "tests/test_fragments.py",
        "tests/test_golden.py tests/test_seeds.py -k 'fragments or seed'",
    ],
    "matching/doc_number.py": ["tests/test_matching.py tests/test_metadata.py", "tests/test_golden.py"],
}
"""What a module is tried with: calls of pytest, the later ones only where the first tell nothing."""

_FORKS = multiprocessing.get_context("forkserver")
_LOADED_BEFORE = ["pytest", "hypothesis", "hypothesis.strategies", "numpy", "rapidfuzz.distance", "daachorse"]
REASONS = Path(__file__).with_suffix(".toml")
_GOAL = 0.8
_LONGEST_S = 300  # of tests without a mutant
_SPARE_S = 10
_MOST_BYTES = 4 << 30  # of memory: a loop that never ends also fills a list
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
    """A place of a module where one thing is changed: the change's number, line, code and what it is.

    Module, code and change tell it from all others, whatever is changed elsewhere.
    """

    module: str
    number: int
    line: int
    code: str
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
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where the report is written too")
    args = parser.parse_args()
    everywhere = find_all()
    sample = choose(everywhere, args.count, args.seed)
    with TemporaryDirectory(prefix="gongwen-mutants.") as name:
        checkout = copy_checkout(Path(name))
        limits = measure_limits(checkout)
        survivors = [mutant for mutant in sample if not _try(mutant, checkout, limits)]
    killed = len(sample) - len(survivors)
    told = f"{len(sample)} of {len(everywhere)} mutants tried, {killed} killed: {killed / len(sample):.1%}"
    command = f"python -m benchmarks.mutants --count {len(sample)} --seed {args.seed}"
    report = f"Printed by `{command}`: {told}.\n\n{make_table(survivors)}\n"
    print(f"\n{report}", end="")
    if args.output:
        args.output.write_text(f"# Mutants that no test noticed\n\n{report}", encoding="utf-8", newline="\n")
    return 0 if killed >= _GOAL * len(sample) else 1


def find_all() -> list[Mutant]:
    """Return every change that can be made anywhere."""
    return [mutant for module in find_modules() for mutant in find_mutants(module)]


def choose(mutants: Sequence[Mutant], count: int, seed: int) -> list[Mutant]:
    """Return a sample that one mutant more or less does not turn into another."""

    def draw(mutant: Mutant) -> bytes:
        lot = "\t".join((str(seed), mutant.module, mutant.code, mutant.change))
        return hashlib.sha256(lot.encode()).digest()

    return sorted(sorted(mutants, key=draw)[:count])


def read_reasons() -> dict[tuple[str, str, str], str]:
    """Return why mutants may survive, by module, code and change."""
    rows = tomllib.loads(REASONS.read_text(encoding="utf-8"))["survivor"]
    return {(row["module"], row["code"], row["change"]): row["reason"] for row in rows}


def make_table(survivors: Sequence[Mutant]) -> str:
    """Return the survivors as a table, each with the reason why it may be one."""
    reasons = read_reasons()
    rows = ["| survivor | code | change | why it may |", "| --- | --- | --- | --- |"]
    for one in survivors:
        code = one.code.replace("|", "\\|")
        reason = reasons.get((one.module, one.code, one.change), "none given")
        rows.append(f"| {one.module}:{one.line} | `{code}` | {one.change} | {reason} |")
    return "\n".join(rows)


def _try(mutant: Mutant, checkout: Path, limits: Mapping[str, float]) -> bool:
    noticed = is_noticed(mutant, checkout, limits)
    print(
        "." if noticed else f"\nsurvived: {mutant.module}:{mutant.line}: {mutant.change}", end="", flush=True
    )
    return noticed


def find_modules() -> list[str]:
    """Return the modules that have a suite, by their path in the package."""
    paths = [path for key in SUITES for path in PACKAGE.glob(f"{key}*.py" if key.endswith("/") else key)]
    return sorted({path.relative_to(PACKAGE).as_posix() for path in paths})


def find_mutants(module: str) -> list[Mutant]:
    """Return every change that can be made in a module; of some alike, the later ones are numbered."""
    source = (PACKAGE / module).read_text(encoding="utf-8")
    lines = source.splitlines()
    alike = Counter[tuple[str, str]]()
    mutants = []
    for number, change in enumerate(_changes(ast.parse(source))):
        code = lines[change.line - 1].strip()
        alike[code, change.name] += 1
        nth = alike[code, change.name]
        mutants.append(Mutant(module, number, change.line, code, change.name + f" ({nth})" * (nth > 1)))
    return mutants


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


def measure_limits(checkout: Path) -> dict[str, float]:
    """Return how long each call of pytest may take, in seconds.

    Raises: SystemExit where tests fail on what is not changed: they would notice anything.
    """
    limits = {}
    for call in dict.fromkeys(chain.from_iterable(SUITES.values())):
        start = time.monotonic()
        if not _passes(call, checkout, _LONGEST_S):
            raise SystemExit(f"tests fail before anything is changed: pytest {call}")
        limits[call] = 3 * (time.monotonic() - start) + _SPARE_S
    return limits


def is_noticed(mutant: Mutant, checkout: Path, limits: Mapping[str, float]) -> bool:
    """Whether the tests of a module fail, or do not end in time, when it is changed."""
    path = checkout / "src" / "gongwen_clean" / mutant.module
    before = path.read_bytes()
    suite = SUITES.get(mutant.module) or SUITES[f"{Path(mutant.module).parent}/"]
    try:
        path.write_text(make_mutant(mutant), encoding="utf-8")
        return not all(_passes(call, checkout, limits[call]) for call in suite)
    finally:
        path.write_bytes(before)


def _passes(call: str, checkout: Path, limit_s: float) -> bool:
    """Whether the tests pass in time, in a process forked from one that has loaded the libraries."""
    _FORKS.set_forkserver_preload(_LOADED_BEFORE)
    process = _FORKS.Process(target=_run_tests, args=(checkout, shlex.split(call)))
    process.start()
    process.join(limit_s)
    if process.is_alive():
        process.kill()
        process.join()
    return process.exitcode == 0


def _run_tests(checkout: Path, arguments: Sequence[str]) -> None:
    import resource

    import pytest

    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    os.chdir(checkout)
    source = str(checkout / "src")
    sys.path.insert(0, source)
    # a mutant as long as the source, made within the same second, would be taken from the cache
    sys.dont_write_bytecode = True
    os.environ |= {"PYTHONPATH": source, "PYTHONDONTWRITEBYTECODE": "1"}
    # the first example that fails tells enough: no time goes into a smaller one
    options = ["-x", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--hypothesis-profile=first failure"]
    sys.exit(pytest.main([*options, *arguments]))


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
