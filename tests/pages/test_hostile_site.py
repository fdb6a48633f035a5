"""Hostile issue text through a real Sphinx build: shown, and nothing else."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.pages.hostile import CANARY, Built, with_secret
from tests.pages.payloads import BODIES, LARGE, TITLES
from triage.pages.escape import plain

PAYLOADS = {"bodies": BODIES, "titles": TITLES, "large": LARGE}
ACTIVE = (
    "script",
    "img",
    "iframe",
    "meta",
    "base",
    "form",
    "style",
    "object",
    "embed",
    "svg",
    "link",
)


def soup(site: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup((site.html / "kb" / f"{name}.html").read_text("utf-8"), "html.parser")


def main(site: Built, name: str):
    return soup(site, name).select_one("[itemprop=articleBody]")


def output_files(site: Built):
    return [path for path in site.html.rglob("*") if path.is_file()]


def test_build_passes_without_a_warning(hostile_site):
    assert (hostile_site.code, hostile_site.log) == (0, "")


def test_there_are_as_many_pages_as_were_written(hostile_site, hostile_sources):
    built = {path.stem for path in (hostile_site.html / "kb").glob("*.html")}
    assert built == set(hostile_sources)


@pytest.mark.parametrize("site", ["hostile_site", "unescaped_site"])
def test_no_file_of_the_machine_gets_into_the_site(site, request):
    for path in output_files(request.getfixturevalue(site)):
        assert CANARY.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("site", ["hostile_site", "unescaped_site"])
def test_nothing_is_executed(site, request):
    for path in output_files(request.getfixturevalue(site)):
        assert b"EXECUTED" not in path.read_bytes(), path


def test_no_image_or_download_is_copied(hostile_site):
    assert not (hostile_site.html / "_images").is_dir() or not any(
        (hostile_site.html / "_images").iterdir()
    )
    assert not (hostile_site.html / "_downloads").exists()


@pytest.mark.parametrize("name", ["bodies", "titles", "large", "clusters", "clusters-more"])
def test_text_adds_no_active_element_link_or_handler(hostile_site, name):
    body = main(hostile_site, name)
    assert body.find_all(ACTIVE) == []
    for tag in body.find_all(True):
        assert not [key for key in tag.attrs if key.lower().startswith("on")]
    for link in body.find_all("a"):
        assert re.match(r"#|https://github\.com/o/r/issues/\d+\Z", link["href"]), link


@pytest.mark.parametrize("name", ["bodies", "titles", "large", "clusters", "clusters-more"])
def test_page_has_the_scripts_and_metadata_of_a_harmless_one(hostile_site, name):
    def shape(page):
        # The description quotes the page's first words, as text of an attribute.
        metas = sorted(str(sorted(tag.attrs)) for tag in page.find_all("meta"))
        return (
            [tag.get("src") for tag in page.find_all("script")],
            metas,
            len(page.find_all("base")),
        )

    assert shape(soup(hostile_site, name)) == shape(soup(hostile_site, "harmless"))


@pytest.mark.parametrize("name", list(PAYLOADS))
def test_every_heading_after_a_payload_is_still_there(hostile_site, name):
    headings = [h.find(string=True) for h in main(hostile_site, name).find_all("h2")]
    assert headings[1::2] == [f"After {at}" for at in range(len(PAYLOADS[name]))]


@pytest.mark.parametrize("name", ["bodies", "titles"])
def test_titles_are_shown_as_they_were_written(hostile_site, name):
    body = main(hostile_site, name)
    items = [item.get_text().strip() for item in body.find_all("li")]
    expected = [plain(with_secret(text)) or "(no title)" for _, text in PAYLOADS[name]]
    assert items == expected
    cells = [row.find("td").get_text().strip() for row in body.select("tbody tr")]
    assert cells == expected


def test_bodies_are_shown_as_literal_text(hostile_site):
    blocks = main(hostile_site, "bodies").find_all("pre")
    assert len(blocks) == len(BODIES)
    assert all(
        "secret.txt" in b.get_text()
        for b, (_, t) in zip(blocks, BODIES, strict=True)
        if "SECRET" in t
    )


def test_control_and_bidi_characters_reach_no_page(hostile_site):
    hidden = re.compile(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    )
    for name in PAYLOADS:
        assert not hidden.search(main(hostile_site, name).get_text())


def test_second_wall_holds_without_the_escape(unescaped_site):
    """``docutils.conf`` and the configuration alone: no HTML, no file, whatever the text."""
    body = main(unescaped_site, "raw")
    assert body.find_all(ACTIVE) == []
    assert "secret.txt" in body.get_text()  # the page was read, not skipped
