"""The page of one entry: its answer first, then what the issues say about it.

Inputs: the entry (trusted text), its history, and the categories of the other entries.
Outputs: the source of ``<category>/<id>.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from triage.pages.escape import inline, repository_url
from triage.pages.feedback import CORRECTION, QUESTION, feedback_url
from triage.pages.history import History
from triage.pages.markdown import (
    CATEGORY_NAMES,
    box,
    issue_links,
    page_text,
    seen,
    topic_name,
    trend,
)
from triage.records import Category, Entry

KINDS = {
    "fix": "a fix",
    "howto": "how to do it",
    "limitation": "a limitation",
    "explanation": "an explanation",
}
EVIDENCE = {
    "reproduced": "reproduced by running it",
    "maintainer": "a maintainer said so",
    "users": "users reported that it works",
    "inferred": "inferred, nobody has confirmed it",
}

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LINK = re.compile(r"\[([^\[\]]*)\]\(([a-z0-9][a-z0-9-]*)\.md(#[a-z0-9-]*)?\)")


def render_entry(
    entry: Entry, history: History, homes: Mapping[str, Category], repo: str, feedback_repo: str
) -> str:
    """The whole page. ``homes`` gives the category of every entry, so that links find it."""
    sections = [
        f"## {heading}\n\n{relink(text, entry.category, homes)}" for heading, text in entry.sections
    ]
    return page_text(
        inline(entry.question),
        box("admonition", "Short answer", relink(entry.answer, entry.category, homes)),
        box("container", "entry-facts", facts_line(entry)),
        *sections,
        "## In the issues",
        seen(history),
        trend(history, "Issues with this question, by year"),
        issue_links(repo, history.numbers),
        "## Not solved?",
        _feedback(entry, feedback_repo),
    )


def facts_line(entry: Entry) -> str:
    """What the front matter says, in one line for the reader."""
    applies = ", ".join(
        f"{inline(name)} {inline(spec)}" for name, spec in sorted(entry.applies_to.items())
    )
    return " · ".join(
        [
            f"[{CATEGORY_NAMES[entry.category]}](index.md)",
            f"[{topic_name(entry.topic)}](../topics/{entry.topic}.md)",
            KINDS.get(entry.kind, inline(entry.kind)),
            f"applies to {applies or 'any version'}",
            f"evidence: {EVIDENCE.get(entry.evidence, inline(entry.evidence))}",
            f"reviewed {inline(entry.reviewed)}",
        ]
    )


def relink(text: str, here: Category, homes: Mapping[str, Category]) -> str:
    """Links between entry files turned into links between their pages, code left alone.

    A link to an entry that is not there keeps its words only; ``check-entries`` reports it.
    """

    def target(link: re.Match[str]) -> str:
        home = homes.get(link[2])
        folder = "" if home == here else f"../{home}/"
        return f"[{link[1]}]({folder}{link[2]}.md{link[3] or ''})" if home else link[1]

    lines, fence = [], ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
            lines.append(line)
        else:
            fence = mark[1] if mark else ""
            lines.append(line if mark else _LINK.sub(target, line))
    return "\n".join(lines)


def _feedback(entry: Entry, repo: str) -> str:
    """Links to the forms; the site adds to the first what only it knows: address and last run."""
    home = repository_url(repo)
    wrong = feedback_url(home, CORRECTION, f"Did not help: {entry.question}", entry=entry.id)
    new = feedback_url(home, QUESTION, "Question: ")
    return (
        f"[This did not help](<{wrong}>) opens a form that names this page and asks for your "
        f"versions and for what happened instead. [Ask another question](<{new}>), or see "
        "[questions without an answer](../unanswered.md)."
    )
