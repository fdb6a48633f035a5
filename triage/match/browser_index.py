"""The index of the matcher as the error finder's browser gets it: raw counts, packed.

Input: an ``Index`` and its ``Ranker``. Output: plain values for JSON. Only what cannot be derived
is packed; rarity, weights, pools and holders are worked out when the page loads. Documents are
entries by id, and judged issues in the order of the entry that answers them, background last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise

from triage.match.browser_rules import browser_rules
from triage.match.index import BACKGROUND, Index
from triage.match.names import NAMES
from triage.match.packing import Posting, pack_hashes, pack_numbers, pack_postings
from triage.match.ranker import Ranker
from triage.match.vectors import HASH_BITS, hash_of
from triage.match.views import view_entry, view_issue
from triage.records import Entry, Issue

FORMAT = 1
"""Raised with every change that an older reader would misread."""


def browser_index(index: Index, ranker: Ranker) -> dict[str, object]:
    """Everything a ranking depends on, for ``docs/_static/finder``."""
    terms = sorted(index.space.column, key=lambda term: (hash_of(term), term))
    order = sorted(range(len(index.issues)), key=lambda at: _home(int(index.owner[at])))
    entries = _of_entries(index.entries)
    issues = _of_issues([index.issues[at] for at in order])
    # What gzip cannot shorten stands together: it reads long runs of one kind best.
    entry_gaps, of_entries = pack_postings(terms, entries, len(index.entries))
    issue_gaps, of_issues = pack_postings(terms, issues, len(order))
    owners = Counter(int(owner) for owner in index.owner)
    return {
        "format": FORMAT,
        "rules": browser_rules(),
        "ids": index.ids,
        "signatures": [sorted(entry.errors) for entry in index.entries],
        "issuesPerEntry": pack_numbers(owners[at] for at in range(len(index.ids))),
        "background": owners[BACKGROUND],
        "clashes": _clashes(terms),
        "names": pack_numbers(_steps(at for at, term in enumerate(terms) if term in NAMES)),
        "hashes": pack_hashes([hash_of(term) for term in terms], HASH_BITS),
        "entryGaps": entry_gaps,
        "issueGaps": issue_gaps,
        "entries": of_entries,
        "issues": of_issues,
        "ranker": {
            **asdict(ranker),
            "for_entry": dict(ranker.for_entry),
            "for_none": dict(ranker.for_none),
            "second_look": dict(ranker.second_look),
        },
    }


def _home(owner: int) -> tuple[bool, int]:
    return owner == BACKGROUND, owner


def _clashes(terms: Sequence[str]) -> dict[str, int]:
    """The places of terms whose hash an earlier term has: those must be known by their letters."""
    pairs = enumerate(pairwise(terms), 1)
    return {term: at for at, (before, term) in pairs if hash_of(before) == hash_of(term)}


def _steps(ascending: Iterable[int]) -> Iterable[int]:
    last = 0
    for number in ascending:
        yield number - last
        last = number


def _of_entries(entries: Sequence[Entry]) -> Mapping[str, list[Posting]]:
    """Counts: in the whole text beyond two questions; in the question; in errors and symptom."""
    found: dict[str, list[Posting]] = {}
    for at, entry in enumerate(entries):
        view = view_entry(entry)
        question, symptom = Counter(view.question), Counter(view.symptom)
        for term, count in Counter(view.full).items():
            asked = question[term]
            found.setdefault(term, []).append((at, count - 2 * asked, asked, symptom[term]))
    return found


def _of_issues(issues: Sequence[Issue]) -> Mapping[str, list[Posting]]:
    """Counts: in the whole text beyond two titles; in the title."""
    found: dict[str, list[Posting]] = {}
    for at, issue in enumerate(issues):
        view = view_issue(issue)
        title = Counter(view.title)
        for term, count in Counter(view.full).items():
            found.setdefault(term, []).append((at, count - 2 * title[term], title[term]))
    return found
