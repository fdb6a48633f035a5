"""All pages of the knowledge base, in a fixed order, from one ``PageInput``.

Inputs and outputs are those of ``render_pages``; which page is made how is in the modules
beside this one.
"""

from __future__ import annotations

from collections.abc import Iterator

from triage.pages.backtest import render_backtest
from triage.pages.entry_page import render_entry
from triage.pages.history import category_histories, entry_histories
from triage.pages.listings import render_category, render_front, render_topic
from triage.pages.model import Page, PageInput
from triage.pages.quality import render_quality
from triage.pages.statistics import render_statistics
from triage.pages.unanswered import render_unanswered
from triage.records import CATEGORIES


def render_pages(data: PageInput) -> Iterator[Page]:
    """Every generated page. The same input gives the same bytes, in the same order.

    Raises:
        ValueError: ``data.repo`` or ``data.feedback_repo`` is not ``owner/name``.
    """
    known = {issue.number: issue for issue in data.issues}
    entries = tuple(sorted(data.entries, key=lambda entry: entry.id))
    histories = entry_histories(data, known)
    homes = {entry.id: entry.category for entry in entries}
    yield Page("index.md", render_front(entries, histories, len(known), len(data.clusters)))
    by_category = category_histories(data, known)
    for category in CATEGORIES:
        text = render_category(
            category, entries, histories, by_category[category], data.predictions
        )
        yield Page(f"{category}/index.md", text)
    for topic in sorted({entry.topic for entry in entries}):
        yield Page(f"topics/{topic}.md", render_topic(topic, entries, histories))
    for entry in entries:
        text = render_entry(entry, histories[entry.id], homes, data.repo, data.feedback_repo)
        yield Page(f"{entry.category}/{entry.id}.md", text)
    yield Page("unanswered.md", render_unanswered(data.clusters, known, data.repo))
    yield Page("quality.md", render_quality(data.quality))
    yield Page("backtest.md", render_backtest(data.backtest))
    yield from render_statistics(data, known, histories)
