"""Plain text of the pages, and the list of it."""

import re
import sys
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from tests.site.site_build import ROOT

sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from plain_text import to_plain

BASE = "http://127.0.0.1:8000/"
LINK = re.compile(r"- \[(?:[^\]\\]|\\.)+\]\((\S+)\)")


def test_text_begins_with_heading_stamp_and_address():
    source = "---\nid: x\n---\n% Generated.\n\n# Title\n\nText.\n\n```bash\n% not a comment\n```\n"
    assert to_plain(source, "Verified.", "https://x/a.html") == (
        "# Title\n\n> Verified.\n> https://x/a.html\n\nText.\n\n```bash\n% not a comment\n```\n"
    )


def test_every_page_is_listed_once_and_its_text_is_there(site):
    listed = LINK.findall((site.html / "llms.txt").read_text("utf-8"))
    assert len(listed) == len(set(listed))
    pages = {
        p.relative_to(site.html).with_suffix(".md").as_posix() for p in site.html.rglob("*.html")
    }
    assert {url.removeprefix(BASE) for url in listed} == pages - {
        "404.md",
        "search.md",
        "genindex.md",
        "fix/index.md",
    }
    for url in listed:
        text = (site.html / url.removeprefix(BASE)).read_text("utf-8")
        assert text.startswith("# "), url


def test_list_has_the_form_of_llms_txt(site):
    lines = (site.html / "llms.txt").read_text("utf-8").splitlines()
    assert lines[0] == "# Model Garden Knowledge Base" and lines[2].startswith("> ")
    assert all(LINK.match(line) for line in lines[3:] if line and not line.startswith("## "))
    assert any(": verified 20" in line for line in lines)


def test_links_between_texts_lead_from_text_to_text(site):
    text = (site.html / "kb" / "odapi" / "odapi-loss-nan.md").read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+\.md)\)", text) if not urlsplit(link).netloc]
    assert links
    for link in links:
        path = urlsplit(urljoin("http://x/kb/odapi/", link)).path
        assert (site.html / path.lstrip("/")).is_file(), link


def test_sitemap_lists_the_pages_that_one_should_find(site):
    tree = ElementTree.parse(site.html / "sitemap.xml")
    found = {node.text for node in tree.iter() if node.tag.endswith("loc")}
    assert BASE + "kb/odapi/odapi-loss-nan.html" in found
    assert not [url for url in found if re.search(r"/(404|search|genindex)\.html$", url)]
