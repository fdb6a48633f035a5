"""The few shapes of MyST that pages are put together from, and the words they share.

Inputs: plain values and inline text that is already escaped. Outputs: MyST source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from triage.pages.escape import inline, issue_url
from triage.pages.history import History
from triage.pages.model import MARKER
from triage.records import Category

CATEGORY_NAMES: dict[Category, str] = {
    "odapi": "Object Detection API",
    "official": "Official models",
    "research": "Research models",
}
LISTED_NUMBERS = 200

_COLONS = re.compile(r"^:{3,}", re.MULTILINE)


def page_text(title: str, *blocks: str) -> str:
    """A whole page: marker, heading (inline MyST), blocks with one blank line between."""
    body = "\n\n".join(block.strip("\n") for block in blocks if block.strip())
    return f"{MARKER}\n\n# {title}\n\n{body}\n"


def box(directive: str, argument: str, text: str) -> str:
    """``text`` inside a directive whose fence is longer than any colon fence in it."""
    fence = ":" * (1 + max((len(run) for run in _COLONS.findall(text)), default=2))
    return f"{fence}{{{directive}}} {argument}\n\n{text.strip()}\n{fence}"


def toctree(documents: Sequence[str]) -> str:
    """A table of contents for the side bar alone: the page itself lists what it has."""
    lines = ["```{toctree}", ":hidden:", "", *documents, "```"]
    return "\n".join(lines) if documents else ""


def table(header: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """A table: the first columns (``words`` of them) words, the others numbers to the right."""
    ruler = [*["---"] * words, *["---:"] * (len(header) - words)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [header, ruler, *rows])


def chart(
    kind: str, title: str, header: Sequence[str], rows: Iterable[Sequence[str]], *options: str
) -> str:
    """A figure of ``docs/_ext/figures.py``: numbers here, drawing and alternative text there."""
    lines = [f"```{{chart}} {title}", f":kind: {kind}", *options, ", ".join(header)]
    return "\n".join([*lines, *(", ".join(cells) for cells in rows), "```"])


def trend(history: History, title: str) -> str:
    """Issues per year as a figure; nothing where two points would not make a trend."""
    if len(history.days) < 2:
        return ""
    rows = ((str(year), str(count)) for year, count in history.per_year.items())
    return chart("bars", title, ("Year", "Issues"), rows)


def seen(history: History) -> str:
    """``Seen in 3 issues, first 2017-05-01, last 2019-08 (1 without a date).``."""
    if not history.numbers:
        return "Not seen in an issue yet."
    text = f"Seen in {count(len(history.numbers), 'issue')}"
    if history.days:
        text += f", first {history.days[0]}, last {history.days[-1]}"
        undated = len(history.numbers) - len(history.days)
        text += f" ({undated:,} without a known date)" if undated else ""
    return f"{text}."


def count(number: int, noun: str) -> str:
    """A number with its noun: ``1 issue``, ``1,204 issues``, ``2 entries``."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def issue_links(repo: str, numbers: Sequence[int]) -> str:
    """The issues as links, at most ``LISTED_NUMBERS`` of them, newest last."""
    links = [f"[\\#{int(n)}]({issue_url(repo, n)})" for n in numbers[:LISTED_NUMBERS]]
    more = len(numbers) - len(links)
    return ", ".join(links) + (f" and {more:,} more" if more > 0 else "")


def topic_name(topic: str) -> str:
    """A topic as a heading says it."""
    return inline(topic[:1].upper() + topic[1:])
