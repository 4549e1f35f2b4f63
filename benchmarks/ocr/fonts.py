"""Find font files that have every character of a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

# where Debian and other systems, users and macOS keep fonts
_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
)
INSTALL = "apt-get install fonts-noto-cjk fonts-lxgw-wenkai, or --font PATH"


class Font(NamedTuple):
    """A font file, which face of the file, and the name it has in a set."""

    name: str
    path: str
    face: int = 0

    @cache  # noqa: B019 - a named tuple is a value; a run uses a few fonts in a few sizes
    def sized(self, pixels: int) -> ImageFont.FreeTypeFont:
        """The font with an em of so many pixels."""
        return ImageFont.truetype(self.path, pixels, self.face, layout_engine=ImageFont.Layout.BASIC)

    def lacks(self, text: str) -> str:
        """The characters of `text` that the font has no glyph for."""
        font = self.sized(24)
        none = bytes(font.getmask("\U0010fffe"))
        return "".join(c for c in sorted(set(text)) if not c.isspace() and bytes(font.getmask(c)) == none)


# with the simplified Chinese face of each; without the Arphic fonts, which set commas higher than print does
_KNOWN = (
    ("NotoSerifCJK-Regular.ttc", 2),
    ("LXGWWenKai-Regular.ttf", 0),
    ("NotoSansCJK-Regular.ttc", 2),
    ("wqy-zenhei.ttc", 0),
    ("wqy-microhei.ttc", 0),
)


def open_font(given: str) -> Font:
    """Return the font of `PATH` or `PATH:FACE`, a number that says which face of a collection.

    Exits where there is no such file, or where it is no font.
    """
    path, _, face = given.rpartition(":") if given.rpartition(":")[2].isdecimal() else (given, "", "0")
    font = Font(Path(path).stem, path, int(face))
    try:
        font.sized(24)
    except OSError as error:
        raise SystemExit(f"--font {given}: {error}; free fonts: {INSTALL}") from None
    return font


def installed_fonts() -> list[Font]:
    """The free fonts that this module knows and finds installed; exits where there is none."""
    folders = [Path(folder).expanduser() for folder in _FOLDERS]
    files = {path.name: path for folder in folders for path in folder.rglob("*.tt[cf]")}
    fonts = [Font(files[n].stem, str(files[n]), face) for n, face in _KNOWN if n in files]
    if not fonts:
        raise SystemExit(f"no known font with Chinese is installed: {INSTALL}")
    return fonts


def fonts_for(text: str, fonts: Sequence[Font]) -> list[Font]:
    """Those of `fonts` that have every character of `text`; exits where none has."""
    lacking = {font: font.lacks(text) for font in fonts}
    if all(lacking.values()):
        raise SystemExit(f"no font has every character: {_list(lacking.items())}; more fonts: {INSTALL}")
    return [font for font in fonts if not lacking[font]]


def _list(lacking: Iterable[tuple[Font, str]]) -> str:
    return ", ".join(f"{font.name} lacks {characters[:20]}" for font, characters in lacking)
