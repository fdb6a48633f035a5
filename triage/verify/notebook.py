"""Run a tutorial as a notebook: every code block a cell, its outputs and times kept.

Input: a page whose code blocks are cells. Output: the notebook as it ran, and a ``PageResult``.
A cell that fails does not stop those below it. nbclient runs the cells in a Jupyter kernel of this
Python; only environments for tutorials have it.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from triage.text.snippets import locate_snippets
from triage.verify.model import PageResult, PageSource, SnippetFailure

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
CELL_SECONDS = 3600
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def run_notebook(
    source: PageSource, page: Path, variables: Mapping[str, str] | None = None
) -> tuple[Any, PageResult]:
    """Run a page from top to bottom, in the folder it lies in.

    Args:
        source: the page as it was read.
        page: where it lies.
        variables: of the environment, for the kernel alone.

    Returns:
        The notebook (``nbformat``), and how it went.
    """
    import nbclient

    notebook = read_notebook(page)
    client = nbclient.NotebookClient(
        notebook, timeout=CELL_SECONDS, kernel_name="python3", allow_errors=True,
        record_timing=True, resources={"metadata": {"path": str(page.parent)}},
    )  # fmt: skip
    start = time.perf_counter()
    client.execute(env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", **(variables or {})})
    seconds = time.perf_counter() - start
    failures = tuple(_failures(source, notebook))
    return settle(notebook), PageResult(source, failures, seconds)


def read_notebook(page: Path) -> Any:
    """A page as a notebook that has not run; its front matter is none of the notebook's."""
    import jupytext

    notebook = jupytext.read(page)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "raw"]
    return notebook


def without_colours(text: str) -> str:
    """A cell's text without the codes that colour it in a terminal."""
    return _COLOUR.sub("", text)


def settle(notebook: Any) -> Any:
    """Leave out what differs between two runs of the same cells, and keep the seconds.

    That is stderr too: TensorFlow's log lines have times and places of the machine in them.
    """
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number}"
        seconds = _seconds(cell.metadata.pop("execution", {}))
        if seconds is not None:
            cell.metadata["seconds"] = seconds
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if one.get("name") != "stderr"]
        for output in cell.get("outputs", ()):
            output.get("metadata", {}).clear()
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def _seconds(execution: Mapping[str, str]) -> float | None:
    """What a cell took, from the times that nbclient noted."""
    start, end = execution.get("iopub.execute_input"), execution.get("shell.execute_reply")
    if not start or not end:
        return None
    taken = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    return round(taken.total_seconds(), 1)


def _failures(source: PageSource, notebook: Any) -> Iterator[SnippetFailure]:
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell, snippet in zip(codes, locate_snippets(source.text), strict=True):
        for output in cell.outputs:
            if output.output_type == "error":
                error = f"{output.ename}: {output.evalue}".splitlines()[0][:300]
                detail = without_colours("\n".join(output.traceback))
                yield SnippetFailure(snippet.number, snippet.line, error, detail)
                break
