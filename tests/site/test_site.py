"""The built site: no warning, no dead link, nothing from elsewhere, the same bytes twice."""

import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.site.link_check import find_dead, read_soups
from tests.site.site_build import ROOT, build_site, page_input
from triage.config import SITE
from triage.migrate.kinds import kinds
from triage.pages import render_pages


# Of this module only: kept longer, a million objects slow the collector in every later test.
@pytest.fixture(scope="module")
def soups(site):
    return read_soups(site.html)


def test_build_passes_without_a_warning(site):
    assert (site.code, site.log) == (0, "")


def test_every_generated_page_is_in_the_site(site, soups):
    sources = {f"kb/{page.path[:-3]}.html" for page in render_pages(page_input())}
    assert sources <= set(soups)


def test_hand_written_sources_and_records_are_no_pages(soups):
    assert not [name for name in soups if re.match(r"kb/(entries|data)/|docs/(_|records)", name)]


def test_every_page_says_its_title_language_and_viewport(soups):
    for name, soup in soups.items():
        assert soup.title and soup.title.get_text().strip(), name
        assert soup.html["lang"] == "en", name
        assert soup.find("meta", attrs={"name": "viewport"}), name
        assert len(soup.find_all("h1")) == 1 or name in ("search.html", "genindex.html"), name


def test_internal_links_and_anchors_lead_somewhere(site, soups):
    assert list(find_dead(site.html, soups)) == []


def test_checker_of_links_finds_what_is_dead(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text(
        '<h1 id="top">A</h1><a href="../b.html">lost</a><a href="#top">here</a><a href="#no">no</a>'
        '<a href="/">root</a><img src="x.png"><a href="https://example.org/x">elsewhere</a>'
    )
    found = list(find_dead(tmp_path, read_soups(tmp_path)))
    assert [link for _, link in found] == ["../b.html", "#no", "/", "x.png"]


def test_ids_are_unique_in_a_page(soups):
    for name, soup in soups.items():
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        assert len(ids) == len(set(ids)), name


def test_nothing_is_loaded_from_another_place(site, soups):
    for name, soup in soups.items():
        for tag in soup.find_all(["script", "img", "iframe", "link"]):
            if tag.name == "link" and tag.get("rel") not in (["stylesheet"], ["icon"], ["preload"]):
                continue
            address = tag.get("src") or tag.get("href") or ""
            assert not urlsplit(address).netloc, (name, address)
    for path in site.html.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(https?:)?//", path.read_text("utf-8")), path


def test_no_comment_or_markup_shows_as_text(soups):
    for name, soup in soups.items():
        body = soup.select_one("[itemprop=articleBody]")
        for code in body.find_all(["code", "pre"]):
            code.decompose()
        assert not re.search(r"<!--|-->|\[\[\[cog|```|:::", body.get_text()), name


def test_a_finding_of_a_migration_links_to_a_section_that_is_there(soups):
    for kind in kinds().values():
        page, _, anchor = kind.url.removeprefix(f"{SITE}/").partition("#")
        assert soups[page].find(id=anchor), kind.url


def test_every_figure_has_words_and_a_table(soups):
    figures = [svg for soup in soups.values() for svg in soup.select("figure svg[role=img]")]
    assert len(figures) > 5
    for svg in figures:
        names = [svg.find(id=ident).get_text() for ident in svg["aria-labelledby"].split()]
        assert len(names) == 2 and all(names)
        assert svg.find_parent("figure").select("details table td")


MADE = (
    "docs/models/releases.html", "docs/contributing/freshness.html",
    "docs/contributing/good-first-tasks.html", "docs/contributing/research-models.html",
)  # fmt: skip
"""Pages that are made from the records of others, or from data."""


def test_pages_with_content_carry_a_stamp_and_listings_none(soups):
    for name, soup in soups.items():
        leaf = name.rsplit("/", 1)[-1]
        stamps = soup.select("h1 + .stamps .stamp")
        written = name.startswith(("docs/", "kb/odapi/", "kb/official/", "kb/research/"))
        assert bool(stamps) == (written and leaf != "index.html" and name not in MADE), name


def test_two_builds_in_two_places_are_the_same_bytes(site, tmp_path):
    def files(html):
        return {
            path.relative_to(html).as_posix(): path.read_bytes()
            for path in html.rglob("*")
            if path.is_file() and ".doctrees" not in path.parts and path.name != ".buildinfo"
        }

    one, two = files(site.html), files(build_site(tmp_path / "other", hash_seed=7).html)
    assert set(one) == set(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_configuration_of_read_the_docs_follows_its_schema():
    run = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.readthedocs",
         ROOT / ".readthedocs.yaml"], capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_configuration_stays_small():
    assert len((ROOT / "conf.py").read_text().splitlines()) < 80
