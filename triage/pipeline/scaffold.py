"""Start an entry: gather what is known around its issues, and write the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from triage import config
from triage.errors import BadInput, TriageError, WrongUse
from triage.pipeline.judge import build_matcher
from triage.pipeline.sources import choose_repo, open_or_snapshot
from triage.records import Issue, Match, MatchResult

if TYPE_CHECKING:
    from triage.match.candidates import Candidate
    from triage.match.scaffold import Surroundings
    from triage.store import Store

MAX_NEAREST = 3
LEAST_LIKENESS = 0.02
"""Entries less likely than this to be the answer are no help to anybody."""


def scaffold_entry(
    slug: str, numbers: Sequence[int], db: str | None, entries: str | None,
    repo: str | None = None, on_note: Callable[[str], None] = lambda text: None,
) -> Path:  # fmt: skip
    """Write a new entry file from the facts of its issues.

    Args:
        slug: its id.
        numbers: its issues.
        db: the database; the bundled issues where there is none.
        entries: the folder of the entries, or that of the project.
        repo: which repository, if the database has several.
        on_note: told when an entry answers one of the issues already.

    Raises:
        WrongUse: the slug is not one, or there is such an entry already.
        BadInput: an issue is not in the database.
    """
    from triage.match.scaffold import check_slug, new_entry

    check_slug(slug)
    path = (Path(entries) if entries else config.entries_dir()) / f"{slug}.md"
    if path.exists():
        raise _taken(slug)
    store, _ = open_or_snapshot(db)
    with store:
        name = choose_repo(store, repo)
        issues = _read_issues(store, name, numbers)
        candidates = _candidates(store, name, set(numbers))
    around = _look_around(issues, candidates, entries, on_note)
    _write(path, slug, new_entry(slug, issues, around=around))
    return path


def _read_issues(store: Store, repo: str, numbers: Sequence[int]) -> list[Issue]:
    issues = list(store.issues(repo, numbers=numbers))
    missing = sorted(set(numbers) - {issue.number for issue in issues if issue.number})
    if missing:
        listed = ", ".join(f"#{number}" for number in missing)
        raise BadInput(f"The database has no issue {listed}.", "Sync or import it first.")
    return issues


def _candidates(store: Store, repo: str, numbers: set[int]) -> list[Candidate]:
    from triage.match.candidates import find_candidates

    comments = [
        comment for number in sorted(numbers) for comment in store.comments(repo, number, raw=True)
    ]
    return find_candidates(
        comments, (row for row in store.gold(repo) if row.issue.number in numbers)
    )


def _look_around(
    issues: list[Issue], candidates: list[Candidate], entries: str | None,
    on_note: Callable[[str], None],
) -> Surroundings:  # fmt: skip
    from triage.classify import load_default
    from triage.match.common import common_terms, commonest
    from triage.match.scaffold import Surroundings
    from triage.match.vectors import TermSpace
    from triage.match.views import view_issue

    matcher = build_matcher(entries)
    results = matcher.match_many(issues)
    for result in results:
        if result.answer:
            on_note(f"#{result.number} seems to be answered by {result.answer} already")
    views = [view_issue(issue).full for issue in issues]
    # A new question has words of its own: the space of the matcher would not know them.
    space = TermSpace([*views, *(view_issue(issue).full for issue in matcher.index.issues)])
    rows = space.weigh(space.count(views))
    categories = [found.category for found in load_default().classify_many(issues)]
    return Surroundings(
        candidates, nearest(results), common_terms(space, rows, issues), commonest(categories)
    )


def nearest(results: Iterable[MatchResult]) -> list[Match]:
    """The entries most likely to answer the issues, by the mean over all of them."""
    sums: dict[str, float] = defaultdict(float)
    count = 0
    for result in results:
        count += 1
        for match in result.matches:
            sums[match.entry] += match.score
    means = [Match(entry, total / count) for entry, total in sums.items()]
    means.sort(key=lambda match: (-match.score, match.entry))
    return [match for match in means if match.score >= LEAST_LIKENESS][:MAX_NEAREST]


def _write(path: Path, slug: str, text: str) -> None:
    try:
        # "x": a file that appeared in the meantime is somebody's work.
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise _taken(slug) from None
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise TriageError(f"Cannot write {path}: {reason}.", "Check the folder.") from None


def _taken(slug: str) -> WrongUse:
    return WrongUse(f"There is an entry {slug} already.", "Choose another id.")
