"""The searchable form of the entries and of the judged issues behind them.

Input: entries, and issues of which it is known whether an entry answers them. Output: an
``Index``: matrices and signatures, built in memory in a fraction of a second.

A judged issue that no entry answers (``GoldRow`` without one) is kept as *background*: being
close to it speaks against an answer. Issues that nobody judged must not be background, so a plain
``Issue`` counts only when an entry lists its number.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from triage.match.names import NAMES
from triage.match.signature import SignatureIndex, compile_signature
from triage.match.vectors import Array, Matrix, Stack, TermSpace, presence, row_sums
from triage.match.views import IssueView, view_entry, view_issue
from triage.records import DEFAULT_REPO, Entry, GoldRow, Issue

BACKGROUND = -1
ENTRY_WEIGHT = 2.0
"""An entry's own text counts as much as this many of its issues in their common vector."""
MAX_BACKGROUND = 2000
"""More judged issues without an entry are thinned out evenly: they cost time, not quality."""


class Index:
    """Entries, their issues, and background issues as matrices; rows are in id/given order."""

    def __init__(
        self,
        entries: Sequence[Entry],
        known: Sequence[GoldRow | Issue] = (),
        repo: str = DEFAULT_REPO,
    ) -> None:
        self.entries = sorted(entries, key=lambda entry: entry.id)
        self.ids = [entry.id for entry in self.entries]
        self.issues, self.owner = _judged(self.entries, known, repo)
        self.known_at = {_key(issue): at for at, issue in reversed([*enumerate(self.issues)])}
        self.signatures = SignatureIndex(
            compile_signature(entry.id, source) for entry in self.entries for source in entry.errors
        )
        self._build([view_issue(issue) for issue in self.issues])

    def _build(self, views: list[IssueView]) -> None:
        texts = [view_entry(entry) for entry in self.entries]
        space = TermSpace([*(view.full for view in views), *(text.full for text in texts)], NAMES)
        self.space = space
        self.is_name = space.mark(NAMES)
        self.entry_counts = space.count(text.full for text in texts)
        question = space.count(text.question for text in texts)
        self.entry_presence = presence(self.entry_counts).toarray().astype(bool)
        self.full = space.weigh(self.entry_counts)
        self.question = space.weigh(question)
        self.question_share = space.share(question)
        self.symptom = space.weigh(space.count(text.symptom for text in texts))
        self.bm25 = space.saturate(self.entry_counts)
        self.plain = space.weigh(space.without(self.entry_counts, self.is_name))
        self._build_known(views)

    def _build_known(self, views: list[IssueView]) -> None:
        space = self.space
        counts = space.count(view.full for view in views)
        self.known_full = space.weigh(counts)
        self.known_title = space.weigh(space.count(view.title for view in views))
        self.known_plain = space.weigh(space.without(counts, self.is_name))
        self.known_present = presence(counts)
        linked = np.flatnonzero(self.owner != BACKGROUND)
        shape = (len(self.ids), len(self.issues))
        self.members = sparse.csr_matrix(
            (np.ones(len(linked)), (self.owner[linked], linked)), shape=shape
        )
        self.pool = self.members @ self.known_full + ENTRY_WEIGHT * self.full
        self.plain_pool = self.members @ self.known_plain + ENTRY_WEIGHT * self.plain
        self.pool_square = row_sums(self.pool.multiply(self.pool))
        self.plain_pool_square = row_sums(self.plain_pool.multiply(self.plain_pool))
        holders = self.members @ self.known_present + presence(self.entry_counts)
        self.holders: Array = holders.toarray()
        """Per entry and term: how many of its texts (its own, its issues) hold the term."""
        self.columns = [np.flatnonzero(self.owner == at) for at in range(len(self.ids))]
        self.background = np.flatnonzero(self.owner == BACKGROUND)
        self.stacks = self._stack(sparse.csr_matrix((self.holders > 0.5).astype(float)))
        self.of_known = Stack(members=self.members)
        self.padded = _padded(self.columns, len(self.issues))

    def _stack(self, held: Matrix) -> dict[str, Stack]:
        """By view of an issue, what it is multiplied with."""
        shares, alone = Stack(bm25=self.bm25, held=held), Stack(held=held)
        return {
            "full": Stack(
                full=self.full, question=self.question, symptom=self.symptom, pool=self.pool,
                known=self.known_full,
            ),
            "title": Stack(question=self.question, known=self.known_title),
            "plain": Stack(plain=self.plain, pool=self.plain_pool, known=self.known_plain),
            "error": Stack(symptom=self.symptom),
            "presence": Stack(asked=self.question_share),
            "full_share": shares,
            "title_share": shares,
            "error_share": alone,
            "names": alone,
        }  # fmt: skip

    def find_known(self, issue: Issue) -> int | None:
        """The row of this very issue (same number, or same text) among the judged ones."""
        return self.known_at.get(_key(issue))

    def count(self, documents: list[list[str]]) -> Matrix:
        """Documents as counts over the index's terms."""
        return self.space.count(documents)


def _padded(columns: list[np.ndarray], beyond: int) -> np.ndarray:
    """The lists as rows of one array, filled up with ``beyond``; at least two wide."""
    found = np.full((len(columns), max([2, *map(len, columns)])), beyond)
    for at, row in enumerate(columns):
        found[at, : len(row)] = row
    return found


def _key(issue: Issue) -> tuple[str, object]:
    if issue.number is None:
        return issue.repo, f"{issue.title}\n{issue.body}"
    return issue.repo, issue.number


def _judged(
    entries: Sequence[Entry], known: Sequence[GoldRow | Issue], repo: str
) -> tuple[list[Issue], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The issues to index, each once, with the row of the entry that answers it."""
    row_of = {entry.id: at for at, entry in enumerate(entries)}
    by_number = {number: at for at, entry in enumerate(entries) for number in entry.issues}
    linked: dict[tuple[str, object], tuple[Issue, int]] = {}
    for item in known:
        issue = item.issue if isinstance(item, GoldRow) else item
        owner = row_of.get(item.faq or "") if isinstance(item, GoldRow) else None
        if owner is None and issue.number is not None and issue.repo == repo:
            owner = by_number.get(issue.number)
        if owner is None and not isinstance(item, GoldRow):
            continue
        linked.setdefault(_key(issue), (issue, BACKGROUND if owner is None else owner))
    rows = _thin_out(list(linked.values()))
    return [issue for issue, _ in rows], np.array([owner for _, owner in rows], dtype=np.int64)


def _thin_out(rows: list[tuple[Issue, int]]) -> list[tuple[Issue, int]]:
    background = [at for at, (_, owner) in enumerate(rows) if owner == BACKGROUND]
    if len(background) <= MAX_BACKGROUND:
        return rows
    step = len(background) / MAX_BACKGROUND
    kept = {background[int(at * step)] for at in range(MAX_BACKGROUND)}
    return [row for at, row in enumerate(rows) if row[1] != BACKGROUND or at in kept]
