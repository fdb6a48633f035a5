"""Which blocks are snippets, which are not run and say why, and on which line each begins."""

from pathlib import Path

import pytest

from tests.pages.page_inputs import entry, pages
from tests.verify.conftest import ROOT
from triage.match.check_text import check_text
from triage.match.entries import EntryFile
from triage.text.snippets import find_not_run, find_snippets, locate_snippets

BLOCK = "```{not-run} needs an account\n:language: bash\ngcloud list\n```\n"


def test_not_run_block_is_no_snippet_and_has_a_reason():
    text = f"# T\n\n{BLOCK}\n```{{not-run}} too slow here\nfit()\n```\n\n```python\nx\n```\n"
    assert find_snippets(text) == ("x",)
    assert [(b.reason, b.code, b.line) for b in find_not_run(text)] == [
        ("needs an account", "gcloud list", 5), ("too slow here", "fit()", 9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```python\nx\n```", [("x", 2)]),
        ("```py\nx\n```", [("x", 2)]),
        ("````{tab-item} A\n```python\nx\n```\n````", [("x", 3)]),
        (":::{note}\n```python\nx\n```\n:::", [("x", 3)]),
        ("```{code-block} python\n:linenos:\nx\n```", [("x", 3)]),
        ("```{code-block} bash\nx\n```", []),
        ("```{code-cell} ipython3\n:tags: [a]\nx\n```", [("x", 3)]),
        ("````markdown\n```python\nx\n```\n````", []),
        ("````{code-block} markdown\n```python\nx\n```\n````", []),
        ("```inline``` code\n\n```python\nx\n```", [("x", 4)]),
        ("- a\n\n  ```python\n  if x:\n      y\n  ```", [("if x:\n    y", 4)]),
    ],
)
def test_what_a_reader_sees_as_python_is_a_snippet(text, found):
    assert [(s.code, s.line) for s in locate_snippets(text)] == found


def test_no_page_of_the_project_has_a_block_without_a_reason():
    pages = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "kb" / "entries").glob("*.md")]
    assert pages
    for page in pages:
        assert all(b.reason for b in find_not_run(page.read_text(encoding="utf-8"))), page


def test_entry_may_hold_one_and_its_page_keeps_it():
    source = entry(sections=(("Fix", f"Do it.\n\n{BLOCK}"),))
    page = pages(source)["odapi/odapi-x.md"]
    assert [(b.reason, b.code) for b in find_not_run(page)] == [("needs an account", "gcloud list")]
    file = EntryFile(Path("odapi-x.md"), {}, f"Short.\n\n{BLOCK}", 1)
    assert "directive" not in "".join(p.message for p in check_text(file, set()))
