"""The lists of the freshness page: what fails, changed, is stale, never ran, or is not run.

Inputs: pages with their runs, and the newest release. Output: docutils nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from node_parts import bullets, page_link, paragraph, section, table

from triage.verify.survey import PageReport

STATES = (
    ("failed", "Failing on the newest release"),
    ("changed", "Changed since it was last verified"),
    ("stale", "Stale: last verified more than 180 days ago"),
    ("none", "Never verified"),
)


def freshness_nodes(env: Any, reports: list[PageReport], newest: str) -> list[nodes.Node]:
    """All lists, each with its count; an empty one says so."""
    runnable = [r for r in reports if r.snippets and r.scope.covers(newest or "0")]
    result: list[nodes.Node] = [_summary(runnable, newest)]
    for state, title in STATES:
        found = [report for report in runnable if _state(report, newest) == state]
        items = bullets(_item(env, report, newest) for report in found)
        result.append(section(f"{title}: {len(found)}", items if found else paragraph("None.")))
    result.append(_not_run(env, reports))
    return result


def _state(report: PageReport, newest: str) -> str:
    """What a page is worth on the newest release, or in its own environment."""
    run = report.runs.get(newest)
    return run.state if run else "none" if report.lacks(newest) else report.state


def _summary(reports: list[PageReport], newest: str) -> nodes.Node:
    def count(of: Callable[[PageReport], bool]) -> int:
        return sum(map(of, reports))

    fresh = count(lambda report: _state(report, newest) == "verified")
    snippets = sum(report.snippets for report in reports)
    return paragraph(
        f"{fresh} of {len(reports)} pages with snippets ({snippets} in all) are verified on "
        f"release {newest or 'none'}, unchanged since, and not stale."
    )


def _item(env: Any, report: PageReport, newest: str) -> list[nodes.Node]:
    run = report.runs.get(newest)
    if run is None:
        plural = "" if report.snippets == 1 else "s"
        return [page_link(env, report.page), nodes.Text(f": {report.snippets} snippet{plural}")]
    text = (
        f": run on {run.record.date:%Y-%m-%d}, {run.record.passed} of {run.record.snippets} passed"
    )
    return [page_link(env, report.page), nodes.Text(text)]


def _not_run(env: Any, reports: list[PageReport]) -> nodes.Node:
    """Every block that is shown and not executed, with its reason."""
    rows = [
        (page_link(env, report.page), str(block.line), block.reason)
        for report in reports
        for block in report.not_run
    ]
    title = "Shown, and not run by anybody"
    listed = table(title, ("Page", "Line", "Reason"), rows) if rows else paragraph("None.")
    return section(f"Blocks that are not run: {len(rows)}", listed)
