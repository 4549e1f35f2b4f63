"""Draw bars as SVG that a page takes in: in the page's colours, light or dark, without styles of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from gongwen_clean.errors import MissingExtraError

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.figure import Figure

_SVG = "http://www.w3.org/2000/svg"
_INK, _BAR = "#000001", "#000002"  # stand for colours that the page chooses
_COLOURS = {_INK: "currentColor", _BAR: "var(--bar)"}
_REFERENCE = re.compile(r"#(?=[\w-]+\)?$)")
_INCHES = 6.4  # how wide a picture is
_BAR_INCHES = 0.32
_LABEL_SHARE = 0.27  # of the width: room for the longest word for a family, in both languages
_LEAST_COLUMNS = 8  # that there is room for, so that few are no wider than many


def draw_bars(bars: Iterable[tuple[str, int]], name: str) -> Markup:
    """Return horizontal bars, the first on top, as SVG; counts stand behind them.

    Args: bars: labels and counts; a label `x` is the word `NAME.x` of the page, which translates it.
    name: also begins the ids in the picture, so that several fit in a page.
    Raises: MissingExtraError without matplotlib.
    """
    labels, counts = zip(*bars, strict=True)
    stand_ins = {f"label {n}": label for n, label in enumerate(labels)}  # labels can be in any script
    height = 0.3 + _BAR_INCHES * len(labels)
    figure = _new_figure(_INCHES, height)
    axes = figure.add_axes((_LABEL_SHARE, 0, 1 - _LABEL_SHARE, 1))
    drawn = axes.barh(range(len(labels)), counts, color=_BAR, height=0.62)
    axes.bar_label(drawn, fmt="{:,.0f}", padding=5, color=_INK, fontsize=10)
    axes.set_yticks(range(len(labels)), list(stand_ins), color=_INK)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.margins(x=0.14)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    svg = _as_page_svg(figure, name)
    for text in svg.iter(f"{{{_SVG}}}text"):
        if label := stand_ins.get(text.text or ""):
            text.text = label
            text.set("data-t", f"{name}.{label}")
    return _as_markup(svg)


def draw_columns(bins: Sequence[tuple[str, int]], name: str) -> Markup:
    """Return a histogram as upright columns in order, as draw_bars does."""
    labels, counts = zip(*bins, strict=True)
    figure = _new_figure(_INCHES, _INCHES / 3)
    axes = figure.add_axes((0, 0.12, 1, 0.86))
    drawn = axes.bar(range(len(labels)), counts, color=_BAR, width=0.82)
    axes.bar_label(drawn, fmt="{:,.0f}", padding=2, color=_INK, fontsize=9)
    axes.set_xticks(range(len(labels)), labels, color=_INK, fontsize=7.5)
    axes.set_yticks([])
    axes.margins(y=0.14)
    axes.set_xlim(-0.6, max(len(labels), _LEAST_COLUMNS) - 0.4)
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.spines["bottom"].set_color(_INK)
    axes.tick_params(length=0)
    return _as_markup(_as_page_svg(figure, name))


def _new_figure(width: float, height: float) -> Figure:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plots need matplotlib", "report") from error
    return Figure(figsize=(width, height))


def _as_page_svg(figure: Figure, name: str) -> ElementTree.Element:
    """Return a figure without styles: the page's policy allows none but its own."""
    import matplotlib as mpl

    written = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    root = ElementTree.fromstring(written.getvalue())
    for parent in root.iter():
        for child in list(parent):
            if child.tag in (f"{{{_SVG}}}style", f"{{{_SVG}}}metadata"):
                parent.remove(child)
        _adapt(parent, name)
    root.attrib.update({"aria-hidden": "true", "focusable": "false"})
    for length in ("width", "height"):
        root.attrib.pop(length, None)
    return root


def _as_markup(svg: ElementTree.Element) -> Markup:
    from markupsafe import Markup

    ElementTree.register_namespace("", _SVG)
    return Markup(ElementTree.tostring(svg, encoding="unicode"))


def _adapt(element: ElementTree.Element, name: str) -> None:
    """Write styles as attributes, take the page's colours, and make ids this picture's own."""
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font":  # the only one that is no attribute; the family is the page's
            element.set("font-size", value.split()[0])
        elif key and key != "font-family":
            element.set(key, _COLOURS.get(value, value))
    for key, value in element.attrib.items():
        if key == "id":
            element.set(key, f"{name}-{value}")
        elif key == "clip-path" or key.endswith("href"):
            element.set(key, _REFERENCE.sub(f"#{name}-", value))
