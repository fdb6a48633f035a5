"""Tutorials show what their cells gave: text, plots, and the time each took.

Inputs: a tutorial's page and the executed notebook beside it. Output: under each code block what
the run printed or drew, as plain text and as images. Nothing in a notebook becomes markup.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from tutorials import is_tutorial

from triage.verify.notebook import without_colours

MAX_LINES = 60
"""Longer outputs are cut here: the notebook has them whole."""


def add_outputs(app: Sphinx, doctree: nodes.document) -> None:
    """Put the outputs of each cell under its code."""
    docname = app.env.docname
    notebook = Path(app.env.doc2path(docname)).with_suffix(".ipynb")
    if not is_tutorial(docname) or not notebook.is_file():
        return
    import nbformat  # type: ignore[import-not-found]

    cells = [c for c in nbformat.read(notebook, as_version=4).cells if c.cell_type == "code"]
    blocks = [b for b in doctree.findall(nodes.literal_block) if _is_cell(b)]
    for number, (block, cell) in enumerate(zip(blocks, cells, strict=True), 1):
        found = list(_output_nodes(app, f"{docname}-{number}", _heading(block), cell))
        if found:
            box = nodes.container("", *found, classes=["cell-output"])
            block.parent.insert(block.parent.index(block) + 1, box)


def _is_cell(block: nodes.literal_block) -> bool:
    """Python that ran: not what the page shows as ``not-run``."""
    return block.get("language") == "python" and "not-run" not in block.parent.get("classes", ())


def _output_nodes(app: Sphinx, name: str, heading: str, cell: Any) -> Iterator[nodes.Node]:
    for place, output in enumerate(_joined(cell.outputs), 1):
        data = output.get("data", {})
        if "image/png" in data:
            uri = _save(app, f"{name}-{place}.png", data["image/png"])
            yield nodes.image(uri=uri, alt=f"Plot that the code above draws, in: {heading}")
        elif text := _text(output):
            yield nodes.literal_block(text, text, language="none", classes=["cell-text"])
    if (seconds := cell.metadata.get("seconds")) is not None and seconds >= 0.1:
        yield nodes.paragraph("", f"{seconds:.1f} s", classes=["cell-time"])


def _joined(outputs: list[Any]) -> list[Any]:
    """What one ``print`` after the other wrote is one output: when it came is chance."""
    found: list[Any] = []
    for output in outputs:
        last = found[-1] if found else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            found[-1] = last | {"text": last["text"] + output.text}
        else:
            found.append(output)
    return found


def _text(output: Any) -> str:
    found = output.get("text") or output.get("data", {}).get("text/plain") or ""
    lines = without_colours(found).rstrip().splitlines()
    if len(lines) > MAX_LINES:
        lines = [*lines[:MAX_LINES], f"… {len(lines) - MAX_LINES} more lines in the notebook"]
    return "\n".join(lines)


def _save(app: Sphinx, name: str, encoded: str) -> str:
    """Keep a plot where Sphinx finds it; its address from the top of the sources."""
    path = Path(app.doctreedir) / "plots" / name.replace("/", "-")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(base64.b64decode(encoded))
    return "/" + Path(os.path.relpath(path, app.srcdir)).as_posix()


def _heading(block: nodes.Node) -> str:
    node = block.parent
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    return node[0].astext() if node is not None else "the page"


def setup(app: Sphinx) -> dict[str, bool]:
    # After the links of the page, and before Sphinx gathers images.
    app.connect("doctree-read", add_outputs, priority=310)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
