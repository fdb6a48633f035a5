"""What is wrong with a file of records, record by record, and what to do about each.

Answers among others *Feature list 'image/encoded' is required but could not be found*: the
records are not ``SequenceExample`` at all, but the ``Example`` of the Object Detection API.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import tensorflow as tf  # type: ignore[import-not-found,import-untyped,unused-ignore]

from .checks import check_record


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a record (counted from 0; None for the file), and what to do."""

    record: int | None
    what: str
    do: str

    def __str__(self) -> str:
        where = "file" if self.record is None else f"record {self.record}"
        return f"{where}: {self.what}; {self.do}"


def validate(path: Path, classes: int | None = None, frames: int | None = None) -> list[Problem]:
    """All problems of a file.

    ``classes`` is how many labels there are, ``frames`` how many frames each record must have
    (``video_length`` of the old configuration); None leaves them unchecked.
    """
    problems: list[Problem] = []
    count = 0
    try:
        for data in tf.data.TFRecordDataset(str(path)).as_numpy_iterator():
            lines = check_record(data, classes, frames)
            problems += [Problem(count, what, do) for what, do in lines]
            count += 1
    except tf.errors.NotFoundError:
        return [Problem(None, "does not exist", "check the path and its wildcard")]
    except (tf.errors.OpError, OSError) as error:
        reason = re.sub(r"\{\{.*?\}\} *", "", str(error)).split(" [Op:")[0].splitlines()[0]
        do = "it is not a TFRecord, is compressed, or was cut off: write it again"
        return [*problems, Problem(None, f"cannot be read after {count} records ({reason})", do)]
    if not count:
        problems.append(
            Problem(None, "has no records", "the writer was not closed, or found nothing")
        )
    return problems
