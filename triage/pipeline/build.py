"""From the store to pages: judge what changed, group what is unanswered, render, write."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from triage.pipeline.judge import Verdicts, read_entries
from triage.pipeline.sources import choose_repo, open_or_snapshot
from triage.records import Cluster, Entry, Issue, MatchResult, Prediction

if TYPE_CHECKING:
    from triage.store import Store


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, in pages, and how long it took."""

    pages: int
    written: int
    unchanged: int
    removed: int
    seconds: float


def build_pages(
    db: str | None, out: Path, entries: str | None, repo: str | None,
    on_note: Callable[[str], None],
) -> BuildReport:  # fmt: skip
    """Write the pages under ``out`` that changed, and remove those that no longer exist."""
    from triage.pages.render import render_pages
    from triage.pages.write import write_pages
    from triage.pipeline.page_input import make_input

    started = time.monotonic()
    store, bundled = open_or_snapshot(db)
    if bundled:
        on_note("no database here: the pages are made from the bundled issues")
    with store:
        data = make_input(store, _judge_all(store, choose_repo(store, repo), entries))
    report = write_pages(render_pages(data), out)
    seconds = round(time.monotonic() - started, 3)
    return BuildReport(report.pages, report.written, report.unchanged, report.removed, seconds)


@dataclass(frozen=True, slots=True)
class Judged:
    """All issues of a repository with their verdicts, in the order of their numbers.

    ``clusters`` are groups of issues that no entry answers, neither by match nor by naming them.
    """

    repo: str
    entries: tuple[Entry, ...]
    issues: tuple[Issue, ...]
    predictions: tuple[Prediction, ...]
    results: tuple[MatchResult, ...]
    clusters: tuple[Cluster, ...] = ()


def _judge_all(store: Store, repo: str, entries: str | None) -> Judged:
    issues, predictions, results = [], [], []
    verdicts = Verdicts(store, repo, entries)
    for issue, prediction, result in verdicts.of(store.issues(repo)):
        issues.append(issue)
        predictions.append(prediction)
        results.append(result)
    known = read_entries(entries)
    judged = Judged(repo, known, tuple(issues), tuple(predictions), tuple(results))
    clusters = store.clusters(verdicts.version, repo)
    if not clusters:
        clusters = _cluster(judged)
        store.save_clusters(verdicts.version, repo, clusters)
    return replace(judged, clusters=tuple(clusters))


def _cluster(judged: Judged) -> list[Cluster]:
    from triage.match.clusters import cluster

    named = {number for entry in judged.entries for number in entry.issues_in(judged.repo)}
    still_open = [
        (issue, result)
        for issue, result in zip(judged.issues, judged.results, strict=True)
        if issue.number not in named
    ]
    categories = {p.number: p.category for p in judged.predictions if p.number is not None}
    return cluster([issue for issue, _ in still_open], [r for _, r in still_open], categories)


def unanswered(db: str | None, entries: str | None, repo: str | None) -> tuple[Cluster, ...]:
    """Recurring questions that no entry answers yet, the largest group first."""
    store, _ = open_or_snapshot(db)
    with store:
        return _judge_all(store, choose_repo(store, repo), entries).clusters
