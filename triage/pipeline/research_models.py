"""The table of research models and how far each has come from TensorFlow 1.

In: ``docs/contributing/research-models.csv``, which ``docs/contributing/research_models.py``
writes from a clone of tensorflow/models. Out: ``ResearchModel`` rows.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from pathlib import Path

from triage.errors import BadInput

TABLE = Path("docs/contributing/research-models.csv")
STATES = ("tf1", "tf1-compat", "tf2", "archived", "removed")
"""Needs TensorFlow 1; runs on 2 as 1; native; only on the archive branch; only in the history."""


@dataclass(frozen=True, slots=True)
class ResearchModel:
    """A model folder: who it is, its state, and what proves that.

    ``tf1``, ``tf1_compat`` and ``tf2`` count files. ``evidence`` is the first file of the worst
    state with the name that decided, or the pull request and commit that removed the folder.
    ``successor`` is a page here, a path of tensorflow/models, or an address.
    """

    folder: str
    model: str
    paper: str
    state: str
    tf1: int
    tf1_compat: int
    tf2: int
    evidence: str
    issues: tuple[int, ...]
    successor: str
    commit: str
    committed: str
    checked: str

    @property
    def waits(self) -> bool:
        """Whether nobody has migrated it: no native code, and nothing that takes its place."""
        return self.state in STATES[:2] and not self.successor

    @property
    def files(self) -> int:
        """How many files use TensorFlow."""
        return self.tf1 + self.tf1_compat + self.tf2


def read_models(path: Path) -> tuple[ResearchModel, ...]:
    """All rows in the order of the file; none where there is no such file.

    Raises:
        BadInput: a row that cannot be read, with its line.
    """
    if not path.is_file():
        return ()
    models = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            for row in table:
                models.append(_read_row(row, f"{path.name}, line {table.line_num}"))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path.name} is not a CSV file: {error}.", _HINT) from None
    return tuple(models)


_HINT = "Write it again with docs/contributing/research_models.py."
_NUMBERS = ("tf1", "tf1_compat", "tf2")


def _read_row(row: dict[str, str], place: str) -> ResearchModel:
    try:
        values: dict[str, object] = {field.name: row[field.name] for field in fields(ResearchModel)}
        values |= {name: int(row[name]) for name in _NUMBERS}
        values["issues"] = tuple(map(int, row["issues"].split()))
        if row["state"] not in STATES:
            raise ValueError(f"state {row['state']!r} is unknown")
    except KeyError as error:
        raise BadInput(f"{place}: the column {error} is missing.", _HINT) from None
    except (ValueError, AttributeError, TypeError) as error:
        raise BadInput(f"{place}: {error}.", _HINT) from None
    return ResearchModel(**values)  # type: ignore[arg-type]
