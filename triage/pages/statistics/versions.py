"""Which version of TensorFlow the issues are about, as far as they say so."""

from __future__ import annotations

from collections.abc import Sequence

from triage.pages.escape import quoted
from triage.pages.markdown import chart, page_text
from triage.pages.statistics.facts import SERIES_NAMES, Facts, Row, by_category
from triage.pages.statistics.periods import by_year


def render_versions(facts: Facts) -> str:
    """``statistics/versions.md``."""
    named = [row for row in facts.rows if row.tensorflow]
    source = facts.source(named, "name no version")
    if not named:
        return page_text("Versions of TensorFlow", facts.note, source)
    found = sorted({row.tensorflow or "" for row in named}, key=_order)
    cells = []
    for version in found:
        own = [row for row in named if row.tensorflow == version]
        cells.append((quoted(_label(version)), *(str(number) for number in by_category(own))))
    return page_text(
        "Versions of TensorFlow",
        facts.note,
        "The first version that title or text of an issue names; `2.x` where it says no more "
        f"than the first number. {source}",
        chart("rows", "Issues per version of TensorFlow", ("Version", *SERIES_NAMES), cells),
        *_years(facts, named),
    )


def _order(version: str) -> tuple[int, int]:
    """Versions in their order; one without a minor after all that have one."""
    major, _, minor = version.partition(".")
    return int(major), int(minor) if minor else 1000


def _label(version: str) -> str:
    return version if "." in version else f"{version}.x"


def _years(facts: Facts, named: Sequence[Row]) -> list[str]:
    """Major versions by year; nothing where two points would not make a trend."""
    dated = [row for row in named if row.year]
    years = by_year(dated)
    if len(years) < 2:
        return []
    majors = sorted({(row.tensorflow or "").partition(".")[0] for row in dated})
    cells = [
        (str(year), *(str(sum(_major(row) == major for row in rows)) for major in majors))
        for year, rows in years.items()
    ]
    header = ("Year", *(f"TensorFlow {major}" for major in majors))
    return [
        "## By year",
        facts.source(dated, "name no version or have no known year"),
        chart("lines", "Issues per major version of TensorFlow and year", header, cells),
    ]


def _major(row: Row) -> str:
    return (row.tensorflow or "").partition(".")[0]
