"""What a page says to machines: JSON-LD, a ``TechArticle`` whose date is a run's, never typed.

Inputs: the page, its newest run, the issues an entry was asked in. Output: one script element
of data in the head. ``dateModified`` is there only if the newest run passed with the very
snippets of the page: then that is the day on which the page was last known to be right.
"""

from __future__ import annotations

import json
import re
from typing import Any

from docutils import nodes
from markupsafe import Markup
from page_facts import PageFacts, read_facts
from sphinx.application import Sphinx

from triage.verify.record import Record

ISSUES_SECTION = "in-the-issues"
ISSUE = re.compile(r"https://github\.com/[^/]+/[^/]+/issues/\d+\Z")
FIRST = ("tf-models-official", "tensorflow")


def describe(facts: PageFacts, title: str, url: str, issues: list[str]) -> dict[str, Any]:
    """The article as schema.org would have it; nothing that is not known."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": title,
        "url": url,
        "inLanguage": "en",
    }
    if record := facts.proof:
        data["dateModified"] = record.date.strftime("%Y-%m-%dT%H:%M:%SZ")
        data["dependencies"] = _dependencies(record)
    if issues:
        data["isBasedOn"] = issues
    return data


def _dependencies(record: Record) -> str:
    """The versions the snippets ran with, those that matter most first."""
    names = sorted(record.packages, key=lambda name: (name not in FIRST, name))
    parts = [f"{name} {record.packages[name]}" for name in names]
    if FIRST[0] not in record.packages:
        parts.insert(0, f"{FIRST[0]} {record.release}")
    return ", ".join([*parts, f"Python {record.python}"])


def find_issues(doctree: nodes.Node) -> list[str]:
    """The issues in which the question of an entry was asked, as its page lists them."""
    found = [
        str(link.get("refuri", ""))
        for part in doctree.findall(nodes.section)
        if ISSUES_SECTION in part["ids"]
        for link in part.findall(nodes.reference)
    ]
    return [url for url in dict.fromkeys(found) if ISSUE.match(url)]


def to_script(data: dict[str, Any]) -> Markup:
    """JSON that nothing in it can end: titles come from people."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704 - "<" is escaped


def add_data(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: nodes.Node | None
) -> None:
    """Give the layout the data of a page; an error page is no article."""
    if doctree is None or pagename == app.config.notfound_pagename:
        return
    title = app.env.titles[pagename].astext()
    facts = read_facts(app, pagename)
    url = str(context.get("pageurl") or "")
    context["page_data"] = to_script(describe(facts, title, url, find_issues(doctree)))


def setup(app: Sphinx) -> dict[str, bool]:
    # After versions, which decides the address.
    app.connect("html-page-context", add_data, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
