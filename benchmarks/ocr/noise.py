"""What printing, copying and scanning do to a page."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Soil = Callable[[Image.Image, Generator], Image.Image]
Grey = NDArray[np.float32]


class Noise(NamedTuple):
    """At what resolution the page is scanned, and what becomes of the image."""

    dpi: int
    soil: Soil


def _keep(image: Image.Image, _: Generator) -> Image.Image:
    return image


def _blur(image: Image.Image, rng: Generator) -> Image.Image:
    """A lens out of focus, a grey page and the noise of a sensor."""
    grey = _to_grey(image.filter(ImageFilter.GaussianBlur(rng.uniform(0.7, 1.1))))
    return _to_image(45 + grey * 0.7 + rng.normal(0, 9, grey.shape))


def _speckle(image: Image.Image, rng: Generator) -> Image.Image:
    """Salt and pepper: 0.3% of all pixels white, 0.3% black."""
    grey, dice = _to_grey(image), rng.random((image.height, image.width))
    grey[dice < 0.003] = 255
    grey[dice > 0.997] = 0
    return _to_image(grey)


def _photocopy(image: Image.Image, rng: Generator) -> Image.Image:
    """Black or white only, by a threshold that drifts over the page; strokes break where it is low."""
    grey = _to_grey(image.filter(ImageFilter.GaussianBlur(0.9)))
    drift = np.linspace(-1, 1, image.width)[None, :] * rng.uniform(-18, 18)
    drift = drift + np.linspace(-1, 1, image.height)[:, None] * rng.uniform(-18, 18)
    copied = np.where(grey + rng.normal(0, 16, grey.shape) > rng.uniform(112, 140) + drift, 255, 0)
    return _speckle(_to_image(copied), rng)


def _compress(image: Image.Image, rng: Generator) -> Image.Image:
    """A slight turn, then JPEG of quality 30."""
    target = io.BytesIO()
    _turn(image, rng.uniform(-0.4, 0.4)).save(target, "JPEG", quality=30)
    with Image.open(target) as compressed:
        return compressed.convert("L")


def _skew(image: Image.Image, rng: Generator) -> Image.Image:
    """A page put down askew, by 0.6 to 1.5 degrees to either side."""
    degrees = rng.uniform(0.6, 1.5) * rng.choice([-1, 1])
    grey = _to_grey(_turn(image, degrees))
    return _to_image(grey + rng.normal(0, 6, grey.shape))


def _turn(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)


def _to_grey(image: Image.Image) -> Grey:
    return np.array(image, dtype=np.float32)


def _to_image(grey: NDArray[np.floating | np.integer]) -> Image.Image:
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


NOISES: Mapping[str, Noise] = {
    "clean": Noise(200, _keep),
    "blur": Noise(150, _blur),
    "speckle": Noise(200, _speckle),
    "photocopy": Noise(170, _photocopy),
    "lowres": Noise(110, _compress),
    "skew": Noise(150, _skew),
}
