"""Pages about pages: ``release-matrix`` and ``freshness``, drawn from the records.

Inputs: every page and its records (``triage.verify.survey``). Output: tables and lists of
docutils nodes. Results are words and signs; a colour never stands alone. Both directives are
read again in every build, since any record may have changed.

    ```{release-matrix}
    ```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from freshness_lists import freshness_nodes
from node_parts import bullets, page_link, paragraph, section, table
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from stamp_box import say_missing
from stamps import clock

from triage.verify.record import BadRecord, releases
from triage.verify.survey import PageReport, Run, survey_pages

SECTIONS = {
    "docs/models/official": "Official models",
    "docs/models/odapi": "Object Detection API",
    "docs/models/research": "Research models",
    "docs/models/framework": "The framework",
    "docs/guides": "Guides",
    "docs/tutorials": "Tutorials",
    "kb/entries": "Answers",
}
CELLS = {"verified": "✓", "stale": "△ stale,", "changed": "△ changed,", "failed": "✗"}


class OverviewDirective(SphinxDirective):
    """What both have in common: the pages with their runs, and being read in every build."""

    def reports(self) -> list[PageReport]:
        """Every page of the project that has snippets or blocks that are not run."""
        self.env.metadata[self.env.docname]["overview"] = "yes"
        try:
            found = survey_pages(Path(self.env.srcdir), self.records, clock())
        except BadRecord as error:
            raise ExtensionError(f"Verification record: {error}") from None
        return [report for report in found if report.snippets or report.not_run]

    @property
    def records(self) -> Path:
        """Where the records lie."""
        return Path(self.config.stamps_records)


class MatrixDirective(OverviewDirective):
    """A table a section, a column a release; then what fails where, with its error."""

    def run(self) -> list[nodes.Node]:
        """All of it."""
        reports = [report for report in self.reports() if report.runs]
        known = [r for r in releases(self.records) if any(r in page.runs for page in reports)]
        result: list[nodes.Node] = [_totals(reports, known)]
        for title, group in _sections(reports):
            rows = [_row(self.env, report, known) for report in group]
            result.append(section(title, table(f"{title} by release", ("Page", *known), rows)))
        result += _differences(self.env, reports, known)
        return result


class FreshnessDirective(OverviewDirective):
    """Lists of what to verify again, and of every block that is not run."""

    def run(self) -> list[nodes.Node]:
        """All of it."""
        known = releases(self.records)
        return freshness_nodes(self.env, self.reports(), known[0] if known else "")


def _sections(reports: Iterable[PageReport]) -> Iterator[tuple[str, list[PageReport]]]:
    """The pages of each folder, those of ``SECTIONS`` in its order."""
    folders: dict[str, list[PageReport]] = {folder: [] for folder in SECTIONS}
    for report in reports:
        folders.setdefault(report.page.rpartition("/")[0], []).append(report)
    yield from ((SECTIONS.get(name, name), group) for name, group in folders.items() if group)


def _totals(reports: list[PageReport], known: list[str]) -> nodes.Node:
    rows = []
    for release in known:
        runs = [report.runs[release] for report in reports if release in report.runs]
        passing = sum(not run.record.failed for run in runs)
        passed = sum(run.record.passed for run in runs)
        snippets = sum(run.record.snippets for run in runs)
        versions = runs[0].record.packages if runs else {}
        keras = versions.get("tf-keras", "")
        rows.append(
            (
                release, versions.get("tensorflow", ""), keras, f"{passing} of {len(runs)}",
                f"{passed} of {snippets}", max(f"{run.record.date:%Y-%m-%d}" for run in runs),
            )
        )  # fmt: skip
    header = (
        "Release",
        "TensorFlow",
        "tf-keras",
        "Pages that pass",
        "Snippets that pass",
        "Newest run",
    )
    return table("Every release at a glance", header, rows)


def _row(env: Any, report: PageReport, known: list[str]) -> tuple[Any, ...]:
    cells = [_cell(report, release) for release in known]
    return (page_link(env, report.page), *cells)


def _cell(report: PageReport, release: str) -> str:
    run = report.runs.get(release)
    if run is None:
        return say_missing(report, release)
    return f"{CELLS[run.state]} {run.record.passed} of {run.record.snippets}"


def _differences(env: Any, reports: list[PageReport], known: list[str]) -> Iterator[nodes.Node]:
    """Each release with what fails on it: the page and the first error of each."""
    for release in known:
        failing = [(r, r.runs[release]) for r in reports if release in r.runs]
        failing = [(report, run) for report, run in failing if run.record.failed]
        listed: nodes.Node = bullets(_failure(env, report, run) for report, run in failing)
        if not failing:
            listed = paragraph("Nothing: every page that was run passes.")
        yield section(f"What fails on {release}", listed)


def _failure(env: Any, report: PageReport, run: Run) -> list[nodes.Node]:
    first = run.record.failed[0]
    more = len(run.record.failed) - 1
    after = f" ({more} more after it)" if more else ""
    return [
        page_link(env, report.page), nodes.Text(f", snippet {first.snippet}: "),
        nodes.literal(text=first.error), nodes.Text(after),
    ]  # fmt: skip


def read_again(app: Sphinx, env: Any, *_: object) -> list[str]:
    """The pages that hold one of the directives."""
    return [name for name in env.found_docs if env.metadata.get(name, {}).get("overview")]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("release-matrix", MatrixDirective)
    app.add_directive("freshness", FreshnessDirective)
    app.connect("env-get-outdated", read_again)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
