"""Fill the templates of the HTML reports: one file each, that needs no network and runs nothing of a text.

Text from documents reaches a page only escaped, by jinja2's autoescape, or as JSON in which < > & and ' are
escapes. Should anything slip through nevertheless, the page's own policy runs no script and no style but
the one of each whose hash it names, and loads nothing.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from gongwen_clean.errors import MissingExtraError
from gongwen_clean.report.assets import ASSETS

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_NO_HTML = re.compile("[\0\ud800-\udfff]")  # a page cannot hold them


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is made of: a template, and its styles and scripts, which are joined in order."""

    template: str
    styles: Sequence[str]
    scripts: Sequence[str]


def fill_page(page: Page, language: Language, values: Mapping[str, Any]) -> str:
    """Return a page as HTML in which a switch changes the language.

    Raises: MissingExtraError without jinja2. Cost: linear in what `values` hold.
    """
    style, script = (_joined(names) for names in (page.styles, page.scripts))
    environment = _environment()
    html = environment.get_template(page.template).render(
        values,
        language=language,
        words=_words(),
        style=_as_is(style),
        script=_as_is(script),
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'",
        t=partial(_translated, language),
        word=partial(_word, language),
    )
    # a parser reads a carriage return as a newline, but for a reference to one
    return _NO_HTML.sub("\ufffd", html).replace("\r", "&#13;")


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as error:
        raise MissingExtraError("HTML reports need jinja2", "report") from error
    return Environment(
        loader=FileSystemLoader(ASSETS, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    words: Mapping[str, Mapping[str, str]] = json.loads((ASSETS / "words.json").read_text("utf-8"))
    return words


def _word(language: Language, key: str) -> str:
    """Return a word in a language; a key without words, as of rules of one's own, is its last part."""
    return _words()[key][language] if key in _words() else key.partition(".")[2] or key


def _translated(language: Language, key: str) -> Markup:
    """Return a word as an element that the page's switch translates."""
    from markupsafe import Markup

    return Markup('<span data-t="{}">{}</span>').format(key, _word(language, key))


def _as_is(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)


@cache
def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((ASSETS / name).read_text("utf-8") for name in names)


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
