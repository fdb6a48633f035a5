"""What of an issue, and of an entry, is compared: its parts as terms.

Input: ``Issue`` and ``Entry``. Output: lists of terms by part. The issue's template is taken off
first; its labels, number, author and dates are never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from triage.match.terms import terms
from triage.records import Entry, Issue
from triage.text import error_lines, normalise_error, strip_template

MAX_BODY = 20_000
"""Characters of a body that are read: what follows is logs."""
MAX_ERRORS = 12
"""Error lines that are compared: the first ones say most, later ones follow from them."""


@dataclass(frozen=True, slots=True)
class IssueView:
    """The terms of an issue's title, of the whole (title twice), and of its error lines."""

    title: list[str]
    full: list[str]
    error: list[str]
    text: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """The terms of an entry's question, of its errors and symptom, and of the whole."""

    question: list[str]
    symptom: list[str]
    full: list[str]


def view_issue(issue: Issue) -> IssueView:
    """The parts of an issue."""
    body = strip_template(issue.body[:MAX_BODY])
    text = f"{issue.title}\n{body}"
    title = terms(issue.title)
    error = [
        term for line in error_lines(text)[:MAX_ERRORS] for term in terms(normalise_error(line))
    ]
    return IssueView(title, [*title, *title, *terms(body)], error, text)


def view_entry(entry: Entry) -> EntryView:
    """The parts of an entry; the question weighs twice, as an issue's title does."""
    question = terms(entry.question)
    sections = dict(entry.sections)
    # An underscore or a star joins what is not one word: signatures are cut at wildcards.
    errors = terms(" ".join(entry.errors).replace("*", " "))
    text = [entry.answer, *(body for name, body in sections.items() if name != "See also")]
    full = [*question, *question, *errors, *(term for part in text for term in terms(part))]
    return EntryView(question, [*errors, *terms(sections.get("Symptom", ""))], full)
