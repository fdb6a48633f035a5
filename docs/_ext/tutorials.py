"""Tutorials as notebooks: under the heading of each, where to open it and where to get it.

Inputs: ``docs/tutorials/<name>.md`` and the notebook ``<name>.ipynb`` beside it. Output: a line
of links. The build fails where the notebook is missing, or where its cells are not those of the
page, so that readers of either see the same code. The links are words: nothing is loaded from
elsewhere to draw a badge.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from triage.verify.notebook import read_notebook

FOLDER = "docs/tutorials/"
COLAB = "https://colab.research.google.com/github"
MEND = "make tutorials TUTORIALS="


def is_tutorial(docname: str) -> bool:
    """Whether a page is one that must have a notebook."""
    return docname.startswith(FOLDER) and docname.rsplit("/", 1)[-1] != "index"


def compare_cells(page: Path, notebook: Path) -> str | None:
    """What differs between a page and its notebook, in one line; None if nothing does.

    Outputs are not compared: they are what the run of the notebook added.
    """
    import nbformat  # type: ignore[import-not-found]  # only tutorials need it, and only now

    if not notebook.is_file():
        return f"{page.name} has no notebook {notebook.name} beside it"
    written = _contents(read_notebook(page))
    run = _contents(nbformat.read(notebook, as_version=4))
    if len(written) != len(run):
        return f"{page.name} has {len(written)} cells, its notebook {len(run)}"
    for number, (one, other) in enumerate(zip(written, run, strict=True), 1):
        if one != other:
            return f"cell {number} of {page.name} is not that of its notebook"
    return None


def _contents(notebook: Any) -> list[tuple[str, str]]:
    return [(cell["cell_type"], cell["source"].strip()) for cell in notebook.cells]


def colab_url(config: Config, path: str) -> str:
    """Where Colab opens a notebook: from the ref that is built, so that old pages stay right."""
    ref = config.repository_branch
    if os.environ.get("READTHEDOCS_VERSION", "latest") != "latest":
        ref = os.environ.get("READTHEDOCS_GIT_IDENTIFIER") or ref
    return f"{COLAB}{urlsplit(config.repository_url).path}/blob/{ref}/{path}"


def add_links(app: Sphinx, doctree: nodes.document) -> None:
    """Check the tutorial that is read, and put its links under the heading."""
    docname = app.env.docname
    title = next(iter(doctree.findall(nodes.title)), None)
    if not is_tutorial(docname) or title is None:
        return
    page = Path(app.env.doc2path(docname))
    notebook = page.with_suffix(".ipynb")
    app.env.note_dependency(str(notebook))
    if wrong := compare_cells(page, notebook):
        raise ExtensionError(f"Tutorial: {wrong} ({MEND}{docname}.md)")
    line = nodes.paragraph(classes=["tutorial-links"])
    url = colab_url(app.config, f"{docname}.ipynb")
    line += nodes.reference("", "▶ Open in Colab", refuri=url, internal=False)
    line += nodes.Text(" ")
    target = f"/{docname}.ipynb"
    text = nodes.Text("↓ Download the notebook")
    line += addnodes.download_reference("", "", text, reftarget=target, refexplicit=True)
    title.parent.insert(title.parent.index(title) + 1, line)


def setup(app: Sphinx) -> dict[str, bool]:
    # Before Sphinx gathers what there is to download, and so under the stamps.
    app.connect("doctree-read", add_links, priority=300)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
