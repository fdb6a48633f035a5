"""A block of issues as vectors, and their products with all that an index holds.

In: the views of some issues. Out: a ``Block``. What is made of the products is the business of
``features``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triage.match.index import Index
from triage.match.vectors import Array, Matrix, presence
from triage.match.views import IssueView


@dataclass(slots=True)
class Block:
    """One block of issues as vectors."""

    index: Index
    own: list[int | None]
    """Per issue the row of the index that is the issue itself."""
    hide: Sequence[Sequence[int]]
    """Per issue rows of the background that shall not be seen either."""
    full_counts: Matrix
    error_counts: Matrix
    rows: dict[str, Matrix]
    """The issues as each of the views of ``Index.stacks``."""
    products: dict[str, dict[str, Array]]
    """What came of multiplying them with what ``Index.stacks`` holds for the view."""


def make_block(
    index: Index,
    views: list[IssueView],
    own: list[int | None],
    hide: Sequence[Sequence[int]],
) -> Block:
    """Count, weigh and multiply; ``own`` and ``hide`` are kept for who reads the products."""
    space = index.space
    title = space.count(view.title for view in views)
    full = space.count(view.full for view in views)
    error = space.count(view.error for view in views)
    names = full.copy()
    names.data = index.is_name[names.indices].astype(float)
    names.eliminate_zeros()
    rows = {
        "full": space.weigh(full),
        "title": space.weigh(title),
        "plain": space.weigh(space.without(full, index.is_name)),
        "error": space.weigh(error),
        "presence": presence(full),
        "full_share": space.share(full),
        "title_share": space.share(title),
        "error_share": space.share(error),
        "names": names,
    }
    products = {view: index.stacks[view].dot(matrix) for view, matrix in rows.items()}
    return Block(index, own, hide, full, error, rows, products)
