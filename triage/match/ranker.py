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


SECOND_LOOK = (
    "chance", "none", "lead",
    "error_missed", "held", "held_title", "bm25_title", "asked", "question", "plain", "signature",
    "nearest", "votes", "names_missed", "symptom", "near", "information",
)  # fmt: skip
"""What the second look at the best entry weighs: its probability and that of none (as log odds),
its lead over the next one, and evidence of either kind."""
SMALLEST = 1e-6


@dataclass(frozen=True)
class Ranker:
    """Weights by kind of evidence; ``threshold`` is the least confidence said in public.

    ``temperature`` (>= 1 when the weights are too sure of themselves) makes probabilities honest.
    Which entry is best and whether it may be said are two questions: ``second_look`` weighs what
    speaks for the best one once more, so that one strong likeness does not outweigh that the
    error line or the title is about something else.
    """

    for_entry: Mapping[str, float]
    for_none: Mapping[str, float]
    none: float
    second_look: Mapping[str, float]
    doubt: float
    temperature: float = 1.0
    threshold: float = 0.9

    def probabilities(self, evidence: Evidence) -> Array:
        """Issues × (entries, then none)."""
        entry = evidence.for_entry @ np.array([self.for_entry[name] for name in FOR_ENTRY])
        none = evidence.for_none @ np.array([self.for_none[name] for name in FOR_NONE])
        return soft_max(np.column_stack([entry, none + self.none]) / self.temperature)

    def confidences(self, evidence: Evidence, chances: Array) -> Array:
        """Per issue the probability that its best entry is the answer."""
        weights = np.array([self.second_look[name] for name in SECOND_LOOK])
        score = look_again(evidence.for_entry, evidence.for_none, chances) @ weights
        return np.asarray(1.0 / (1.0 + np.exp(-(score + self.doubt))))

    def save(self, path: Path) -> None:
        """Write the weights as JSON; the same weights give the same bytes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        values = {
            **asdict(self),
            "for_entry": dict(self.for_entry),
            "for_none": dict(self.for_none),
            "second_look": dict(self.second_look),
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
        known = (FOR_ENTRY, FOR_NONE, SECOND_LOOK)
        given = (ranker.for_entry, ranker.for_none, ranker.second_look)
        if any(set(names) != set(weights) for names, weights in zip(known, given, strict=True)):
            raise BadInput(f"{path} holds weights of another version.", hint)
        return ranker


def look_again(for_entry: Array, for_none: Array, chances: Array) -> Array:
    """Issues × ``SECOND_LOOK`` of the best entry of each."""
    rows, best = np.arange(len(chances)), chances[:, :-1].argmax(axis=1)
    ordered = np.sort(chances[:, :-1], axis=1)
    second = ordered[:, -2] if ordered.shape[1] > 1 else np.zeros(len(chances))
    values = {
        "chance": _log_odds(ordered[:, -1]),
        "none": _log_odds(chances[:, -1]),
        "lead": ordered[:, -1] - second,
        **{name: for_entry[rows, best, at] for at, name in enumerate(FOR_ENTRY)},
        **{f"none {name}": for_none[:, at] for at, name in enumerate(FOR_NONE)},
    }
    values |= {name: values[f"none {name}"] for name in ("near", "information")}
    return np.stack([values[name] for name in SECOND_LOOK], axis=1)


def _log_odds(chance: Array) -> Array:
    kept = np.clip(chance, SMALLEST, 1 - SMALLEST)
    return np.asarray(np.log(kept / (1 - kept)))


def soft_max(utility: Array) -> Array:
    """Rows to probabilities."""
    raised = np.exp(utility - utility.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
