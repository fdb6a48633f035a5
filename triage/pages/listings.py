"""The pages that lead to entries: front of the knowledge base, categories, topics.

Inputs: ``PageInput`` with its histories. Outputs: sources of ``index.md``,
``<category>/index.md`` and ``topics/<topic>.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby

from triage.pages.escape import inline
from triage.pages.history import History
from triage.pages.markdown import (
    CATEGORY_NAMES,
    count,
    page_text,
    seen,
    table,
    toctree,
    topic_name,
    trend,
)
from triage.records import CATEGORIES, Category, Entry, Prediction

MOST_ASKED = 12


def render_front(
    entries: tuple[Entry, ...], histories: Mapping[str, History], issues: int, unanswered: int
) -> str:
    """``index.md``: the questions asked most, then every way to look for another one."""
    asked = sorted(entries, key=lambda entry: (-len(histories[entry.id].numbers), entry.id))
    by_category = Counter(entry.category for entry in entries)
    by_topic = Counter(entry.topic for entry in entries)
    categories = [
        f"- [{CATEGORY_NAMES[key]}]({key}/index.md) ({count(by_category[key], 'answer')})"
        for key in CATEGORIES
    ]
    topics = [
        f"- [{topic_name(topic)}](topics/{topic}.md) ({count(by_topic[topic], 'answer')})"
        for topic in sorted(by_topic)
    ]
    return page_text(
        "Fix my problem",
        f"{count(len(entries), 'answer')} to the questions that come back in "
        f"{count(issues, 'issue')}. Paste a part of your error line into the search box, "
        "or look below.",
        toctree(
            [
                *(f"{key}/index" for key in CATEGORIES),
                *(f"topics/{topic}" for topic in sorted(by_topic)),
                "unanswered",
                "statistics/index",
                "quality",
                "backtest",
            ]
        ),
        "## Asked most",
        entry_list(asked[:MOST_ASKED], histories, ""),
        "## By part of the Model Garden",
        "\n".join(categories),
        "## By topic",
        "\n".join(topics),
        "## Nothing fits?",
        f"- [Questions without an answer](unanswered.md): {count(unanswered, 'group')} of similar "
        "issues that nobody has answered here yet.\n"
        "- [Statistics](statistics/index.md): what is asked, when, and what is missing.\n"
        "- [How good is this](quality.md): how often an answer found by the tool is right.",
    )


def render_category(
    category: Category,
    entries: tuple[Entry, ...],
    histories: Mapping[str, History],
    history: History,
    predictions: Iterable[Prediction],
) -> str:
    """``<category>/index.md``: its entries by topic, and what its issues are about."""
    own = sorted((e for e in entries if e.category == category), key=lambda e: (e.topic, e.id))
    blocks = []
    for topic, group in groupby(own, key=lambda entry: entry.topic):
        blocks += [f"## {topic_name(topic)}", entry_list(group, histories, "../")]
    types = Counter(p.type for p in predictions if p.category == category)
    rows = ((inline(kind), f"{number:,}") for kind, number in sorted(types.items()))
    facts = [f"## In the issues\n\n{seen(history)}", trend(history, "Issues by year"),
             table(("Type", "Issues"), rows)]  # fmt: skip
    return page_text(
        CATEGORY_NAMES[category],
        f"{count(len(own), 'answer')}." if own else "No answer has been written yet.",
        toctree([entry.id for entry in own]),
        *blocks,
        *(facts if history.numbers else []),
    )


def render_topic(topic: str, entries: tuple[Entry, ...], histories: Mapping[str, History]) -> str:
    """``topics/<topic>.md``: the entries of one topic, by category."""
    own = [entry for entry in entries if entry.topic == topic]
    blocks = []
    for category in CATEGORIES:
        if group := [entry for entry in own if entry.category == category]:
            heading = f"## {CATEGORY_NAMES[category]}"
            blocks += [heading, entry_list(group, histories, "../")]
    return page_text(topic_name(topic), f"{count(len(own), 'answer')}.", *blocks)


def entry_list(entries: Iterable[Entry], histories: Mapping[str, History], root: str) -> str:
    """The questions as links, each with how often it was met; ``root`` leads to ``kb/``."""
    lines = []
    for entry in entries:
        met = len(histories[entry.id].numbers)
        note = f" ({count(met, 'issue')})" if met else ""
        lines.append(f"- [{inline(entry.question)}]({root}{entry.category}/{entry.id}.md){note}")
    return "\n".join(lines)
