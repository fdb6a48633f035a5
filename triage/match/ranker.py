"""The learned judge: evidence to the probability of each entry, and of none of them.

Input: the arrays of ``Evidence``. Output: probabilities that sum to one over the entries and
*none*. The weights are data (``ranker.json`` beside this file), written by
``triage.match.train``; they weigh kinds of evidence, so they hold for entries never seen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from triage.errors import BadInput
from triage.match.features import FOR_ENTRY, FOR_NONE, Evidence
from triage.match.vectors import Array

DEFAULT_RANKER = Path(__file__).parent / "ranker.json"


@dataclass(frozen=True)
class Ranker:
    """Weights by kind of evidence; ``threshold`` is the least probability said in public.

    ``temperature`` (>= 1 when the weights are too sure of themselves) makes probabilities honest.
    """

    for_entry: Mapping[str, float]
    for_none: Mapping[str, float]
    none: float
    temperature: float = 1.0
    threshold: float = 0.9

    def probabilities(self, evidence: Evidence) -> Array:
        """Issues × (entries, then none)."""
        entry = evidence.for_entry @ np.array([self.for_entry[name] for name in FOR_ENTRY])
        none = evidence.for_none @ np.array([self.for_none[name] for name in FOR_NONE])
        return soft_max(np.column_stack([entry, none + self.none]) / self.temperature)

    def save(self, path: Path) -> None:
        """Write the weights as JSON; the same weights give the same bytes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        values = {
            **asdict(self),
            "for_entry": dict(self.for_entry),
            "for_none": dict(self.for_none),
        }
        path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path = DEFAULT_RANKER) -> Ranker:
        """Read the weights.

        Raises:
            BadInput: the file is missing, or is not of this version.
        """
        hint = "Reinstall the package, or train the matcher again."
        try:
            ranker = cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise BadInput(f"{path} holds no weights of the matcher: {error}.", hint) from None
        if set(ranker.for_entry) != set(FOR_ENTRY) or set(ranker.for_none) != set(FOR_NONE):
            raise BadInput(f"{path} holds weights of another version.", hint)
        return ranker


def soft_max(utility: Array) -> Array:
    """Rows to probabilities."""
    raised = np.exp(utility - utility.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
