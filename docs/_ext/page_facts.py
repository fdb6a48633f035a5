"""What the links and data of a page are made from: its source file, and its newest run.

Inputs: the name of the page in Sphinx, the records. Output: ``PageFacts``; the stamps say the
same to readers.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sphinx.application import Sphinx
from stamps import clock, page_of

from triage.verify.record import Record
from triage.verify.survey import PageReport, Run, survey_page


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page: the file to edit, the day its text last changed, its runs; None if none."""

    name: str
    source: str | None
    changed: date | None
    report: PageReport | None

    @property
    def run(self) -> Run | None:
        """The run on the newest release the page was run on."""
        return next(iter(self.report.runs.values()), None) if self.report else None

    @property
    def proof(self) -> Record | None:
        """The record of that run, if it passed with the very snippets that the page shows."""
        held = self.run is not None and self.run.state in ("verified", "stale")
        return self.run.record if self.run and held else None


def source_of(docname: str) -> str | None:
    """The file one edits to change a page; None for pages that are generated from many."""
    if not docname.startswith("kb/"):
        return f"{docname}.md"
    page = page_of(docname)
    return page and f"{page}.md"


def read_facts(app: Sphinx, docname: str) -> PageFacts:
    """All that is known of a page of the site."""
    source, page = source_of(docname), page_of(docname)
    report = None
    if page:
        text = app.env.doc2path(docname).read_text(encoding="utf-8")
        report = survey_page(page, text, Path(app.config.stamps_records), clock())
    changed = app.config.site_changes.get(source) if source else None
    return PageFacts(docname, source, changed, report)


def read_version() -> str:
    """The version that is built, as Read the Docs (or ``build_versions``) calls it."""
    return os.environ.get("READTHEDOCS_VERSION") or "latest"
