"""Where documentation is missing: asked often, and verified by no record or not answered."""

from __future__ import annotations

from collections.abc import Sequence

from triage.pages.escape import inline, quoted
from triage.pages.markdown import CATEGORY_NAMES, chart, count, page_text, table
from triage.pages.statistics.facts import SERIES_NAMES, Facts, by_category
from triage.pages.statistics.questions import link, most_asked
from triage.records import ISSUE_TYPES, Entry

DRAWN, LISTED, GROUPS = 12, 30, 20
REASONS = {
    "empty": "has no code that is run",
    "none": "no record of a run",
    "failed": "its last run failed",
    "changed": "changed since its last run",
}
TYPES = {
    "support": "how to use it",
    "feature": "a wish",
    "docs": "documentation",
    "build_install": "build and install",
}


def render_missing(facts: Facts) -> str:
    """``statistics/missing.md``."""
    return page_text(
        "Where documentation is missing",
        facts.note,
        "## Asked most, verified by no record",
        *_unverified(facts),
        "## Asked again and again, answered by no page",
        *_groups(facts),
        "## Issues without an answer, by what they are about",
        *_unanswered(facts),
    )


def _unverified(facts: Facts) -> list[str]:
    without = facts.data.unverified
    asked = [entry for entry in most_asked(facts) if entry.id in without]
    numbers = {n for entry in asked for n in facts.histories[entry.id].numbers}
    entries = len(facts.entries)
    bad = sum(entry.id in without for entry in facts.entries)
    said = (
        f"Of {count(entries, 'answer')}, {entries - bad:,} have a record of a run that passed "
        f"with the code as it stands. The {bad:,} others are asked in "
        f"{count(len(numbers), 'issue')} of {facts.repo}. An answer without code may be right; "
        "only nothing has run that says so."
    )
    if not asked:
        return [said]
    return [said, _drawn(facts, asked), _listed(facts, asked)]


def _drawn(facts: Facts, asked: Sequence[Entry]) -> str:
    cells = [
        (quoted(entry.question), str(len(facts.histories[entry.id].numbers)))
        for entry in asked[:DRAWN]
    ]
    title = "Issues that ask a question whose page no record verifies"
    return chart("rows", title, ("Question", "Issues"), cells)


def _listed(facts: Facts, asked: Sequence[Entry]) -> str:
    cells = [
        (link(entry), REASONS.get(facts.data.unverified[entry.id], REASONS["none"]),
         f"{len(facts.histories[entry.id].numbers):,}")
        for entry in asked[:LISTED]
    ]  # fmt: skip
    more = len(asked) - len(cells)
    rest = f"\n\n{count(more, 'question')} more." if more else ""
    return table(("Question", "Its page", "Issues"), cells, words=2) + rest


def _groups(facts: Facts) -> list[str]:
    groups = sorted(facts.data.clusters, key=lambda group: (-len(group.numbers), group.numbers))
    inside = sum(len(group.numbers) for group in groups)
    said = (
        f"{count(len(groups), 'group')} of similar issues, {count(inside, 'issue')} of the "
        f"{len(facts.rows):,} of {facts.repo}. [Each with its issues](../unanswered.md)."
    )
    if not groups:
        return [said]
    cells = [
        (inline(group.title),
         CATEGORY_NAMES[group.category] if group.category else SERIES_NAMES[-1],
         f"{len(group.numbers):,}")
        for group in groups[:GROUPS]
    ]  # fmt: skip
    more = len(groups) - len(cells)
    rest = f"{count(more, 'smaller group')} more." if more else ""
    return [said, table(("An issue of the group", "Category", "Issues"), cells, words=2), rest]


def _unanswered(facts: Facts) -> list[str]:
    left = [row for row in facts.rows if not row.answered]
    source = facts.source(left, "have an answer here")
    if not left:
        return [source]
    cells = []
    for kind in ISSUE_TYPES:
        own = [row for row in left if row.type == kind]
        if own:
            name = TYPES.get(kind, kind)
            cells.append((quoted(name), *(str(number) for number in by_category(own))))
    title = "Issues without an answer here, by type and category"
    return [source, chart("rows", title, ("Type", *SERIES_NAMES), cells)]
