"""What speaks for each entry, and for none of them, as numbers between about 0 and 1.

Input: issues and an ``Index``. Output: ``Evidence``: one array of issues × entries × features,
one of issues × features of the background. ``leave_out`` names the row of the index that is the
issue itself; what it gave to the index is taken back, so a measurement is honest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from triage.match.block import Block, make_block
from triage.match.held import of_terms
from triage.match.index import BACKGROUND, Index
from triage.match.vectors import Array, row_sums
from triage.match.views import IssueView, view_issue
from triage.records import Issue

FOR_ENTRY = (
    "signature", "only_signature", "full", "question", "question_of_title", "symptom", "error",
    "asked", "bm25_title", "bm25", "plain", "nearest", "second", "nearest_title",
    "nearest_plain", "pool", "plain_pool", "held_title", "held", "votes",
    "name_held", "names_missed", "error_missed",
)  # fmt: skip
FOR_NONE = (
    "near", "near_second", "near_title", "near_plain", "votes", "information",
)  # fmt: skip
NEIGHBOURS = 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """The numbers for a block of issues, and what the reasons are made of."""

    for_entry: Array
    for_none: Array
    views: list[IssueView]
    nearest: Array
    """Cosine of every issue with every judged issue, the issue itself left out."""
    hits: list[dict[str, str]]
    """Per issue: the entries a signature of which matches, with the line it matched."""


def gather(
    index: Index,
    issues: Sequence[Issue],
    leave_out: Sequence[int | None] | None = None,
    hide: Sequence[Sequence[int]] | None = None,
) -> Evidence:
    """The evidence for a block of issues (a few hundred at a time keep memory small).

    Args:
        index: where to look.
        issues: what to look up.
        leave_out: per issue the row of the index that is the issue itself.
        hide: per issue rows of the background that shall not be seen either.
    """
    views = [view_issue(issue) for issue in issues]
    block = make_block(index, views, list(leave_out or [None] * len(views)), hide or ())
    hits = [
        {hit.entry: line for hit, line in reversed(index.signatures.find(view.text))}
        for view in views
    ]
    of = block.products
    known, title_known, plain_known = (
        _known(block, of[view]["known"]) for view in ("full", "title", "plain")
    )
    votes, full = _votes(known), block.full_counts
    values = {
        **_of_signatures(index, hits),
        **_of_texts(of),
        **_of_pools(block),
        **of_terms(block, hits),
        "nearest": _best(index, known),
        "second": _best(index, known, 2),
        "nearest_title": _best(index, title_known),
        "nearest_plain": _best(index, plain_known),
        "votes": index.of_known.dot(votes)["members"],
    }
    background = {
        "near": _far(known[:, index.background]),
        "near_second": _far(known[:, index.background], 2),
        "near_title": _far(title_known[:, index.background]),
        "near_plain": _far(plain_known[:, index.background]),
        "votes": votes[:, index.background].sum(axis=1),
        "information": np.log1p(row_sums(full, index.space.rarity[full.indices])) / 4,
    }
    for_entry = np.stack([values[name] for name in FOR_ENTRY], axis=2)
    for_none = np.stack([background[name] for name in FOR_NONE], axis=1)
    return Evidence(for_entry, for_none, views, known, hits)


def _known(block: Block, found: Array) -> Array:
    """Cosines with the judged issues; the issue itself is as far as can be."""
    for at, own in enumerate(block.own):
        if own is not None:
            found[at, own] = 0.0
    for at, rows_hidden in enumerate(block.hide):
        found[at, list(rows_hidden)] = 0.0
    return found


def _best(index: Index, known: Array, rank: int = 1) -> Array:
    """Per entry the cosine of its closest issue, or of the next one."""
    nothing = np.full((len(known), 1), -1.0)  # what entries with fewer issues are filled up with
    of_entry = np.hstack([known, nothing])[:, index.padded]
    return np.maximum(np.partition(of_entry, -rank, axis=2)[:, :, -rank], 0.0)


def _far(values: Array, rank: int = 1) -> Array:
    if values.shape[1] < rank:
        return np.zeros(len(values))
    return np.asarray(np.partition(values, -rank, axis=1)[:, -rank] if rank > 1 else values.max(1))


def _votes(known: Array) -> Array:
    """The squared cosines of the closest judged issues, as shares of one."""
    if not known.shape[1]:
        return known
    rank = min(NEIGHBOURS, known.shape[1])
    least = np.partition(known, -rank, axis=1)[:, -rank, None]
    squares = np.where(known >= least, known, 0.0) ** 2
    return np.asarray(squares / (squares.sum(axis=1, keepdims=True) + 1e-6))


def _of_signatures(index: Index, hits: list[dict[str, str]]) -> dict[str, Array]:
    found = np.zeros((len(hits), len(index.ids)))
    row_of = {entry: at for at, entry in enumerate(index.ids)}
    for at, entries in enumerate(hits):
        for entry in entries:
            found[at, row_of[entry]] = 1.0
    alone = found * (found.sum(axis=1, keepdims=True) == 1)
    return {"signature": found, "only_signature": alone}


def _of_texts(of: dict[str, dict[str, Array]]) -> dict[str, Array]:
    return {
        "full": of["full"]["full"],
        "question": of["full"]["question"],
        "question_of_title": of["title"]["question"],
        "symptom": of["full"]["symptom"],
        "error": of["error"]["symptom"],
        "asked": of["presence"]["asked"],
        "bm25_title": of["title_share"]["bm25"] / 2,
        "bm25": of["full_share"]["bm25"] / 2,
        "plain": of["plain"]["plain"],
    }


def _of_pools(block: Block) -> dict[str, Array]:
    index = block.index
    found = {}
    for name, view, query, pool, square, rows in (
        ("pool", "full", block.rows["full"], index.pool, index.pool_square, index.known_full),
        ("plain_pool", "plain", block.rows["plain"], index.plain_pool, index.plain_pool_square,
         index.known_plain),
    ):  # fmt: skip
        product = block.products[view]["pool"]
        squares = np.tile(square, (product.shape[0], 1))
        for at, own in enumerate(block.own):
            if own is None or index.owner[own] == BACKGROUND:
                continue
            # The pool without the issue itself: |p - k|² = |p|² - 2 p·k + |k|².
            owner, row = index.owner[own], rows[own]
            shared = float((pool[owner] @ row.T).sum())
            product[at, owner] -= float((query[at] @ row.T).sum())
            squares[at, owner] += float((row @ row.T).sum()) - 2 * shared
        found[name] = product / np.sqrt(np.maximum(squares, 1e-9))
    return found
