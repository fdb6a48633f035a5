"""The error finder: ``error-finder`` puts the box in a page; its script and index are built here.

Inputs: the lines of the directive (queries to try), ``kb/entries``, ``kb/data``, the records.
Output: the box, and where there are entries the two files it runs on (``finder_files``). Without
JavaScript the page shows the categories instead.

    ```{error-finder}
    loss becomes nan
    ```
"""

from __future__ import annotations

import html
from pathlib import Path
from string import Template
from typing import Any

from bundle import BundleError
from docutils import nodes
from finder_files import INDEX, SCRIPT, index_data, index_script, page_script
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from stamps import clock

from triage.errors import BadInput
from triage.pages.markdown import CATEGORY_NAMES
from triage.verify.record import BadRecord

FORM = Path(__file__).with_name("finder_form.html")
MOVED = Path(__file__).with_name("finder_moved.html")
PAGE = "fix"


class FinderDirective(SphinxDirective):
    """The box; its content are queries to try, one a line."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """The form, and for readers without JavaScript the way through the categories."""
        self.env.metadata[self.env.docname]["finder"] = "yes"
        return [
            nodes.raw("", self._form(), format="html"),
            nodes.raw("", "<noscript>", format="html"),
            self._without_script(),
            nodes.raw("", "</noscript>", format="html"),
        ]

    def _form(self) -> str:
        examples = " ".join(
            f'<button type="button">{html.escape(line.strip())}</button>'
            for line in self.content
            if line.strip()
        )
        target = self.env.app.builder.get_target_uri("kb/x")
        return Template(FORM.read_text(encoding="utf-8")).substitute(
            examples=examples,
            repository=html.escape(self.config.repository_url),
            suffix=html.escape(target.removeprefix("kb/x")),
        )

    def _without_script(self) -> nodes.Node:
        text = nodes.paragraph(classes=["finder-categories"])
        text += nodes.Text("The error finder needs JavaScript. Every answer is also in a list:")
        for key, name in CATEGORY_NAMES.items():
            target = f"kb/{key}/index"
            if target in self.env.found_docs:
                here = self.env.docname
                uri = self.env.app.builder.get_relative_uri(here, target)
                text += [nodes.Text(" "), nodes.reference("", name, refuri=uri, internal=True)]
        return text


def write_files(app: Sphinx) -> None:
    """Write script and index before the pages, which then name them by their digest."""
    kb = Path(app.srcdir) / "kb"
    if app.builder.format != "html" or not (kb / "entries").is_dir():
        return
    try:
        index = index_script(index_data(kb, Path(app.config.stamps_records), clock()))
        script = page_script(index)
    except (BadInput, BadRecord, BundleError) as error:
        raise ExtensionError(f"Error finder: {error}") from None
    folder = Path(app.outdir) / "_static"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / INDEX).write_text(index, encoding="utf-8")
    (folder / SCRIPT).write_text(script, encoding="utf-8")


def add_script(
    app: Sphinx, pagename: str, _template: str, _context: dict[str, Any], doctree: nodes.Node | None
) -> None:
    """Only pages with a box load script and style; the index is loaded when the box is used."""
    has_box = doctree is not None and app.env.metadata.get(pagename, {}).get("finder")
    if has_box and (Path(app.outdir) / "_static" / SCRIPT).is_file():
        app.add_js_file(SCRIPT, loading_method="defer")
        app.add_css_file("finder.css")


def write_address(app: Sphinx, error: Exception | None) -> None:
    """Let the page be found at ``/fix`` and ``/fix/`` as well, with the query that follows."""
    page = app.builder.get_target_uri(PAGE) if app.builder.format == "html" else ""
    if error is None and page.endswith(".html") and PAGE in app.env.found_docs:
        folder = Path(app.outdir) / PAGE
        folder.mkdir(exist_ok=True)
        text = Template(MOVED.read_text(encoding="utf-8")).substitute(page=page)
        (folder / "index.html").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("error-finder", FinderDirective)
    app.connect("builder-inited", write_files)
    app.connect("html-page-context", add_script)
    app.connect("build-finished", write_address)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
