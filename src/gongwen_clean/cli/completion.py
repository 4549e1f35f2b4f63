"""Complete the command line in a shell: options, and the names that some of them take."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer the shell that asks, and end the process."""
    import argcomplete

    for action in parser._actions:
        if action.dest in _COMPLETERS:
            action.completer = _COMPLETERS[action.dest]  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser)


def shell_code(shell: str) -> str:
    """Return what a shell must read to complete both commands."""
    from argcomplete.shell_integration import shellcode

    return shellcode(["gongwen-clean", "gongwen-lexicon"], shell=shell)


def _presets(**_asked: object) -> list[str]:
    from gongwen_clean.presets import PRESETS

    return sorted(PRESETS)


def _steps(prefix: str, **_asked: object) -> list[str]:
    """Names after a comma, each also with the minus that leaves it out."""
    from gongwen_clean.cleaner import SITE_SHELL, choose_steps

    before = prefix[: prefix.rfind(",") + 1]
    names = [*(step.name for step in choose_steps("standard", [])), SITE_SHELL]
    return [f"{before}{sign}{name}" for sign in ("", "-") for name in names]


def _rules(**_asked: object) -> list[str]:
    from gongwen_clean.cleaner import choose_steps

    return [rule for step in choose_steps("standard", []) for rule in step.rules]


def _parts(prefix: str, **_asked: object) -> list[str]:
    from gongwen_clean.document_json import PARTS

    before = prefix[: prefix.rfind(",") + 1]
    return [f"{before}{name}" for name in (*PARTS, "stamp")]


_COMPLETERS: dict[str, Callable[..., Iterable[str]]] = {
    "preset": _presets,
    "explain_preset": _presets,
    "steps": _steps,
    "explain_rule": _rules,
    "add": _parts,
}
