"""The few docutils nodes that generated tables and lists are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docutils import nodes
from sphinx import addnodes


def table(
    title: str, header: Sequence[str], rows: Iterable[Sequence[str | nodes.Node]]
) -> nodes.table:
    """A table with a caption; cells are text or nodes."""
    group = nodes.tgroup("", cols=len(header))
    group += [nodes.colspec("", colwidth=1) for _ in header]
    group += nodes.thead("", nodes.row("", *map(_cell, header)))
    group += nodes.tbody("", *(nodes.row("", *map(_cell, row)) for row in rows))
    return nodes.table("", nodes.title("", title), group, classes=["overview"])


def section(title: str, *content: nodes.Node) -> nodes.section:
    """A part of the page with a heading that can be linked to."""
    return nodes.section("", nodes.title("", title), *content, ids=[nodes.make_id(title)])


def bullets(items: Iterable[Sequence[nodes.Node]]) -> nodes.bullet_list:
    """A list of one paragraph each."""
    found = (nodes.list_item("", nodes.paragraph("", "", *item)) for item in items)
    return nodes.bullet_list("", *found)


def paragraph(text: str) -> nodes.paragraph:
    """One of plain text."""
    return nodes.paragraph("", "", nodes.Text(text))


def page_link(env: Any, page: str) -> nodes.Node:
    """A link to a page by its title; an entry's page lies in the folder of its category."""
    leaf = page.rpartition("/")[2]
    names = [page, *(f"kb/{category}/{leaf}" for category in ("odapi", "official", "research"))]
    docname = next((name for name in names if name in env.found_docs), None)
    if docname is None:
        return nodes.Text(page)
    # Without a text of its own the link shows the title of the page.
    return addnodes.pending_xref(
        "", nodes.inline("", "", classes=["xref", "std", "std-doc"]), refdoc=env.docname,
        refdomain="std", reftype="doc", reftarget=f"/{docname}", refexplicit=False, refwarn=True,
    )  # fmt: skip


def _cell(content: str | nodes.Node) -> nodes.entry:
    node = nodes.Text(content) if isinstance(content, str) else content
    return nodes.entry("", nodes.paragraph("", "", node))
