"""Tutorials run as notebooks: outputs and times are kept, failures counted, exports completed."""

import hashlib
import json

import nbformat
import pytest

from triage.errors import TriageError
from triage.verify.checkpoints import digest_files, finish_checkpoint
from triage.verify.model import Environment
from triage.verify.notebook import run_notebook, settle
from triage.verify.sources import find_pages

PAGE = """---
verify:
  environment: tutorials
---
# First

```python
import os
print("<b>hello</b>", os.environ.get("CHECKPOINT_DIR"))
os.write(2, b"a line of a log")
```

Words.

```python
1 / 0
```

```python
print(open("beside.txt").read())
```
"""
ENVIRONMENT = Environment("2.20.0", "3.11.7", "linux", {"tensorflow": "2.20.0"})


@pytest.fixture
def page(tmp_path):
    """A tutorial, and a file that it reads from beside it."""
    path = tmp_path / "docs" / "tutorials" / "first.md"
    path.parent.mkdir(parents=True)
    path.write_text(PAGE)
    (path.parent / "beside.txt").write_text("from beside")
    return path


def source_of(page):
    (source,) = find_pages(page.parents[2], [page])
    return source


def test_notebook_runs_in_its_folder_and_past_failures(page):
    notebook, result = run_notebook(source_of(page), page, {"CHECKPOINT_DIR": "/there"})
    (failure,) = result.failures
    assert (failure.snippet, failure.line, failure.error) == (
        2, 16, "ZeroDivisionError: division by zero"
    )  # fmt: skip
    assert "\x1b" not in failure.detail
    first, _, last = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [output.output_type for output in first.outputs] == ["stream", "execute_result"]
    assert first.outputs[0].text == "<b>hello</b> /there\n"
    assert last.outputs[0].text == "from beside\n"
    assert notebook.cells[0].cell_type == "markdown"
    nbformat.validate(notebook)


def test_two_runs_differ_in_seconds_only():
    def run(second):
        cell = nbformat.v4.new_code_cell("x", outputs=[nbformat.v4.new_output("display_data")])
        cell.metadata["execution"] = {
            "iopub.execute_input": "2026-01-01T00:00:00Z",
            "shell.execute_reply": f"2026-01-01T00:00:0{second}Z",
        }
        return settle(nbformat.v4.new_notebook(cells=[cell]))

    one, other = run(1), run(4)
    assert one.cells[0].metadata.pop("seconds") == 1.0
    assert other.cells[0].metadata.pop("seconds") == 4.0
    assert nbformat.writes(one) == nbformat.writes(other)


def test_export_gets_a_card_and_checksums(page, tmp_path):
    folder = tmp_path / "out"
    (folder / "saved_model").mkdir(parents=True)
    (folder / "saved_model" / "a.pb").write_bytes(b"abc")
    figures = {"accuracy": 0.98765, "seed": 1, "data": {"signs": "a | b"}}
    (folder / "figures.json").write_text(json.dumps(figures))
    finish_checkpoint(folder, source_of(page), ENVIRONMENT)
    card = (folder / "MODEL_CARD.md").read_text()
    digest = hashlib.sha256(b"abc").hexdigest()
    for line in ("# First", "| accuracy | 0.9877 |", "| data.signs | a \\| b |",
                 "| tensorflow | 2.20.0 |", f"| saved_model/a.pb | `{digest}` |"):  # fmt: skip
        assert line in card.splitlines()
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert sums == {name: found for name, found in digest_files(folder) if name != "SHA256SUMS"}

    before = {name: (folder / name).read_bytes() for name in ("MODEL_CARD.md", "SHA256SUMS")}
    finish_checkpoint(folder, source_of(page), ENVIRONMENT)
    assert before == {name: (folder / name).read_bytes() for name in before}


def test_export_without_figures_is_said(page, tmp_path):
    with pytest.raises(TriageError, match=r"wrote no figures\.json"):
        finish_checkpoint(tmp_path, source_of(page), ENVIRONMENT)
