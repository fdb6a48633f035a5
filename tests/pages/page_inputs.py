"""Entries and inputs with defaults: a test says only what matters to it."""

from triage.pages import IssueFacts, PageInput, render_pages
from triage.records import Entry

DEFAULTS = {
    "category": "odapi",
    "topic": "install",
    "kind": "fix",
    "evidence": "users",
    "reviewed": "2026-11-22",
    "answer": "Run protoc.",
    "sections": (("Fix", "Do it."),),
}


def entry(ident="odapi-x", **fields) -> Entry:
    return Entry(**DEFAULTS | {"id": ident, "question": f"Why {ident}?"} | fields)


def issue(number, created_at=None, title="A title", state="open") -> IssueFacts:
    return IssueFacts(number, title, created_at, state)


def pages(*entries, **fields) -> dict[str, str]:
    return {page.path: page.text for page in render_pages(PageInput(tuple(entries), **fields))}
