"""What makes pages a website: versions, links, data for machines, plain text, notebooks.

One name for ``conf.py``; each extension named here says what it does.
"""

from __future__ import annotations

from sphinx.application import Sphinx

PARTS = ("page_links", "versions", "page_data", "plain_text", "tutorials",
         "tutorial_outputs", "not_found")  # fmt: skip


def setup(app: Sphinx) -> dict[str, bool]:
    for name in PARTS:
        app.setup_extension(name)
    app.add_js_file("scheme.js", priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
