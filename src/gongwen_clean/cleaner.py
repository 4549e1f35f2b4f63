"""Clean a text by a preset: from a name to a chain to a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gongwen_clean.chain import Chain
from gongwen_clean.document import Document, Edit, Field, Finding, Note, Score
from gongwen_clean.edits import apply_edits
from gongwen_clean.errors import UnknownNameError
from gongwen_clean.normalizer import Normalizer, Reader

if TYPE_CHECKING:
    from gongwen_clean.configuration.settings import Configuration

_T = TypeVar("_T")
SITE_SHELL = "site-shell"
"""The step that comes with each profile, not with a preset."""


class Cleaner:
    """Clean texts by a preset, or by steps of your own choice and order.

        >>> Cleaner("safe").run("嘉经[2022]3号").text
        '嘉经〔2022〕3号'

    Args: preset: "safe" (nothing that needs judgement), "standard" or "aggressive" (repairs on less
    evidence). steps: run these instead of the preset's.
    Raises: UnknownNameError for a preset that does not exist.
    """

    def __init__(
        self, preset: str = "standard", *, steps: Sequence[Normalizer | Reader] | None = None
    ) -> None:
        self._chain = Chain(*(_steps_of(preset) if steps is None else steps))

    @classmethod
    def from_config(cls, config: Path | str | Mapping[str, Any] | None = None) -> Cleaner:
        """Return the cleaner that settings ask for.

            >>> cleaner = Cleaner.from_config({"protect": {"words": ["A,B"]}, "rules": {"layout*": "off"}})
            >>> cleaner.run("甲,乙和A,B商定了此事。").text
            '甲，乙和A,B商定了此事。'

        Args: config: a settings file; a mapping of the same form; None for the gongwen-clean.toml, or the
        pyproject.toml with a table [tool.gongwen-clean], next above the working directory, or without one the
        defaults.
        Raises: ConfigError, with file and line; UnknownNameError, LexiconError for what it names.
        """
        from gongwen_clean.configuration.reading import check_settings, configure, find_config, read_config

        if isinstance(config, Mapping):
            return configured_cleaner(configure(check_settings(config)))
        path = find_config(Path.cwd()) if config is None else Path(config)
        return configured_cleaner(configure(read_config(path)) if path else configure())

    def taking(self, *kinds: type[Note]) -> Cleaner:
        """Return a cleaner that makes the same edits and takes only notes of these kinds: faster without.

        >>> Cleaner().taking().run("来源：某某网").fields
        ()
        """
        return Cleaner(steps=[step for step in self._chain.steps if _takes(step, kinds)])

    def run(self, text: str, id: str | None = None) -> Document:
        """Return `text` cleaned, with its receipt. Cost: linear in its length.

        Never fails on any str, unless the user protects patterns: PatternTimeoutError names one that takes
        too long on this text.
        """
        outcome = self._chain.run(text)
        if not outcome.notes:
            return Document(id, text, outcome.text, tuple(outcome.edits), scores={})
        return Document(
            id=id,
            source=text,
            text=outcome.text,
            edits=tuple(outcome.edits),
            fields=tuple(_restate(text, outcome.edits, _of_kind(outcome.notes, Field))),
            findings=tuple(sorted(_of_kind(outcome.notes, Finding), key=lambda f: f.start)),
            scores={score.name: score.value for score in _of_kind(outcome.notes, Score)},
        )

    def prepare(self) -> None:
        """Load at once what would be loaded with the first text that needs it: before processes are forked.

        Raises: ModelError, LexiconError for files that are not what they should be. Cost: half a second and
        200 MB with the presets.
        """
        for step in self._chain.steps:
            if load := getattr(step, "prepare", None):
                load()

    def stream(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Clean documents one after another: each `source` becomes a new document under the same id."""
        for document in documents:
            yield self.run(document.source, document.id)


def clean(text: str) -> str:
    """Return `text` cleaned by the standard preset."""
    return _standard().run(text).text


def choose_steps(preset: str, names: Sequence[str]) -> list[Normalizer | Reader]:
    """Return the steps of `names`: only those named, or the preset's without those that begin with `-`.

    Raises: UnknownNameError for a step or preset that does not exist, naming the nearest.
    """
    by_name = _all_steps()
    for name in names:
        _check_step(name.removeprefix("-"), by_name)
    left_out = {name[1:] for name in names if name.startswith("-")}
    wanted = {name for name in names if not name.startswith("-")}
    own = tuple(by_name.values()) if wanted else _steps_of(preset)
    return [step for step in own if step.name not in left_out and (not wanted or step.name in wanted)]


def configured_steps(configuration: Configuration) -> list[Normalizer | Reader]:
    """Return the steps that a configuration asks for, before rules are turned off or text is protected.

    Raises: UnknownNameError for a preset or step that does not exist, LexiconError for a damaged
    profile or table.
    """
    if configuration.lexicons:
        from gongwen_clean.decoding.spun_lexicon import spun_lexicon

        spun_lexicon(configuration.lexicons)  # a damaged table is told now, not by the first spun text
    trust = {"min_confidence": configuration.min_confidence, "max_harm": configuration.max_harm}
    chosen = _choose_configured(configuration)
    steps = adjust_repairs(chosen, trust, configuration.model, configuration.lexicons)
    if configuration.shell_profiles and f"-{SITE_SHELL}" not in configuration.steps:
        from gongwen_clean.normalizers.site_shell import add_site_shell

        for profile in configuration.shell_profiles:
            steps = add_site_shell(steps, profile)
    return steps


