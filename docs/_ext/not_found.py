"""The page for addresses that do not exist: its links are absolute, it is shown anywhere.

``sphinx-notfound-page`` does that for the menu and the files, and not for the links in the text.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx


def make_links_absolute(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let links between pages begin at the root of the site."""
    if docname != app.config.notfound_pagename:
        return
    for link in doctree.findall(nodes.reference):
        if link.get("internal") and "refuri" in link:
            link["refuri"] = f"{app.config.notfound_urls_prefix}{link['refuri']}"


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-resolved", make_links_absolute)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
