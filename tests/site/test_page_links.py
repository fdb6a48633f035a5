"""Where a page is edited and reported, and when its text last changed."""

import sys
from datetime import date
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.site.site_build import ROOT, run_sphinx
from tests.site.small_site import commit_all, git, write_pages, write_small_site

sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from git_facts import read_changes, read_commit
from page_facts import PageFacts, source_of
from page_links import edit_url, report_url

from triage.config import HOME

CONFIG = SimpleNamespace(
    repository_url="https://github.com/o/r", repository_branch="main", release="v2",
    site_commit="c", html_baseurl="https://kb.example/",
)  # fmt: skip


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("index", "index.md"),
        ("docs/models/official/bert", "docs/models/official/bert.md"),
        ("docs/models/releases", "docs/models/releases.md"),
        ("kb/odapi/odapi-loss-nan", "kb/entries/odapi-loss-nan.md"),
        ("kb/index", None), ("kb/odapi/index", None), ("kb/topics/data", None),
        ("kb/unanswered", None), ("kb/quality", None), ("kb/statistics/missing", None),
    ],
)  # fmt: skip
def test_generated_page_is_edited_where_it_is_written(page, source):
    assert source_of(page) == source


def test_edit_link_names_file_and_branch():
    assert edit_url(CONFIG, "docs/a b.md") == "https://github.com/o/r/edit/main/docs/a%20b.md"


def test_report_says_page_version_commit_and_run():
    facts = PageFacts("kb/odapi/x", "kb/entries/x.md", None, None)
    url = urlsplit(report_url(CONFIG, facts, "Why & how?"))
    assert (url.netloc, url.path) == ("github.com", "/o/r/issues/new")
    assert parse_qs(url.query) == {
        "template": ["kb.yml"],
        "title": ["Problem with the page: Why & how?"],
        "entry": ["x"],
        "page": ["https://kb.example/kb/odapi/x.html"],
        "stamp": ["Site v2, commit c. Verified: never"],
    }
    other = report_url(CONFIG, PageFacts("docs/a", "docs/a.md", None, None), "A")
    assert "entry" not in parse_qs(urlsplit(other).query)


def test_corrections_go_to_the_repository_of_the_knowledge_base():
    conf = (ROOT / "conf.py").read_text()
    assert f'repository_url = "https://github.com/{HOME}"' in conf


def test_page_completes_the_link_of_an_entry_with_its_address_and_last_run(tmp_path):
    link = f"https://github.com/{HOME}/issues/new?template=kb.yml&title=x&entry=e"
    page = f"# A\n\n[This did not help](<{link}>) [other](<https://github.com/{HOME}/issues/new>)\n"
    site = run_sphinx(write_small_site(tmp_path, {"docs/a.md": page}))
    assert site.code == 0, site.log
    page = BeautifulSoup((site.html / "docs" / "a.html").read_text(), "html.parser")
    query = parse_qs(urlsplit(page.find("a", string="This did not help")["href"]).query)
    assert query["entry"] == ["e"] and query["page"][0].endswith("/docs/a.html")
    assert query["stamp"][0].endswith("Verified: never")
    assert page.find("a", string="other")["href"].endswith("/issues/new")


def test_text_changed_on_the_day_of_its_last_commit(tmp_path):
    write_pages(tmp_path, {"docs/a.md": "1", "docs/b.md": "1", "docs/ö c.md": "1"})
    commit_all(tmp_path, "one", "2026-01-01T23:30:00-02:00")
    write_pages(tmp_path, {"docs/a.md": "2"})
    last = commit_all(tmp_path, "two", "2026-02-02T10:00:00+00:00")
    write_pages(tmp_path, {"docs/b.md": "not committed", "docs/new.md": "nor this"})
    day = date(2026, 1, 2)
    assert read_changes(tmp_path) == {"docs/a.md": date(2026, 2, 2), "docs/ö c.md": day}
    assert read_commit(tmp_path) == last


def test_without_git_nothing_is_known(tmp_path, capfd):
    assert (read_changes(tmp_path), read_commit(tmp_path)) == ({}, "")
    assert capfd.readouterr() == ("", "")


@pytest.fixture(scope="module")
def shallow(tmp_path_factory):
    """A site in a clone that holds the last commit only, built."""
    whole, clone = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("x") / "clone"
    write_small_site(whole, {"docs/a.md": "# A\n"})
    commit_all(whole, "one")
    write_pages(whole, {"docs/b.md": "# B\n"})
    commit_all(whole, "two")
    git(whole, "clone", "--quiet", "--depth", "1", f"file://{whole}", str(clone))
    return whole, run_sphinx(clone)


def test_shallow_clone_builds_says_so_in_one_line_and_shows_no_date(shallow):
    _, site = shallow
    assert site.code == 0
    assert len(site.log.splitlines()) == 1 and "shallow" in site.log
    assert "Text last changed" not in (site.html / "docs" / "a.html").read_text()


def test_whole_clone_shows_the_date_and_its_commit(shallow):
    whole, _ = shallow
    site = run_sphinx(whole)
    assert (site.code, site.log) == (0, "")
    end = BeautifulSoup((site.html / "docs" / "a.html").read_text(), "html.parser").footer
    assert end.time["datetime"] == "2026-03-01"
    assert "Text last changed on 2026-03-01" in " ".join(end.get_text().split())
    report = end.find("a", string="Report a problem with this page")["href"]
    assert read_commit(whole) in report
