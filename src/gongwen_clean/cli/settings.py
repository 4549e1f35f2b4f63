"""The settings of a run: from a file, `--config KEY=VALUE` and options; the later hold before the earlier."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

from gongwen_clean.configuration.reading import (
    Settings,
    check_settings,
    configure,
    find_config,
    read_config,
    read_setting,
)
from gongwen_clean.configuration.settings import Configuration
from gongwen_clean.errors import ConfigError

_OPTIONS = (
    "preset",
    "steps",
    "model",
    "lexicons",
    "shell_profiles",
    "min_confidence",
    "max_harm",
    "max_doc_chars",
    "timeout_s",
)


class Resolved(NamedTuple):
    """The configuration that holds, and the file that it was read from, if any."""

    configuration: Configuration
    path: Path | None


def resolve(args: argparse.Namespace) -> Resolved:
    """Return the settings that hold. Raises: ConfigError."""
    inline = [text for text in args.config if "=" in text and not Path(text).is_file()]
    named = [text for text in args.config if text not in inline]
    path = _choose_file(named, args.no_config)
    layers = [read_config(path)] if path else []
    layers += [read_setting(text, Path()) for text in inline]
    return Resolved(configure(*layers, _given(args)), path)


def _choose_file(named: list[str], is_isolated: bool) -> Path | None:
    if len(named) > 1:
        raise ConfigError(f"--config {', '.join(named)}: one file at a time; KEY=VALUE may be added to it")
    if named and is_isolated:
        raise ConfigError(f"--no-config does not go with --config {named[0]}; leave out one of them")
    if named:
        return Path(named[0])
    return None if is_isolated else find_config(Path.cwd())


def _given(args: argparse.Namespace) -> Settings:
    given = {name: getattr(args, name) for name in _OPTIONS if getattr(args, name) is not None}
    return check_settings(given, "command line")
