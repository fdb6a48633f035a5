"""Good first tasks: small, concrete, with the command that starts each.

In: what is known of questions, entries, pages with their runs, and research models. Out: ``Task``
values, the same ones for the same input. Nothing is judged here that is not judged elsewhere: an
entry says its evidence, a record what a run found, the table of research models their state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from packaging.specifiers import SpecifierSet

from triage.pipeline.research_models import ResearchModel
from triage.records import Cluster, Entry
from triage.verify.survey import PageReport

Kind = Literal["answer", "reproduce", "verify", "run", "migrate"]
Effort = Literal["minutes", "an hour", "a day"]

KINDS: dict[Kind, str] = {
    "answer": "Answer a question",
    "reproduce": "Reproduce an answer",
    "verify": "Run a page again",
    "run": "Run a page for the first time",
    "migrate": "Migrate a research model",
}
"""Each kind with what a person does, in the order they are listed."""
MOST = 10
"""How many of each kind: a list to choose from, not a backlog."""
FEW_ISSUES = 5
"""A question asked in more issues than this has more sides than a first task should have."""
FEW_FILES = 15
"""A model with more TensorFlow files than this is not migrated in a day."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, about which page or folder, how to start, and how long it takes."""

    kind: Kind
    about: str
    what: str
    command: str
    effort: Effort


def good_first(
    clusters: Iterable[Cluster],
    entries: Iterable[Entry],
    reports: Iterable[PageReport],
    models: Iterable[ResearchModel],
    release: str | None,
) -> tuple[Task, ...]:
    """At most ``MOST`` tasks of each kind, the smallest or most asked for first.

    Args:
        clusters: recurring questions that no entry answers.
        entries: the answers.
        reports: pages with their runs.
        models: the table of research models.
        release: the newest one that has records; without it no page is due.
    """
    reports = tuple(reports)
    found = (
        _answer(clusters),
        _reproduce(entries, release),
        _verify(reports, release),
        _run(reports, release),
        _migrate(models),
    )
    return tuple(task for tasks in found for task in islice(tasks, MOST))


def _answer(clusters: Iterable[Cluster]) -> Iterator[Task]:
    small = (cluster for cluster in clusters if len(cluster.numbers) <= FEW_ISSUES)
    for cluster in sorted(small, key=lambda item: (-len(item.numbers), item.numbers)):
        numbers = ",".join(map(str, sorted(cluster.numbers)))
        what = f"{len(cluster.numbers)} issues ask it and nothing answers it"
        yield Task("answer", cluster.title, what, f"triage new-entry SLUG --issues {numbers}",
                   "an hour")  # fmt: skip


def _reproduce(entries: Iterable[Entry], release: str | None) -> Iterator[Task]:
    """Only where an error line and a fix are written down, and can be run today."""
    open_ones = (
        entry
        for entry in entries
        if entry.evidence != "reproduced" and entry.errors and entry.kind == "fix"
    )
    for entry in sorted(open_ones, key=lambda item: (-len(item.issues), item.id)):
        if _covers(entry, release):
            what = f"its evidence is “{entry.evidence}”: show the error and the fix in snippets"
            page = f"kb/entries/{entry.id}"
            yield Task("reproduce", page, what, f"make entry ENTRY={page}.md", "an hour")


def _covers(entry: Entry, release: str | None) -> bool:
    """Whether it is about the newest release, whose number is that of its TensorFlow."""
    names = ("tensorflow", "tf-models-official")
    said = [SpecifierSet(entry.applies_to[name]) for name in names if name in entry.applies_to]
    return all(release is not None and item.contains(release) for item in said)


def _verify(reports: Iterable[PageReport], release: str | None) -> Iterator[Task]:
    for report in reports:
        run = report.runs.get(release or "")
        if run and run.state in ("stale", "changed"):
            what = f"its last run, on {run.record.date:%Y-%m-%d}, is {_said(run.state)}"
            command = _verify_command(report, run.record.release)
            yield Task("verify", report.page, what, command, "minutes")


def _said(state: str) -> str:
    return "stale" if state == "stale" else "older than its snippets"


def _run(reports: Iterable[PageReport], release: str | None) -> Iterator[Task]:
    """Few snippets first."""
    due = [report for report in reports if release and report.lacks(release)]
    for report in sorted(due, key=lambda item: (item.snippets, item.page)):
        what = f"no run has executed its snippets ({report.snippets}) on {release}"
        yield Task("run", report.page, what, _verify_command(report, release or ""), "minutes")


def _verify_command(report: PageReport, release: str) -> str:
    if report.scope.environment == "tutorials":
        return f"make tutorials TUTORIALS={report.page}.md"
    environment = report.scope.environment
    where = f"ENVIRONMENT={environment}" if environment else f"RELEASE={release}"
    return f"make verify {where} PAGES={report.page}.md"


def _migrate(models: Iterable[ResearchModel]) -> Iterator[Task]:
    """Folders of research/ that nobody has migrated, the smallest first."""
    waiting = [m for m in models if m.waits and m.folder.startswith("research/")]
    small = [model for model in waiting if model.files <= FEW_FILES]
    for model in sorted(small, key=lambda item: (item.tf1 + item.tf1_compat, item.folder)):
        count = model.tf1 + model.tf1_compat
        what = f"{count} of its {model.files} TensorFlow files are not native ({model.evidence})"
        yield Task("migrate", model.folder, what, f"triage migrate models/{model.folder}", "a day")
