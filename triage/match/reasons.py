"""Say in words why an entry was chosen for an issue.

Input: the evidence of a block. Output: a few short sentences: the error line that matches, the
words both use, the issues it is like. Error lines are the reporter's own text: whoever shows them
must escape them.
"""

from __future__ import annotations

import numpy as np

from triage.match.features import Evidence
from triage.match.index import Index
from triage.match.terms import TOKEN, terms_of_token

MAX_WORDS = 5
MAX_LINE = 120
MIN_COSINE = 0.15
MAX_ISSUES = 2


class Reasons:
    """The reasons for one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._numbers = [issue.number for issue in index.issues]

    def explain(self, evidence: Evidence, at: int, entry: int) -> tuple[str, ...]:
        """Why the entry of row ``entry`` was chosen for issue ``at`` of the block."""
        reasons = []
        line = evidence.hits[at].get(self._index.ids[entry])
        if line is not None:
            shown = line if len(line) <= MAX_LINE else f"{line[: MAX_LINE - 1]}…"
            reasons.append(f"error line matches the signature: {shown}")
        words = self._same_words(evidence.views[at].text, evidence.views[at].full, entry)
        if words:
            reasons.append(f"same words: {', '.join(words)}")
        alike = self._alike(evidence.nearest[at], entry)
        if alike:
            reasons.append(f"like {', '.join(f'#{number}' for number in alike)}")
        return tuple(reasons)

    def _same_words(self, text: str, full: list[str], entry: int) -> list[str]:
        """The rarest terms both have, as the issue writes them."""
        column, rarity = self._index.space.column, self._index.space.rarity
        holds = self._index.entry_presence[entry]
        found = {term for term in full if term in column and holds[column[term]]}
        rarest = sorted(found, key=lambda term: (-rarity[column[term]], term))[:MAX_WORDS]
        if not rarest:
            return []
        wanted = set(rarest)
        written: dict[str, str] = {}
        for token in TOKEN.findall(text):
            for term in wanted.intersection(terms_of_token(token)[:1]):
                written.setdefault(term, token)
        return list(dict.fromkeys(written.get(term, term) for term in rarest))

    def _alike(self, nearest: np.ndarray, entry: int) -> list[int]:
        columns = self._index.columns[entry]
        order = columns[np.argsort(-nearest[columns], kind="stable")][:MAX_ISSUES]
        numbers = (self._numbers[row] for row in order if nearest[row] >= MIN_COSINE)
        return [number for number in numbers if number is not None]
