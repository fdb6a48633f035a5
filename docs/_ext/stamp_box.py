"""The box under a heading that shows stamps: a line, notes, and a table of releases.

Inputs: stamps and records, already judged. Output: docutils nodes. Signs and words say what a
colour may only repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes

from triage.verify.record import Record
from triage.verify.survey import PageReport, Run

HEADER = ("Release", "Result", "Snippets passed", "Last run", "Record")
MAX_NAMED = 3
WORDS = {"verified": "passes", "changed": "page changed since", "stale": "passed, long ago"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the reader sees of one record: a state (a CSS class), a sign and a sentence."""

    state: str
    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One release in the table; ``link`` is the path of the record, if there is one."""

    state: str
    cells: tuple[str, ...]
    link: str | None = None


def make_rows(
    known: Iterable[str], report: PageReport, stamps: Sequence[Stamp], links: Sequence[str]
) -> list[Row]:
    """Every release some page was run on, and what this page did there.

    Nothing where there is only one release, or where the page never ran at all: the line
    above says it.
    """
    if not report.runs:
        return []
    judged = zip(report.runs.values(), stamps, links, strict=True)
    found = dict(zip(report.runs, judged, strict=True))
    rows = [
        _row(release, *found[release]) if release in found else _empty_row(release, report)
        for release in known
    ]
    return rows if len(rows) > 1 else []


def _empty_row(release: str, report: PageReport) -> Row:
    return Row("none", (release, say_missing(report, release), "", ""))


def say_missing(report: PageReport, release: str) -> str:
    """Why there is no run of a page on a release."""
    if report.lacks(release):
        return "○ never run"
    return "– own environment" if report.scope.environment else "– not for this release"


def _row(release: str, run: Run, stamp: Stamp, link: str) -> Row:
    record = run.record
    result = f"{stamp.sign} {WORDS.get(run.state, run.state)}"
    if record.failed:
        result = f"{stamp.sign} fails: {name_failures(record)}"
    passed = f"{record.passed} of {record.snippets}"
    return Row(run.state, (release, result, passed, f"{record.date:%Y-%m-%d}"), link)


def name_failures(record: Record) -> str:
    """Which snippets failed, with their errors; what only follows from the first is counted."""
    named = [f"snippet {fail.snippet}: {fail.error}" for fail in record.failed[:MAX_NAMED]]
    more = len(record.failed) - len(named)
    return "; ".join([*named, f"and {more} more"] if more else named)


def draw_box(
    stamp: Stamp, rows: Sequence[Row], links: Sequence[str], not_run: int
) -> nodes.container:
    """The nodes of the box."""
    box = nodes.container(classes=["stamps"])
    line = nodes.paragraph(classes=["stamp", f"stamp-{stamp.state}"])
    line += [nodes.inline(text=f"{stamp.sign} ", classes=["stamp-sign"]), nodes.Text(stamp.text)]
    box += line
    note = nodes.paragraph(classes=["stamp-note"])
    if not_run:
        blocks, each = ("1 block is", "it") if not_run == 1 else (f"{not_run} blocks are", "each")
        note += nodes.Text(f"⊘ {blocks} not run; {each} says why. ")
    if links:
        note += _download(links[0], "Record of this run")
    if note.children:
        box += note
    if rows:
        box += _table(rows)
    return box


def _table(rows: Sequence[Row]) -> nodes.table:
    group = nodes.tgroup("", cols=len(HEADER))
    group += [nodes.colspec("", colwidth=1) for _ in HEADER]
    head = nodes.row("", *(_cell(nodes.Text(name)) for name in HEADER))
    group += nodes.thead("", head)
    body = nodes.tbody()
    for row in rows:
        link = _download(row.link, "JSON") if row.link else nodes.Text("")
        cells = [_cell(nodes.Text(text)) for text in row.cells]
        body += nodes.row("", *cells, _cell(link), classes=[f"stamp-{row.state}"])
    group += body
    title = nodes.title("", "This page on each release")
    return nodes.table("", title, group, classes=["stamp-releases"], ids=["stamp-releases"])


def _cell(content: nodes.Node) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", content))


def _download(path: str, text: str) -> nodes.Node:
    """A link to a file of the project that Sphinx copies beside the pages."""
    return addnodes.download_reference("", "", nodes.Text(text), reftarget=path, refexplicit=True)
