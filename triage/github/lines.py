"""Read a file line by line, whatever is in it: the ground of both importers.

In: a path, ``-`` for standard input, or an open binary stream. Out: numbered lines, of which
none takes more than its share of memory. A line that cannot be used becomes a ``LineError``,
and reading goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from triage.errors import BadInput

Source = str | Path | BinaryIO

MAX_LINE = 32 * 1024 * 1024
"""Bytes of one line: beyond any real row, far below what would trouble the machine."""

_SKIP = 1024 * 1024


@dataclass(frozen=True, slots=True)
class LineError:
    """A line that cannot be used, and why. As text: ``line 7: title must be text, …``."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@contextmanager
def open_source(source: Source) -> Iterator[BinaryIO]:
    """Open what was named; a stream that was given stays open.

    Raises:
        BadInput: there is no such file, or it cannot be read.
    """
    if not isinstance(source, str | Path):
        yield source
    elif str(source) == "-":
        yield sys.stdin.buffer
    else:
        try:
            stream = Path(source).open("rb")  # noqa: SIM115 - closed by the with below
        except OSError as error:
            reason = (error.strerror or "it cannot be opened").lower()
            hint = "Check the path; - reads from standard input."
            raise BadInput(f"Cannot read {source}: {reason}.", hint) from None
        with stream:
            yield stream


def read_lines(stream: BinaryIO, limit: int = MAX_LINE) -> Iterator[tuple[int, bytes | None]]:
    """(number, line) from 1, without line ends; None for a line of more than ``limit`` bytes."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line.rstrip(b"\r\n")
            continue
        while (rest := stream.readline(_SKIP)) and not rest.endswith(b"\n"):
            pass
        yield number, None
