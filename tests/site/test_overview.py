"""The pages about pages: what works on which release, and what is due to be run again."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from tests.site.site_build import ROOT, run_sphinx
from triage.text.snippets import digest_snippets, find_snippets

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGE = "# {title}\n\n```python\nprint(1)\n```\n\n```{{not-run}} needs <b>an account</b>\nx\n```\n"


@pytest.fixture
def site(tmp_path):
    """A site of four pages and the two overviews; records as the test saves them."""
    (tmp_path / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT / 'docs' / '_ext')!r})\n"
        "extensions = ['myst_parser', 'stamps']\nroot_doc = 'docs/models/releases'\n"
        f"stamps_records = {str(tmp_path / 'docs' / 'records')!r}\nexclude_patterns = ['_site']\n"
    )
    folder = tmp_path / "docs" / "models" / "official"
    folder.mkdir(parents=True)
    for name in ("good", "bad", "old", "never"):
        (folder / f"{name}.md").write_text("---\norphan: true\n---\n" + PAGE.format(title=name))
    for name, directive in (("models/releases", "release-matrix"), ("fresh", "freshness")):
        text = f"---\norphan: true\n---\n# Overview\n\n```{{{directive}}}\n```\n"
        (tmp_path / "docs" / f"{name}.md").write_text(text)

    def save(name, release="2.20.0", failed=(), days=0):
        page = f"docs/models/official/{name}"
        record = {
            "page": page, "digest": digest_snippets(find_snippets(PAGE.format(title=name))),
            "date": (NOW - timedelta(days=days)).isoformat(), "python": "3.11.7",
            "platform": "linux", "packages": {"tensorflow": "2.20.0", "tf-keras": "2.20.1"},
            "snippets": 1, "passed": 1 - len(failed), "seconds": 1,
            "failed": [{"snippet": 1, "error": error} for error in failed],
        }  # fmt: skip
        path = tmp_path / "docs" / "records" / release / f"{page}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record))

    def build(name):
        built = run_sphinx(tmp_path, SOURCE_DATE_EPOCH=str(int(NOW.timestamp())))
        assert built.code == 0, built.log
        return BeautifulSoup((built.html / "docs" / f"{name}.html").read_text(), "html.parser")

    build.save = save
    save("good"), save("good", "2.16.0"), save("old", days=300)
    save("bad"), save("bad", "2.16.0", failed=["ImportError: <script>"])
    return build


def rows(table):
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")]
            for row in table.select("tr")]  # fmt: skip


def test_matrix_shows_what_passes_where_and_which_error_stops_it(site):
    soup = site("models/releases")
    totals, official = map(rows, soup.select("table.overview"))
    assert totals[1:] == [
        ["2.20.0", "2.20.0", "2.20.1", "3 of 3", "3 of 3", "2026-11-22"],
        ["2.16.0", "2.20.0", "2.20.1", "1 of 2", "1 of 2", "2026-11-22"],
    ]
    assert official == [
        ["Page", "2.20.0", "2.16.0"], ["bad", "✓ 1 of 1", "✗ 0 of 1"],
        ["good", "✓ 1 of 1", "✓ 1 of 1"], ["old", "△ stale, 1 of 1", "○ never run"],
    ]  # fmt: skip
    assert soup.select_one('table a[href="official/bad.html"]').get_text() == "bad"
    fails = soup.select_one("#what-fails-on-2-16-0 li").get_text()
    assert fails == "bad, snippet 1: ImportError: <script>"
    assert "Nothing" in soup.select_one("#what-fails-on-2-20-0").get_text()


def test_matrix_follows_a_new_record_in_a_second_build(site):
    site("models/releases")
    site.save("bad", "2.16.0")
    assert "Nothing" in site("models/releases").select_one("#what-fails-on-2-16-0").get_text()


def test_freshness_lists_what_is_due_and_each_block_that_is_not_run(site):
    site.save("bad", failed=["NameError: x"])
    soup = site("fresh")
    lists = {
        part.select_one("h2").get_text().strip("\uf0c1¶"): part
        for part in soup.select("section section")
    }
    assert [title.partition(":")[0] for title in lists] == [
        "Failing on the newest release", "Changed since it was last verified", "Stale",
        "Never verified", "Blocks that are not run",
    ]  # fmt: skip
    found = [[item.get_text() for item in part.select("li")] for part in lists.values()]
    assert found[:4] == [
        ["bad: run on 2026-11-22, 0 of 1 passed"], [],
        ["old: run on 2026-01-26, 1 of 1 passed"], ["never: 1 snippet"],
    ]  # fmt: skip
    table = rows(soup.select_one("table.overview"))
    assert len(table) == 5 and table[1][2] == "needs <b>an account</b>"
    assert "1 of 4 pages with snippets (4 in all) are verified on release 2.20.0" in soup.get_text()
