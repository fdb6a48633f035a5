"""Group the issues that no entry answers: each group is a candidate entry.

Input: issues with their match results. Output: ``Cluster`` records, the largest first. Two issues
are alike when they share rare terms, the more so beyond the name of the model, and when their
error lines are alike; groups are joined by average linkage. Only pairs that share a rare term are
compared, so ten thousand issues take seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from triage.match.common import closest_to_all, common_error, common_terms, commonest
from triage.match.linkage import Pairs, link
from triage.match.names import NAMES
from triage.match.vectors import Array, Matrix, TermSpace, presence, row_sums
from triage.match.views import view_issue
from triage.records import Category, Cluster, Issue, MatchResult

FULL, ERROR, PLAIN = 0.3, 0.2, 0.5
"""Weights of the cosines of the whole text, of the error lines, of the text without names."""
RARITY = 0.5
"""Its root stands on both sides of a product, so that a shared term counts its rarity once."""
OTHER_NAMES = 0.3
"""What is left of a likeness when both name models, and none in common."""
SAME_NAMES = 0.05
"""What is added when both name the same models."""
THRESHOLD = 0.23
MIN_SIZE = 2
NEIGHBOURS = 30
"""Candidates kept per issue."""
MAX_HOLDERS = (200, 0.03)
"""A term in more issues than both (a number, a share of all) is too common to propose a pair."""
BLOCK = 512
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Texts:
    """The issues as vectors."""

    space: TermSpace
    full: Matrix
    error: Matrix
    plain: Matrix
    names: Matrix


def cluster(
    issues: Sequence[Issue],
    results: Sequence[MatchResult] = (),
    categories: Mapping[int, Category | None] | None = None,
) -> list[Cluster]:
    """Groups of at least two similar issues without an answer, the largest first.

    Args:
        issues: the issues; one without a number is left out.
        results: their match results in the same order; an issue with an answer is left out.
            Without results every issue is taken.
        categories: predicted category by issue number; the commonest becomes the group's.
    """
    answered = [result.answer is not None for result in results] or [False] * len(issues)
    open_issues = sorted(
        {
            issue.number: issue
            for issue, has_answer in zip(issues, answered, strict=True)
            if not has_answer and issue.number is not None
        }.items()
    )
    rows = [issue for _, issue in open_issues]
    groups, texts = group_issues(rows)
    found = [
        _describe([rows[at] for at in group], texts, group, categories or {})
        for group in groups
        if len(group) >= MIN_SIZE
    ]
    return sorted(found, key=lambda item: (-len(item.numbers), item.numbers))


def group_issues(issues: Sequence[Issue]) -> tuple[list[list[int]], _Texts]:
    """All groups as positions, single issues too, and the vectors they were made from."""
    likeness, texts = compare_issues(issues)
    return link(len(issues), likeness, THRESHOLD), texts


def compare_issues(issues: Sequence[Issue]) -> tuple[Pairs, _Texts]:
    """How alike the pairs are that are worth comparing, and the vectors that say it."""
    texts = _read(issues)
    return _likeness(texts, _candidates(texts)), texts


def _read(issues: Sequence[Issue]) -> _Texts:
    views = [view_issue(issue) for issue in issues]
    space = TermSpace([view.full for view in views])
    is_name = space.mark(NAMES)
    counts = space.count(view.full for view in views)
    return _Texts(
        space,
        full=space.weigh(counts, RARITY),
        error=space.weigh(space.count(view.error for view in views), RARITY),
        plain=space.weigh(space.without(counts, is_name), RARITY),
        names=presence(space.without(counts, ~is_name)),
    )


def _candidates(texts: _Texts) -> tuple[Rows, Rows]:
    """Pairs (lower, higher) worth comparing: each issue's closest by rare terms."""
    count = texts.full.shape[0]
    holders = np.bincount(texts.full.indices, minlength=texts.full.shape[1])
    common = holders > max(MAX_HOLDERS[0], MAX_HOLDERS[1] * count)
    rare = texts.space.without(texts.full, common)
    pairs: set[tuple[int, int]] = set()
    for start in range(0, count, BLOCK):
        products = (rare[start : start + BLOCK] @ rare.T).tocsr()
        for row in range(products.shape[0]):
            at = start + row
            span = slice(products.indptr[row], products.indptr[row + 1])
            columns, values = products.indices[span], products.data[span]
            order = np.lexsort((columns, -values))[: NEIGHBOURS + 1]
            pairs.update((min(at, to), max(at, to)) for to in columns[order].tolist() if to != at)
    ordered = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return ordered[:, 0], ordered[:, 1]


def _likeness(texts: _Texts, candidates: tuple[Rows, Rows]) -> Pairs:
    left, right = candidates
    full, error, plain, common = (
        _cosine(rows, left, right) for rows in (texts.full, texts.error, texts.plain, texts.names)
    )
    sizes = row_sums(texts.names)
    value = weigh_likeness(full, error, plain, common, sizes[left], sizes[right])
    # Rounding keeps the order of joins the same on every machine.
    rounded = np.round(value, 9).tolist()
    return dict(zip(zip(left.tolist(), right.tolist(), strict=True), rounded, strict=True))


def weigh_likeness(
    full: Array, error: Array, plain: Array, common: Array, own: Array, theirs: Array
) -> Array:
    """How alike issues are, pair by pair.

    Args:
        full: cosines of all their words.
        error: of their error lines.
        plain: of their words that are no names.
        common: how many names both have.
        own: how many names the one has.
        theirs: how many the other.
    """
    value = FULL * full + ERROR * error + PLAIN * plain
    value = np.where((own > 0) & (theirs > 0) & (common == 0), OTHER_NAMES * value, value)
    return np.asarray(value + SAME_NAMES * common / np.maximum(own + theirs - common, 1))


def _cosine(rows: Matrix, left: Rows, right: Rows) -> Array:
    parts = [
        row_sums(rows[left[at : at + BLOCK * 16]].multiply(rows[right[at : at + BLOCK * 16]]))
        for at in range(0, len(left), BLOCK * 16)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _describe(
    issues: list[Issue],
    texts: _Texts,
    group: list[int],
    categories: Mapping[int, Category | None],
) -> Cluster:
    numbers = tuple(issue.number for issue in issues if issue.number is not None)
    rows = texts.full[group]
    return Cluster(
        numbers=numbers,
        title=issues[closest_to_all(rows)].title,
        terms=common_terms(texts.space, rows, issues),
        category=commonest([categories.get(number) for number in numbers]),
        error=common_error(issues),
    )
