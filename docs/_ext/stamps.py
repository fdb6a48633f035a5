"""Stamps: under the heading of every page, what a run found when it executed its snippets.

Inputs: the pages, and their records (``triage.verify``). Output: one line for the newest run,
said in words with a sign, never by colour alone, with its record to download and the number
of blocks that are not run; where there are several releases, a table of them (``stamp_box``).
A record that is malformed or claims more than it shows fails the build. "Stale" is counted
from ``SOURCE_DATE_EPOCH`` where that is set.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from stamp_box import Stamp, draw_box, make_rows, name_failures

from triage.text.snippets import digest_snippets
from triage.verify.record import BadRecord, record_files, releases
from triage.verify.survey import PageReport, Run, survey_page

LISTINGS = (
    "kb/topics/", "kb/unanswered", "kb/quality", "kb/backtest", "kb/statistics/",
    "docs/models/releases", "docs/contributing/freshness", "docs/contributing/good-first-tasks",
    "docs/contributing/research-models",
)  # fmt: skip
SENTENCES = {
    "failed": ("✗", "Failed on {run}. {which}"),
    "changed": ("△", "Changed since it was last verified, on {run}."),
    "stale": ("△", "Stale, last verified {days} days ago, on {run}."),
    "verified": ("✓", "Verified on {run}."),
}


def page_of(docname: str) -> str | None:
    """The page a record would be about; None for pages that lead elsewhere or say nothing."""
    leaf = docname.rsplit("/", 1)[-1]
    if leaf == "index" or docname.startswith(LISTINGS):
        return None
    if docname.startswith("kb/"):
        return f"kb/entries/{leaf}"
    return docname if docname.startswith("docs/") else None


def make_stamps(report: PageReport, now: datetime) -> list[Stamp]:
    """The stamps of a page: one a record, or one that says why there is none."""
    if report.runs:
        where = f" in the environment {report.scope.environment}" * bool(report.scope.environment)
        return [_stamp(run, where, now) for run in report.runs.values()]
    if report.snippets:
        return [Stamp("none", "○", "Not verified: no run has executed this page yet.")]
    return [
        Stamp("empty", "–", "Unverified: the page has no Python snippet that a run could execute.")
    ]


def _stamp(run: Run, where: str, now: datetime) -> Stamp:
    record = run.record
    versions = [f"tf-models-official {record.release}"]
    # The rest is in the record: a line of eight versions tells a reader less than one of two.
    versions += [f"{n} {record.packages[n]}" for n in ("tensorflow",) if n in record.packages]
    told = (
        f"{record.date:%Y-%m-%d} with {', '.join(versions)}, Python {record.python}{where}: "
        f"{record.passed} of {record.snippets} snippets passed in {record.seconds:.0f} s"
    )
    sign, sentence = SENTENCES[run.state]
    days = (now - record.date).days
    return Stamp(run.state, sign, sentence.format(run=told, days=days, which=name_failures(record)))


def clock() -> datetime:
    """Now, or the moment ``SOURCE_DATE_EPOCH`` names, so that a build can be repeated."""
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), UTC)


def add_stamps(app: Sphinx, doctree: nodes.document) -> None:
    """Put the stamps of the page being read under its heading."""
    page = page_of(app.env.docname)
    title = next(iter(doctree.findall(nodes.title)), None)
    if page is None or title is None:
        return
    root = Path(app.config.stamps_records)
    app.env.metadata[app.env.docname]["stamps"] = _state(root, page)
    source = app.env.doc2path(app.env.docname).read_text(encoding="utf-8")
    try:
        report = survey_page(page, source, root, clock())
    except BadRecord as error:
        raise ExtensionError(f"Verification record: {error}") from None
    stamps = make_stamps(report, clock())
    links = [f"/{os.path.relpath(path, app.srcdir)}" for path in record_files(root, page)]
    rows = make_rows(releases(root), report, stamps, links)
    box = draw_box(stamps[0], rows, links[:1], len(report.not_run))
    title.parent.insert(title.parent.index(title) + 1, box)


def changed_records(app: Sphinx, env: Any, *_: object) -> list[str]:
    """Pages whose records came, went or changed since they were last read."""
    root = Path(app.config.stamps_records)
    pages = ((name, page_of(name)) for name in env.found_docs & set(env.metadata))
    return [n for n, page in pages if page and env.metadata[n].get("stamps") != _state(root, page)]


def _state(root: Path, page: str) -> str:
    texts = [path.read_text("utf-8") for path in record_files(root, page)]
    return digest_snippets([*texts, *releases(root)])


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("stamps_records", "docs/records", "env", str)
    app.setup_extension("not_run")
    app.setup_extension("overview")
    # Before Sphinx gathers what there is to download from the page.
    app.connect("doctree-read", add_stamps, priority=400)
    app.connect("env-get-outdated", changed_records)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
