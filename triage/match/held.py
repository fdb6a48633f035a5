"""Which of an issue's terms the texts of an entry hold, and which names of the issue they miss.

In: a ``Block`` and the signatures that matched. Out: features of issues × entries.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from triage.match.block import Block
from triage.match.index import BACKGROUND
from triage.match.terms import terms
from triage.match.vectors import Array, row_sums
from triage.text import normalise_error

HELD = {
    "held_title": "title_share", "held": "full_share", "error": "error_share", "names": "names",
}  # fmt: skip
"""Features of the terms that an entry holds, and the view of the issue each is from."""


def of_terms(block: Block, hits: list[dict[str, str]]) -> dict[str, Array]:
    """Which share of the issue's terms, and of the names in it, the entry's texts hold."""
    found = {name: block.products[view]["held"] for name, view in HELD.items()}
    for at, entry, held_here in _exceptions(block, hits):
        for name, view in HELD.items():
            found[name][at, entry] = float((block.rows[view][at] @ held_here).sum())
    has_error = row_sums(block.error_counts)[:, None] > 0
    found["error_missed"] = np.where(has_error, 1.0 - found.pop("error"), 0.0)
    held, total = found.pop("names"), row_sums(block.rows["names"])[:, None]
    found["name_held"] = (held > 0).astype(float)
    found["names_missed"] = np.where(total > 0, (total - held) / np.maximum(total, 1), 0.0)
    return found


def _exceptions(block: Block, hits: list[dict[str, str]]) -> Iterator[tuple[int, int, Array]]:
    """Issue, entry and the terms that entry holds for it, where that is not the plain case.

    An entry must not hold what only the issue itself gave it; and it does hold a line that its
    signature matches, with all that the wildcards stand for.
    """
    index = block.index
    row_of = {entry: at for at, entry in enumerate(index.ids)}
    for at, own in enumerate(block.own):
        owner = BACKGROUND if own is None else int(index.owner[own])
        special = {row_of[entry] for entry in hits[at]} | ({owner} - {BACKGROUND})
        for entry in sorted(special):
            count = index.holders[entry]
            if entry == owner:
                count = count - index.known_present[own].toarray().ravel()
            held = (count > 0.5).astype(float)
            line = hits[at].get(index.ids[entry], "")
            held[[index.space.column_of(term) for term in _terms_of_line(line)]] = 1.0
            yield at, entry, held


def _terms_of_line(line: str) -> list[str]:
    return [*terms(line), *terms(normalise_error(line))] if line else []
