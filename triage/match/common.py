"""What similar issues have in common: words, an error line, a category.

Input: issues, and their rows in a ``TermSpace``. Output: plain values. Everything is told in the
issues' own forms, so it is hostile text: show it escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from triage.match.terms import TOKEN, terms_of_token
from triage.match.vectors import Matrix, TermSpace
from triage.records import Category, Issue
from triage.text import error_lines, normalise_error

MAX_TERMS = 6


def closest_to_all(rows: Matrix) -> int:
    """The row that is most like the sum of all, the first of equals."""
    middle = np.asarray(rows.sum(axis=0)).ravel()
    return int(np.argmax(np.round(np.asarray(rows @ middle).ravel(), 9)))


def common_terms(space: TermSpace, rows: Matrix, issues: Sequence[Issue]) -> tuple[str, ...]:
    """The weightiest terms that at least two of the issues hold, as they are written there.

    Args:
        space: what the columns mean.
        rows: the weighed terms of the issues, in their order.
        issues: the issues.
    """
    middle = np.asarray(rows.sum(axis=0)).ravel()
    shared = np.asarray((rows > 0).sum(axis=0)).ravel() >= min(2, len(issues))
    names = list(space.column)
    order = np.lexsort((np.arange(len(middle)), -np.round(middle * shared, 9)))[:MAX_TERMS]
    return _as_written([names[at] for at in order if shared[at] and at < space.known], issues)


def _as_written(stems: list[str], issues: Sequence[Issue]) -> tuple[str, ...]:
    """Each term in the form the issues use most."""
    forms: dict[str, Counter[str]] = {stem: Counter() for stem in stems}
    for issue in issues:
        for token in TOKEN.findall(f"{issue.title}\n{issue.body}"):
            for stem in terms_of_token(token)[:1]:
                if stem in forms:
                    forms[stem][token.lower()] += 1
    # A part of an identifier is never written alone; its stem has to do.
    return tuple(
        min(found, key=lambda form: (-found[form], form), default=stem)
        for stem, found in forms.items()
    )


def commonest(categories: Sequence[Category | None]) -> Category | None:
    """The category of more than half of the issues."""
    counts = Counter(category for category in categories if category is not None)
    best = max(sorted(counts), key=lambda category: counts[category], default=None)
    return best if best is not None and 2 * counts[best] > len(categories) else None


def common_error(issues: Sequence[Issue]) -> str | None:
    """The error line whose shape most of the issues share, as the first of them has it."""
    shapes: Counter[str] = Counter()
    written: dict[str, str] = {}
    for issue in issues:
        lines = {
            normalise_error(line): line for line in error_lines(f"{issue.title}\n{issue.body}")
        }
        shapes.update(lines.keys())
        for shape, line in lines.items():
            written.setdefault(shape, line)
    best = max(sorted(shapes), key=lambda shape: shapes[shape], default=None)
    return written[best] if best is not None and 2 * shapes[best] >= len(issues) else None
