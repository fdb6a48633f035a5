"""What every module of this package passes on: videos of frames of boxes."""

from __future__ import annotations

import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

Corners = tuple[float, float, float, float]
SUFFIXES = (".jpeg", ".jpg", ".png")


class RecordError(Exception):
    """Input that cannot be used: one line that says where, what, and what to do."""


@dataclass(frozen=True)
class Box:
    """One object on one frame; ``corners`` are ymin, xmin, ymax, xmax, from 0 to 1 of the image.

    ``label`` counts from 1, for 0 is the background. ``track`` is the same number for the same
    object on all frames of its video, -1 where the source does not say. ``generated`` marks a
    box that no person drew.
    """

    corners: Corners
    label: int
    name: str = ""
    track: int = -1
    occluded: bool = False
    generated: bool = False

    @property
    def centre(self) -> tuple[float, float]:
        """The middle as (y, x)."""
        ymin, xmin, ymax, xmax = self.corners
        return (ymin + ymax) / 2, (xmin + xmax) / 2

    @property
    def extent(self) -> tuple[float, float]:
        """Height and width."""
        ymin, xmin, ymax, xmax = self.corners
        return ymax - ymin, xmax - xmin


@dataclass(frozen=True)
class Frame:
    """An encoded image with its boxes; not ``labelled`` where nobody has looked at it yet."""

    image: bytes
    boxes: tuple[Box, ...] = ()
    labelled: bool = True


@dataclass(frozen=True)
class Video:
    """Consecutive frames of one size, in pixels, and of one format, ``jpeg`` or ``png``."""

    name: str
    height: int
    width: int
    format: str
    frames: tuple[Frame, ...]


def as_float32(ymin: float, xmin: float, ymax: float, xmax: float) -> Corners:
    """Round corners as a record will: what is read back is then equal to what was written."""
    rounded: Corners = struct.unpack("4f", struct.pack("4f", ymin, xmin, ymax, xmax))
    return rounded


def image_format(image: bytes, where: object) -> str:
    """Tell ``jpeg`` from ``png`` by the first bytes; :class:`RecordError` for anything else."""
    if image.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if image.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    raise RecordError(f"{where}: neither JPEG nor PNG; convert the frame first")


def read_labels(path: Path) -> dict[str, int]:
    """Read names, one a line; the first has label 1."""
    try:
        names = [line.strip() for line in path.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{path}: cannot be read ({error}); give a text file") from error
    names = [name for name in names if name]
    if not names or len(set(names)) < len(names):
        raise RecordError(f"{path}: empty, or a name stands twice; write each name on one line")
    return {name: number for number, name in enumerate(names, 1)}


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path to write to, which becomes ``path`` at the end, and nothing if that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        yield Path(name)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """The same for a folder, which must not be there yet."""
    if path.exists():
        raise RecordError(f"{path}: exists already; give a new folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        yield temporary
        temporary.chmod(0o755)
        temporary.replace(path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
