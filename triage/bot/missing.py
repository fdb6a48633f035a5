"""What a report lacks: versions, the error text, sections of the form that are empty.

In: an issue and its predicted type. Out: keys of texts with their values. Only reports of
something that fails are asked; a question or a wish needs no traceback.
"""

from __future__ import annotations

import re

from triage.bot.quote import code
from triage.records import Issue
from triage.text import error_lines, strip_template, versions

FAILING = frozenset({"bug", "build_install", "performance"})
NEEDED = ("tensorflow", "tf-models-official", "python")
MAX_SECTIONS = 3
_HEADING = re.compile(r"#{1,6}[ \t]+(.{1,100})|\*\*(.{1,100})\*\*:?")
_WORDS = re.compile(r"\b(?:error|exception|traceback|fail\w*|crash\w*)\b", re.IGNORECASE)


def missing(
    issue: Issue, kind: str, *, ask_versions: bool = True
) -> list[tuple[str, dict[str, str]]]:
    """(key of the text, its values), the most needed first; empty when nothing is missing.

    ``ask_versions`` of TensorFlow and Python, which mean nothing elsewhere.
    """
    if kind not in FAILING:
        return []
    text = f"{issue.title}\n{strip_template(issue.body)}"
    found: list[tuple[str, dict[str, str]]] = []
    if ask_versions and not _has_version(text):
        found.append(("missing_versions", {}))
    if _WORDS.search(text) and not error_lines(text):
        found.append(("missing_error", {}))
    return found + [
        ("missing_section", {"section": code(name)})
        for name in empty_sections(issue.body)[:MAX_SECTIONS]
    ]


def _has_version(text: str) -> bool:
    known = versions(text)
    return any(package.startswith(NEEDED) or package.startswith("tf") for package in known)


def empty_sections(body: str) -> list[str]:
    """Headings under which nothing was written, template lines not counted."""
    sections: list[tuple[str, list[str]]] = []
    for line in body[:65_536].splitlines():
        match = _HEADING.fullmatch(line.strip())
        if match:
            sections.append(((match[1] or match[2]).strip(" #*:"), []))
        elif sections:
            sections[-1][1].append(line)
    return [
        name
        for name, lines in sections
        if name and not strip_template("\n".join(lines)).strip(" \n-*_`")
    ]
