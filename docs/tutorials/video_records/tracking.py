"""Where an object is: normalised correlation of images, in NumPy."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from .model import Box, RecordError

SIDE = 24  # pixels to which the longer side of a box is reduced before it is compared
AROUND = 1.25  # a little ground belongs to the template: the outline says more than the inside
Gray = NDArray[np.float32]


def find(key: bytes, near: Box, image: bytes, box: Box) -> tuple[float, float]:
    """Look in ``image``, around ``box``, for what ``near`` encloses in ``key``.

    Returns the best correlation, and how far away it is, in parts of the box's longer side.
    """
    height, width = _open(image).size[::-1]
    size = max(box.extent[0] * height, box.extent[1] * width, 1.0)
    # Smoothed, or else fine textures match a whole period away, or not at all between pixels.
    one, other = (_gray(data, size / 10) for data in (key, image))
    reach = max(2, round(0.5 * min(size, SIDE)))
    template = _crop(one, near, size, 0)
    field = _crop(other, box, size, reach, template.shape)
    scores = correlate(field, template)
    row, column = np.unravel_index(int(scores.argmax()), scores.shape)
    moved = float(np.hypot(row - reach, column - reach)) / min(size, SIDE)
    return float(scores.max()), moved


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RecordError(f"an image cannot be decoded ({error}); export it again") from None


def _gray(data: bytes, radius: float) -> Gray:
    try:
        image = _open(data).convert("L").filter(ImageFilter.GaussianBlur(radius))
    except (OSError, ValueError, SyntaxError) as error:
        raise RecordError(f"an image cannot be decoded ({error}); export it again") from None
    return np.asarray(image, np.float32)


def _crop(
    gray: Gray, box: Box, size: float, margin: int, shape: tuple[int, ...] | None = None
) -> Gray:
    """The part around a box, reduced so that ``size`` becomes SIDE pixels; plus a margin."""
    scale = min(1.0, SIDE / size)
    extents = [AROUND * side * limit for side, limit in zip(box.extent, gray.shape, strict=True)]
    counts = shape or [max(4, round(extent * scale)) for extent in extents]
    indices = []
    for count, middle, limit in zip(counts, box.centre, gray.shape, strict=True):
        steps = np.arange(count + 2 * margin) - (count + 2 * margin - 1) / 2
        places = np.rint(steps / scale + middle * limit - 0.5)
        indices.append(np.clip(places, 0, limit - 1).astype(int))
    return gray[np.ix_(*indices)]


def correlate(field: Gray, template: Gray) -> Gray:
    """Normalised cross-correlation, from -1 to 1, of a template at every place of a field."""
    windows = np.lib.stride_tricks.sliding_window_view(field, template.shape)
    centred = windows - windows.mean((-2, -1), keepdims=True)
    shape = template - template.mean()
    norm = np.sqrt((centred**2).sum((-2, -1)) * (shape**2).sum())
    scores: Gray = (centred * shape).sum((-2, -1)) / np.maximum(norm, 1e-6)
    return scores
