"""The pages for people who come to help: research models and good first tasks."""

import pytest
from bs4 import BeautifulSoup

from tests.pipeline.test_good_first import ROW
from tests.site.site_build import ROOT, run_sphinx

ENTRY = "---\nid: odapi-x\nquestion: Why?\ncategory: odapi\ntopic: install\nkind: fix\n" \
    "applies_to: {}\nerrors: ['no module named x *']\nissues: [3]\nevidence: users\n" \
    "reviewed: 2026-01-01\n---\nDo it.\n"  # fmt: skip
TITLE = "---\norphan: true\n---\n# Page\n\n"


@pytest.fixture
def site(tmp_path):
    """A site with both directives, one entry, and a table of rows as the test gives them."""
    (tmp_path / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT / 'docs' / '_ext')!r})\n"
        "extensions = ['myst_parser', 'stamps', 'research_models', 'good_first']\n"
        f"root_doc = 'docs/models'\nstamps_records = {str(tmp_path / 'docs' / 'records')!r}\n"
        "exclude_patterns = ['_site', 'kb/entries']\n"
    )
    (tmp_path / "docs" / "contributing").mkdir(parents=True)
    (tmp_path / "kb" / "entries").mkdir(parents=True)
    (tmp_path / "kb" / "entries" / "odapi-x.md").write_text(ENTRY)
    for name, directive in (("models", "research-models"), ("tasks", "good-first-tasks")):
        (tmp_path / "docs" / f"{name}.md").write_text(f"{TITLE}```{{{directive}}}\n```\n")

    def build(*rows):
        lines = [",".join(ROW), *(",".join((ROW | row).values()) for row in rows)]
        path = tmp_path / "docs" / "contributing" / "research-models.csv"
        path.write_text("\n".join(lines) + "\n")
        return run_sphinx(tmp_path)

    return build


def soup(built, name):
    assert built.code == 0, built.log
    return BeautifulSoup((built.html / "docs" / f"{name}.html").read_text(), "html.parser")


def cells(page):
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")]
            for row in page.select("table.overview tbody tr")]  # fmt: skip


def test_the_table_shows_state_evidence_issues_and_what_to_use_instead(site):
    page = soup(
        site(
            {"model": "<b>M</b>", "successor": "docs/tasks"},
            {"folder": "research/gone", "state": "archived", "evidence": "#1 abc", "issues": ""},
            {"folder": "research/b", "successor": "docs/not-written"},
            {"folder": "orbit", "state": "tf2", "successor": "official/x", "tf1": "0"},
        ),
        "models",
    )
    assert cells(page) == [
        ["research/marco", "<b>M</b>, arXiv:1803.10342",
         "TensorFlow 1 (1 of 3 files are not native)", "a.py: tf.contrib", "#1 #22", "Page"],
        ["research/b", "MARCO, arXiv:1803.10342", "TensorFlow 1 (1 of 3 files are not native)",
         "a.py: tf.contrib", "#1 #22", ""],
        ["research/gone", "MARCO, arXiv:1803.10342", "archived", "#1 abc", "", ""],
        ["orbit", "MARCO, arXiv:1803.10342", "TensorFlow 2", "a.py: tf.contrib", "#1 #22",
         "official/x"],
    ]  # fmt: skip
    assert "3 folders of research/: 2 TensorFlow 1, 0 TensorFlow 1 within 2" in page.text
    links = [link["href"] for link in page.select("table.overview a")]
    assert "https://github.com/tensorflow/models/tree/abc/research/marco" in links
    assert "https://github.com/tensorflow/models/issues/22" in links


def test_tasks_stand_by_kind_with_their_command(site):
    page = soup(site({}), "tasks")
    text = " ".join(page.text.split())
    assert "Reproduce an answer: 1" in text and "Migrate a research model: 1" in text
    assert "Run a page again: 0" in text
    assert [code.get_text() for code in page.select("li code")] == [
        "make entry ENTRY=kb/entries/odapi-x.md",
        "triage migrate models/research/marco",
    ]


def test_a_row_that_cannot_be_read_fails_the_build(site):
    built = site({"state": "tf3"})
    assert built.code != 0 and "line 2: state 'tf3' is unknown" in built.log
