"""What pages say to machines: schema.org data, and nothing that a run has not shown."""

import json
import sys
from datetime import UTC, datetime

from bs4 import BeautifulSoup
from docutils import nodes

from tests.site.site_build import ROOT
from tests.site.test_stamps import PAGE, SOURCE, save

sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from page_data import describe, find_issues, to_script
from page_facts import PageFacts

from triage.verify.survey import survey_page

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def facts(root, source=SOURCE):
    return PageFacts(PAGE, f"{PAGE}.md", None, survey_page(PAGE, source, root, NOW))


def test_date_and_versions_come_from_the_run(tmp_path):
    save(tmp_path)
    data = describe(facts(tmp_path), "ResNet", "https://x/en/latest/a.html", [])
    assert data["@type"] == "TechArticle" and data["headline"] == "ResNet"
    assert data["dateModified"] == "2026-11-01T10:00:00Z"
    assert data["dependencies"] == "tf-models-official 2.20.0, tensorflow 2.20.0, Python 3.11.7"
    assert "isBasedOn" not in data


def test_page_that_changed_or_fails_or_never_ran_has_no_date(tmp_path):
    assert "dateModified" not in describe(facts(tmp_path), "T", "", [])
    save(tmp_path)
    changed = SOURCE.replace("print(1)", "print(3)")
    assert "dateModified" not in describe(facts(tmp_path, changed), "T", "", [])
    save(tmp_path, passed=1, failed=[{"snippet": 1, "error": "E"}])
    assert "dateModified" not in describe(facts(tmp_path), "T", "", [])


def test_no_title_can_leave_the_script():
    data = {"headline": "</script><!-- <b>"}
    text = str(to_script(data))
    assert "<" not in text and json.loads(text) == data


def test_issues_are_those_of_their_section_only():
    def link(url):
        return nodes.reference("", "#1", refuri=url)

    good, other = "https://github.com/t/m/issues/12", "https://github.com/t/m/issues/new?title=x"
    page = nodes.section("", nodes.paragraph("", "", link("https://github.com/t/m/issues/9")))
    page += nodes.section("", nodes.paragraph("", "", link(good), link(good), link(other)))
    page[-1]["ids"] = ["in-the-issues"]
    assert find_issues(page) == [good]


def test_every_page_of_the_site_describes_itself(site):
    pages = [p for p in site.html.rglob("*.html") if p.stem not in ("search", "genindex", "404")]
    pages.remove(site.html / "fix" / "index.html")  # leads to fix.html
    for path in pages:
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        data = json.loads(soup.find("script", type="application/ld+json").string)
        assert data["@type"] == "TechArticle", path
        assert data["url"] == soup.find("link", rel="canonical")["href"], path
        verified = soup.select_one(".stamp-verified, .stamp-stale")
        first = soup.select_one(".stamps .stamp")
        assert ("dateModified" in data) == (verified is not None and verified is first), path
        for name in ("og:title", "og:type", "og:url", "og:site_name"):
            assert soup.find("meta", property=name)["content"], (path, name)


def test_entries_name_the_issues_they_rest_on(site):
    text = (site.html / "kb" / "odapi" / "odapi-loss-nan.html").read_text("utf-8")
    data = json.loads(
        BeautifulSoup(text, "html.parser").find("script", type="application/ld+json").string
    )
    assert "https://github.com/tensorflow/models/issues/1881" in data["isBasedOn"]
