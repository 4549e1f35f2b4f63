"""Engines that read images of pages, each as its users get the text."""

from __future__ import annotations

import importlib
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from importlib.metadata import version
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

TESSERACT_INSTALL = "apt-get install tesseract-ocr tesseract-ocr-chi-sim"
PPOCR_INSTALL = "pip install rapidocr-onnxruntime"
_LANGUAGE = "chi_sim"
_PPOCR = "rapidocr_onnxruntime"


class Engine(NamedTuple):
    """What names the version, or exits where the engine is missing, and what reads pages of one dpi."""

    family: str
    version: Callable[[], str]
    read: Callable[[Sequence[Image.Image], int], str]


def _tesseract(*arguments: str, stdin: bytes = b"") -> str:
    """Run Tesseract and return what it prints.

    One thread: on small pages several only wait for each other.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise SystemExit(f"tesseract is not installed: {TESSERACT_INSTALL}")
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run([program, *arguments], input=stdin, capture_output=True, env=environment)
    if done.returncode:
        raise SystemExit(f"tesseract {' '.join(arguments)}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode("utf-8")


def _tesseract_version() -> str:
    if _LANGUAGE not in _tesseract("--list-langs").split():
        raise SystemExit(f"tesseract has no language {_LANGUAGE}: {TESSERACT_INSTALL}")
    return " ".join(_tesseract("--version").split()[:2])


def _read_tesseract(options: Sequence[str], pages: Sequence[Image.Image], dpi: int) -> str:
    """Read page by page; as in Tesseract's own output a form feed parts the pages."""
    arguments = ("stdin", "stdout", "-l", _LANGUAGE, "--psm", "3", "--dpi", str(dpi), *options)
    return "\f".join(_tesseract(*arguments, stdin=_to_png(page)).removesuffix("\f") for page in pages)


def _to_png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


@cache
def _ppocr() -> Any:
    try:
        module = importlib.import_module(_PPOCR)
    except ImportError as error:
        raise SystemExit(f"{_PPOCR} cannot be imported ({error}): {PPOCR_INSTALL}") from None
    return module.RapidOCR()


def _ppocr_version() -> str:
    _ppocr()
    return f"rapidocr-onnxruntime {version('rapidocr-onnxruntime')} (PP-OCRv4)"


def _read_ppocr(pages: Sequence[Image.Image], _: int) -> str:
    """Read page by page; each box is a line, and nothing parts the pages."""
    found = [_ppocr()(np.asarray(page.convert("RGB")))[0] or [] for page in pages]
    return "".join(f"{text}\n" for boxes in found for _, text, _ in boxes)


ENGINES: Mapping[str, Engine] = {
    "tesseract": Engine("tesseract", _tesseract_version, partial(_read_tesseract, ())),
    # Debian's model switches spaces between characters off, other builds have them on
    "tesseract-spaced": Engine(
        "tesseract", _tesseract_version, partial(_read_tesseract, ("-c", "preserve_interword_spaces=0"))
    ),
    "ppocr": Engine("ppocr", _ppocr_version, _read_ppocr),
}