def _choose_configured(configuration: Configuration) -> list[Normalizer | Reader]:
    """The steps of the preset that are wanted, without those that come with a profile."""
    names = [name for name in configuration.steps if name.removeprefix("-") != SITE_SHELL]
    with _told_where(configuration, "preset"):
        _steps_of(configuration.preset)
    with _told_where(configuration, "steps"):
        if SITE_SHELL not in configuration.steps:
            return choose_steps(configuration.preset, names)
        if not configuration.shell_profiles:
            raise UnknownNameError(
                f"the step {SITE_SHELL!r} needs a profile; name one by --shell-profile or shell_profiles"
            )
        chosen = choose_steps(configuration.preset, names)
        return chosen if any(not name.startswith("-") for name in names) else []


@contextmanager
def _told_where(configuration: Configuration, key: str) -> Iterator[None]:
    """Say of names that do not exist where they were set."""
    try:
        yield
    except UnknownNameError as error:
        where = configuration.origins.get(key)
        raise UnknownNameError(f"{where}: {error}" if where else str(error)) from None


def configured_cleaner(configuration: Configuration) -> Cleaner:
    """Return the cleaner of a configuration.

    Raises: as configured_steps; ConfigError for levels of rules that there are not.
    """
    from gongwen_clean.configuration.guarding import guard_steps

    steps = configured_steps(configuration)
    configuration.rules.check([*_all_steps().values(), *steps])
    return Cleaner(steps=guard_steps(steps, configuration.protect, configuration.rules))


def adjust_repairs(
    steps: Iterable[Normalizer | Reader],
    trust: Mapping[str, float],
    model: Path | None,
    lexicons: tuple[Path, ...] = (),
) -> list[Normalizer | Reader]:
    """Return the steps with other demands on the repair of words, and another model to weigh them.

    Args: trust: fields of `decoding.trust.Trust` to change, by name; for spun words only. model: the
    file of a language model, None for the one that comes with the package. lexicons: tables of pairs beside
    those of the package, for spun words only.
    """
    from gongwen_clean.normalizers.scan_words import RepairScanWords
    from gongwen_clean.normalizers.spun import ReadSpun, RestoreSynonyms

    def adjusted(step: Normalizer | Reader) -> Normalizer | Reader:
        if isinstance(step, ReadSpun | RestoreSynonyms):
            return type(step)(replace(step.trust, **trust), model, lexicons)
        return RepairScanWords(model) if isinstance(step, RepairScanWords) else step

    return [adjusted(step) for step in steps]


def explain_rule(rule: str) -> str:
    """Return what a rule does and why, in one sentence.

    Raises: UnknownNameError for a rule that no step has.
    """
    for step in _all_steps().values():
        if rule in step.rules:
            return step.rules[rule]
    raise UnknownNameError(f"no rule {rule!r}; --list-steps names the steps whose rules there are")


def _takes(step: Normalizer | Reader, kinds: Sequence[type[Note]]) -> bool:
    own = getattr(step, "kinds", None)
    return own is None or any(kind in kinds for kind in own)


@cache
def _standard() -> Cleaner:
    return Cleaner().taking()


def _steps_of(preset: str) -> tuple[Normalizer | Reader, ...]:
    # the steps compile their patterns: who only wants Document or Edit does not wait for them
    from gongwen_clean.presets import PRESETS

    if preset not in PRESETS:
        raise UnknownNameError(f"no preset {preset!r}; there are {', '.join(sorted(PRESETS))}")
    return PRESETS[preset]


def _all_steps() -> dict[str, Normalizer | Reader]:
    return {step.name: step for step in _steps_of("standard")}


def _check_step(name: str, known: Iterable[str]) -> None:
    if name not in known:
        from difflib import get_close_matches

        near = get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else "."
        raise UnknownNameError(f"no step {name!r}{hint} The steps are {', '.join(known)}")


def _of_kind(notes: Iterable[Note], kind: type[_T]) -> list[_T]:
    return [note for note in notes if isinstance(note, kind)]


def _restate(source: str, edits: Sequence[Edit], fields: Iterable[Field]) -> Iterator[Field]:
    """A value that still stands in the text reads as the text does; one that was cut stays as it was."""
    for field in fields:
        touching = [edit for edit in edits if edit.start < field.end and field.start < edit.end]
        is_whole = all(field.start <= edit.start and edit.end <= field.end for edit in touching)
        if is_whole and source[field.start : field.end] == field.value:
            local = [e._replace(start=e.start - field.start, end=e.end - field.start) for e in touching]
            field = field._replace(value=apply_edits(field.value, local).strip() or field.value)
        yield field
