"""Take a reader's decisions into a user's lexicon and settings: first what would change, then the files."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gongwen_clean.cleaner import Cleaner, configured_cleaner
from gongwen_clean.configuration.reading import Settings, check_settings, configure, read_config
from gongwen_clean.report.decisions import Decision, read_decisions
from gongwen_clean.workbench.comparison import Comparison, compare_cleaners, read_samples
from gongwen_clean.workbench.protected_words import add_protected_words, protected_word
from gongwen_clean.workbench.user_lexicon import (
    UserEntry,
    extend_lexicon,
    format_user_lexicon,
    is_word_repair,
    read_head,
    read_user_lexicon,
)


class Proposal(NamedTuple):
    """What decisions make of a lexicon and of protected text: file to new content, where it changes.

    `entries`: how many the lexicon gets; `words`: how many are protected anew; `unused`: decisions that
    neither can hold.
    """

    files: Mapping[Path, str]
    entries: int
    words: Sequence[str]
    unused: int

    def __str__(self) -> str:
        kept = f"new entries: {self.entries}, protected words: {len(self.words)}"
        return f"{kept}, decisions that neither can hold: {self.unused}" if self.unused else kept


def propose(decisions_path: Path, lexicon: Path, protect: Path | None) -> Proposal:
    """Return what the decisions of a file make of a lexicon and, where it is named, of a settings file.

    Raises: InputError, LexiconError, ConfigError for files that are not what they should be.
    """
    decisions = read_decisions(decisions_path)
    old = read_user_lexicon(lexicon)
    new = extend_lexicon(old, decisions)
    files: dict[Path, str] = {lexicon: format_user_lexicon(new, read_head(lexicon))} if new != old else {}
    words = _new_words(decisions, protect)
    if protect and words:
        files[protect] = add_protected_words(protect, words)
    return Proposal(files, len(new) - len(old), words, _count_unused(decisions, new, protect))


def _new_words(decisions: Sequence[Decision], protect: Path | None) -> list[str]:
    if protect is None:
        return []
    known = read_config(protect).get("protect", {}).get("words", ()) if protect.exists() else ()
    accepted = {decision.before for decision in decisions if decision.verdict == "accept"}
    refused = (protected_word(decision, accepted) for decision in decisions if decision.verdict == "reject")
    return [word for word in dict.fromkeys(refused) if word and word not in known]


def _count_unused(decisions: Sequence[Decision], entries: Sequence[UserEntry], protect: Path | None) -> int:
    pairs = {entry.pair for entry in entries}

    def is_used(decision: Decision) -> bool:
        if decision.verdict == "accept":
            return is_word_repair(decision)
        return bool(protect and protected_word(decision)) or (decision.before, decision.after) in pairs

    return sum(not is_used(decision) for decision in decisions)


def try_proposal(
    proposal: Proposal, lexicon: Path, protect: Path | None, samples: Sequence[Path]
) -> Comparison:
    """Return what a proposal changes on samples: the settings of `protect` with the old files and the new.

    Raises: InputError for samples that cannot be read.
    """
    settings = read_config(protect) if protect and protect.exists() else {}
    others = [path for path in settings.get("lexicons", ()) if path.resolve() != lexicon.resolve()]
    old = _cleaner(settings, [*others, *([lexicon] if lexicon.exists() else [])], ())
    with tempfile.TemporaryDirectory(prefix="gongwen-lexicon.") as name:
        draft = Path(name) / lexicon.name
        text = proposal.files.get(lexicon)
        draft.write_text(format_user_lexicon(read_user_lexicon(lexicon)) if text is None else text, "utf-8")
        new = _cleaner(settings, [*others, draft], proposal.words)
        return compare_cleaners(old, new, read_samples(samples))


def _cleaner(settings: Settings, lexicons: Sequence[Path], words: Sequence[str]) -> Cleaner:
    protected = (*settings.get("protect", {}).get("words", ()), *words)
    own: dict[str, Any] = {"lexicons": list(lexicons), "protect": {"words": protected}}
    return configured_cleaner(configure(settings, check_settings(own)))


def keep_proposal(proposal: Proposal) -> None:
    """Write the files of a proposal, each whole or not at all. Raises: InputError."""
    from gongwen_clean.text_files import write_text

    for path, text in proposal.files.items():
        write_text(path, text)
