"""Tutorials and their notebooks: the links, and what stops the build."""

import sys
from base64 import b64decode

import jupytext
import nbformat
import pytest
from bs4 import BeautifulSoup

from tests.site.site_build import ROOT, run_sphinx
from tests.site.small_site import write_small_site

sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from tutorials import compare_cells

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
TEXT = """# First steps

Some words.

```python
x = 1
print(x)
```

More words.

```{not-run} needs a machine that nobody has
y = x + 2
```

```python
x + 1
```
"""


def write_tutorial(folder, text=TEXT):
    """A tutorial, and its notebook as a run leaves it: same cells, with outputs."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "first.md"
    page.write_text(text)
    notebook = jupytext.read(page)
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cell.outputs = [
        nbformat.v4.new_output("stream", text="1 <b>not markup</b> **nor this** {ref}`x`\n"),
        nbformat.v4.new_output("stream", text="the same stream\n"),
        nbformat.v4.new_output("display_data", {"image/png": PIXEL, "text/plain": "<Figure>"}),
        nbformat.v4.new_output("display_data", {"text/html": "<script>1</script>"}),
    ]
    cell.metadata["seconds"] = 2.5
    cell.execution_count = 1
    nbformat.write(notebook, page.with_suffix(".ipynb"))
    return page, page.with_suffix(".ipynb")


def test_same_cells_with_outputs_are_the_same(tmp_path):
    assert compare_cells(*write_tutorial(tmp_path)) is None


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("print(x)", "print(x, x)", "cell 2 of first.md is not that of its notebook"),
        ("More words.", "Other words.", "cell 3 of first.md is not that of its notebook"),
        ("x + 1\n```\n", "x + 1\n```\n\n```python\nx\n```\n", "5 cells, its notebook 4"),
    ],
)
def test_difference_is_named(tmp_path, old, new, wrong):
    page, notebook = write_tutorial(tmp_path)
    page.write_text(TEXT.replace(old, new))
    assert wrong in compare_cells(page, notebook)


def test_missing_notebook_is_named(tmp_path):
    page, notebook = write_tutorial(tmp_path)
    notebook.unlink()
    assert compare_cells(page, notebook) == "first.md has no notebook first.ipynb beside it"


def test_page_links_to_colab_and_to_its_notebook(tmp_path):
    write_small_site(tmp_path, {"docs/tutorials/index.md": "# Tutorials\n"})
    _, notebook = write_tutorial(tmp_path / "docs" / "tutorials")
    site = run_sphinx(tmp_path)
    assert (site.code, site.log) == (0, "")
    page = site.html / "docs" / "tutorials" / "first.html"
    line = BeautifulSoup(page.read_text("utf-8"), "html.parser").select_one(".tutorial-links")
    colab, download = (link["href"] for link in line.find_all("a"))
    assert colab == (
        "https://colab.research.google.com/github/model-garden-kb/model-garden-kb/blob/main/"
        "docs/tutorials/first.ipynb"
    )
    assert (page.parent / download).resolve().read_bytes() == notebook.read_bytes()
    assert not line.find_all("img")

    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    (box,) = soup.select(".cell-output")
    (pre,) = box.select("pre")
    assert pre.text == "1 <b>not markup</b> **nor this** {ref}`x`\nthe same stream\n"
    assert box.select_one(".cell-time").text == "2.5 s"
    image = box.select_one("img")
    assert image["alt"] == "Plot that the code above draws, in: First steps"
    assert (page.parent / image["src"]).resolve().read_bytes() == b64decode(PIXEL)
    assert not soup.select("script:-soup-contains('1</script>')") and "<script>1" not in str(soup)

    # The page did not change; its notebook did, and that is enough to look again.
    notebook.unlink()
    site = run_sphinx(tmp_path)
    assert site.code != 0 and "first.md has no notebook" in site.log
