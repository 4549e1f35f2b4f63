"""What a refused edit protects: its place in its nearest surroundings, kept in a settings file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, cast

from gongwen_clean.configuration.reading import PROJECT_FILE, read_config
from gongwen_clean.errors import ConfigError
from gongwen_clean.report.decisions import Decision
from gongwen_clean.workbench.user_lexicon import is_word_repair

_ENOUGH_CHARS = 4
_BORDER = re.compile(r"[\s，。；：、！？,.;:!?（）()《》“”「」|]")


def protected_word(decision: Decision, accepted: Collection[str] = ()) -> str:
    """Return the text whose protection keeps an edit from being made there again, or nothing.

    A word is protected wherever it stands: of spun text, what stands beside it may be spun too and must stay
    free to be repaired. One whose repair was also accepted is protected in its clause alone, as is what is no
    word: with as many characters, in turn right and left, as make _ENOUGH_CHARS. An insertion needs one on
    either side, to stand between.

    Args: accepted: what was repaired elsewhere with a reader's consent.
    """
    if is_word_repair(decision) and decision.before not in accepted:
        return decision.before
    left, right = _clause(decision.left[::-1])[::-1], _clause(decision.right)
    word, from_left, from_right = decision.before, 0, 0
    while len(word) < _ENOUGH_CHARS and (from_left < len(left) or from_right < len(right)):
        if from_right < len(right) and (from_right <= from_left or from_left == len(left)):
            from_right += 1
        else:
            from_left += 1
        word = left[len(left) - from_left :] + decision.before + right[:from_right]
    holds = bool(decision.before) or (from_left and from_right)
    return word if holds and word.strip() else ""


def _clause(text: str) -> str:
    border = _BORDER.search(text)
    return text[: border.start()] if border else text


def add_protected_words(path: Path, words: Iterable[str]) -> str:
    """Return the text of a settings file with words added to its [protect]; all else in it stays as it is.

    A file that is not there is begun. Raises: ConfigError for one that is no settings file.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    if path.exists():
        read_config(path)
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        document = tomlkit.parse(text)
        table: Any = document
        for name in ("tool", "gongwen-clean") if path.name == PROJECT_FILE else ():
            table = table.setdefault(name, tomlkit.table())
        protect = table.setdefault("protect", tomlkit.table())
        listed = protect.setdefault("words", tomlkit.array())
        for word in words:
            if word not in listed:
                listed.append(word)
        cast(Any, listed).multiline(True)
        return tomlkit.dumps(document)
    except (TOMLKitError, OSError) as error:
        raise ConfigError(f"{path}: cannot be extended: {error}") from error
