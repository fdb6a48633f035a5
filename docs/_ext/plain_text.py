"""Pages as plain text, and ``llms.txt``, the list of them, for programs that read.

Inputs: the sources of the pages, their stamps. Output: beside each page ``<page>.md``: its
Markdown without front matter and comments, with its address and its stamp under the heading;
and ``llms.txt`` in the root, by section, as llmstxt.org describes it. Links between pages are
relative and lead from one text to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from page_facts import PageFacts, read_facts
from sphinx.application import Sphinx
from stamps import clock, make_stamps

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
COMMENT = re.compile(r"^%.*\n", re.MULTILINE)
HEADING = re.compile(r"^# .*\n", re.MULTILINE)
SUMMARY = (
    "Answers to the questions that come back in the issues of the TensorFlow Model Garden, and"
    " documentation of its models. The Python of a page was run on the releases its stamp names;"
    " a block that nobody ran says so."
)
SECTIONS = (
    ("Models", "docs/models/"),
    ("Tutorials", "docs/tutorials/"),
    ("Guides", "docs/guides/"),
    ("Answers: Object Detection API", "kb/odapi/"),
    ("Answers: official models", "kb/official/"),
    ("Answers: research models", "kb/research/"),
    ("Overviews", "kb/"),
    ("Bot", "docs/bot/"),
    ("Reference", "docs/reference/"),
    ("Contributing", "docs/contributing/"),
)


def to_plain(source: str, stamp: str, address: str) -> str:
    """The text of a page; what a run said of it, and where it is published, in its first lines."""
    text = FRONT_MATTER.sub("", source)
    # Comments stand before the heading only; a line of shell may begin with % anywhere else.
    head = HEADING.search(text)
    if head is None:
        return text
    above = COMMENT.sub("", text[: head.start()]).lstrip()
    facts = "\n".join(f"> {line}" for line in (stamp, address) if line)
    return f"{above}{head.group()}\n{facts}\n{text[head.end() :]}"


def say_stamp(facts: PageFacts) -> str:
    """The sentence of the newest stamp of a page."""
    return make_stamps(facts.report, clock())[0].text if facts.report else ""


def published(app: Sphinx) -> list[str]:
    """The pages that readers are led to, in the order of names."""
    return sorted(name for name in app.env.found_docs if name != app.config.notfound_pagename)


def render_list(app: Sphinx) -> Iterator[str]:
    """``llms.txt``, line by line; a page is in the first section that holds it."""
    yield from (f"# {app.config.project}", "", f"> {SUMMARY}", "")
    left = published(app)
    for title, folder in SECTIONS:
        inside = [name for name in left if name.startswith(folder)]
        left = [name for name in left if name not in inside]
        if inside:
            yield from (f"## {title}", "", *(_item(app, name) for name in inside), "")
    yield from ("## Start", "", *(_item(app, name) for name in left), "")


def _item(app: Sphinx, docname: str) -> str:
    title = re.sub(r"([\[\]\\])", r"\\\1", app.env.titles[docname].astext())
    note = ""
    if record := read_facts(app, docname).proof:
        note = f": verified {record.date:%Y-%m-%d} on tf-models-official {record.release}"
    return f"- [{title}]({app.config.html_baseurl}{docname}.md){note}"


def write_texts(app: Sphinx, exception: Exception | None) -> None:
    """Write all texts when the site is built."""
    if exception is not None or app.builder.format != "html":
        return
    for docname in published(app):
        source = app.env.doc2path(docname).read_text(encoding="utf-8")
        address = f"{app.config.html_baseurl}{app.builder.get_target_uri(docname)}"
        target = Path(app.outdir) / f"{docname}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = to_plain(source, say_stamp(read_facts(app, docname)), address)
        target.write_text(text, encoding="utf-8")
    (Path(app.outdir) / "llms.txt").write_text("\n".join(render_list(app)), encoding="utf-8")


def add_address(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: nodes.Node | None
) -> None:
    """Tell the templates where the text of a page is."""
    if doctree is not None and pagename != app.config.notfound_pagename:
        context["plain_text"] = f"{pagename}.md"


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", add_address)
    app.connect("build-finished", write_texts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
