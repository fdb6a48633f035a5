"""Progress since an earlier scan: what is done, what is left, what is new.

Input: the JSON of an earlier ``triage migrate --json`` and the findings of now. Findings are
compared by file, kind and symbol, not by line, so that other edits do not look like progress.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from triage.errors import BadInput
from triage.migrate.model import Finding

HINT = "Make one with: triage migrate PATH --json > baseline.json"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier scan: how often each name was found in each file, and each kind at all."""

    names: Counter[Key]
    kinds: Counter[str]


@dataclass(frozen=True, slots=True)
class Step:
    """Of one kind: the findings before and now, and those in files and of names that were not.

    A name that was renamed into compat.v1 is another kind now, and not new.
    """

    kind: str
    before: int
    new: int
    left: int

    @property
    def done(self) -> int:
        """How many of those before are gone, or of another kind."""
        return max(0, self.before + self.new - self.left)


def read_baseline(path: Path) -> Baseline:
    """The findings of an earlier scan, counted.

    Raises:
        BadInput: the file cannot be read, or is not what ``--json`` prints.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["findings"]
        names = Counter(_key(str(row["path"]), str(row["symbol"])) for row in rows)
        return Baseline(names, Counter(str(row["kind"]) for row in rows))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.", HINT) from None
    except (ValueError, KeyError, TypeError):
        raise BadInput(f"{path} is no report of this command.", HINT) from None


def compare(before: Baseline, findings: Iterable[Finding]) -> list[Step]:
    """The steps by kind, in the order of their names."""
    left = Counter[str]()
    new = Counter[str]()
    known = before.names.copy()
    for one in findings:
        key = _key(one.path, one.symbol)
        left[one.kind] += 1
        new[one.kind] += known[key] <= 0
        known[key] -= 1
    names = sorted({*before.kinds, *left})
    return [Step(name, before.kinds[name], new[name], left[name]) for name in names]


def _key(path: str, symbol: str) -> Key:
    return path, symbol.replace("tf.compat.v1.", "tf.")
