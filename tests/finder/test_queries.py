"""What people type or paste into the error finder, and what it must say.

``queries.jsonl`` holds one query a line: ``query``, ``expected`` (ids of entries, each of which
answers it; empty where none does), ``kind`` and, where it needs a word, ``note``. All of it was
written for this file, before the matcher was asked. An expectation changes only when it was
wrong, never to please the matcher.

Kinds with an answer: *short* (one to five words), *vague*, *misspelt*, *question* (a sentence as
in a forum), *traceback*, *exception* (its line alone or with a word), *fragment* (a part of the
line), *case* (other capitals), *quotes* (typographic ones), *language* (English error, other
language around it), *noise* (logs, colours, output of pip). Kinds without: *elsewhere* (other
software), *chatter* (small talk, advertising, next to nothing), *hostile*, *unanswered* (about
the repository, but no entry helps), *near-miss* (words of an entry, another problem).

``pytest tests/finder/test_queries.py -rP`` prints the figures and every miss.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from triage.match.entries import load_entries
from triage.match.matcher import Matcher
from triage.match.query import issue_of_query
from triage.match.train import read_rows

ROOT = Path(__file__).resolve().parents[2]
ANSWERED = {
    "short", "vague", "misspelt", "question", "traceback", "exception", "fragment", "case",
    "quotes", "language", "noise",
}  # fmt: skip
SILENT = {"elsewhere", "chatter", "hostile", "unanswered", "near-miss"}
FIRST, AMONG_THREE, PRECISION, SILENCE = 0.88, 0.95, 0.97, 0.97
"""Floors: the right entry first, among three; said answers that are right; *none* unanswered."""
OF_KIND = 0.6
"""No kind may fall below this share of right entries among three, whatever the others reach."""


@pytest.fixture(scope="module")
def queries():
    lines = (ROOT / "tests" / "finder" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def entries():
    return load_entries(ROOT / "kb" / "entries")


@pytest.fixture(scope="module")
def rows():
    return read_rows(ROOT / "kb" / "data" / "issues.jsonl")


@pytest.fixture(scope="module")
def results(queries, entries, rows):
    issues = [issue_of_query(row["query"]) for row in queries]
    return Matcher.build(entries, rows).match_many(issues, top=3)


def figures_of(pairs):
    """By kind and over all: queries, right first, right among three, said, said and right."""
    figures = {}
    for row, result in pairs:
        wanted, found = set(row["expected"]), [match.entry for match in result.matches]
        seen = Counter(
            queries=1,
            first=found[0] in wanted,
            three=not wanted.isdisjoint(found),
            said=result.answer is not None,
            right=result.answer in wanted,
        )
        for name in (row["kind"], "all" if wanted else "none"):
            figures.setdefault(name, Counter()).update(seen)
    return figures


def is_miss(row, result):
    """The first entry is wrong, or something was said where there is nothing to say."""
    if row["expected"]:
        return result.matches[0].entry not in row["expected"]
    return result.answer is not None


def describe(pairs, figures):
    """Print the figures, and every miss with what was found instead."""
    for name, seen in sorted(figures.items()):
        print(f"{name:11}", *(f"{key} {seen[key]}" for key in seen))
    for row, result in pairs:
        if is_miss(row, result):
            found = [(match.entry, match.score) for match in result.matches]
            print(f"{row['kind']}: {row['query'][:150]!r} {row['expected']} got {found}")


def test_the_file_is_well_formed(queries, entries):
    known = {entry.id for entry in entries}
    for row in queries:
        assert set(row) - {"note"} == {"query", "expected", "kind"}, row
        assert row["kind"] in (ANSWERED if row["expected"] else SILENT), row
        assert set(row["expected"]) <= known, row
        assert len(set(row["expected"])) == len(row["expected"]), row
    assert {row["kind"] for row in queries} == ANSWERED | SILENT
    assert len({row["query"] for row in queries}) == len(queries) >= 330
    assert sum(not row["expected"] for row in queries) >= 60


def test_every_entry_is_asked_for(queries, entries):
    asked = {name for row in queries for name in row["expected"]}
    assert {entry.id for entry in entries} - asked == set(), (
        "write a query for each in queries.jsonl"
    )


def test_no_query_is_a_text_the_matcher_has_learned(queries, entries, rows):
    learned = {entry.question for entry in entries}
    learned |= {text for row in rows for text in (row.issue.title, row.issue.body)}
    learned = {" ".join(text.lower().split()) for text in learned} - {""}
    assert [row for row in queries if " ".join(row["query"].lower().split()) in learned] == []


def test_the_finder_holds_the_floors(queries, results):
    pairs = list(zip(queries, results, strict=True))
    figures = figures_of(pairs)
    describe(pairs, figures)
    seen, none = figures["all"], figures["none"]
    assert seen["first"] / seen["queries"] >= FIRST
    assert seen["three"] / seen["queries"] >= AMONG_THREE
    assert seen["right"] / (seen["said"] + none["said"]) >= PRECISION
    assert 1 - none["said"] / none["queries"] >= SILENCE
    low = {kind for kind in ANSWERED if figures[kind]["three"] < OF_KIND * figures[kind]["queries"]}
    assert low == set()
