"""Several versions of a small real site: its menu, its banner, and the addresses it names."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from tests.site.link_check import find_dead, read_soups
from tests.site.site_build import ROOT, run_sphinx
from tests.site.small_site import commit_all, git, write_pages, write_small_site
from tests.site.test_controls import serve
from tests.site.test_in_browser import faint_texts

sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from build_versions import CannotBuild, choose_versions
from versions import newest_base

BASE = "http://127.0.0.1:8000/"
PROGRAM = ROOT / "docs" / "_ext" / "build_versions.py"


def run_program(repository, out, *refs):
    command = [sys.executable, PROGRAM, "--root", repository, "--out", out, *refs]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("READTHE", "TRIAGE"))}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=280)


def some_entries():
    """An entry of each category that leads to no page outside ``kb``."""
    for category in ("official", "research"):
        for path in sorted((ROOT / "kb" / "entries").glob("*.md")):
            text = path.read_text("utf-8")
            if f"category: {category}\n" in text and "/docs/" not in text:
                yield path.name
                break


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """Two tags and work that is not committed; each has a page the others lack."""
    folder = tmp_path_factory.mktemp("repository")
    write_small_site(folder, {"docs/page.md": "# Page\n\nOne.\n", "docs/old.md": "# Old\n"})
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "triage", folder / "triage", ignore=skip)
    (folder / "kb" / "entries").mkdir(parents=True)
    for name in ("odapi-loss-nan.md", *some_entries()):
        shutil.copy(ROOT / "kb" / "entries" / name, folder / "kb" / "entries")
    shutil.copytree(ROOT / "kb" / "data", folder / "kb" / "data")
    index = (folder / "index.md").read_text().replace("docs/**", "docs/**\nkb/index")
    write_pages(folder, {"index.md": index, ".gitignore": "kb/*\n!kb/entries/\n!kb/data/\n"})
    commit_all(folder, "one")
    git(folder, "tag", "v1.0")
    (folder / "docs" / "old.md").unlink()
    write_pages(folder, {"docs/page.md": "# Page\n\nTwo.\n", "docs/new.md": "# New\n"})
    commit_all(folder, "two")
    git(folder, "tag", "v1.10")
    write_pages(folder, {"docs/page.md": "# Page\n\nNow.\n"})
    return folder


@pytest.fixture(scope="module")
def versions(repository, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "versions"
    run = run_program(repository, out)
    assert run.returncode == 0, run.stderr
    return out


@pytest.fixture(scope="module")
def versions_url(versions):
    server = serve(versions)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser, versions_url):
    context = browser.new_context()
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(versions_url) else wrong.append(r.url))
    yield page
    context.close()
    assert wrong == []


def text_of(path):
    return path.read_text(encoding="utf-8")


def canonical(path):
    return BeautifulSoup(text_of(path), "html.parser").find("link", rel="canonical")["href"]


def test_tags_come_in_the_order_of_numbers_and_the_folder_is_newest(repository):
    found = choose_versions(repository, [])
    assert [version.slug for version in found] == ["latest", "v1.10", "v1.0"]


@pytest.mark.parametrize(
    ("refs", "message"),
    [
        (["v9"], "there is no ref v9"),
        (["--all"], "there is no ref --all"),
        (["v1.0", "V1.0"], "there is no ref V1.0"),
        (["v1.0", "v1.0"], "two of the refs would be the version v1.0"),
        (["/"], "gives no name"),
    ],
)
def test_ref_that_cannot_be_built_is_named(repository, refs, message):
    with pytest.raises(CannotBuild, match=message):
        choose_versions(repository, refs)


def test_ref_without_the_needed_files_fails_in_one_line(tmp_path):
    write_pages(tmp_path, {"README.md": "Not a site yet.\n", "conf.py": ""})
    commit_all(tmp_path, "before the site")
    run = run_program(tmp_path, tmp_path / "out", "main")
    assert run.returncode == 1
    assert run.stderr.splitlines() == [
        "versions: main cannot be built, it has no index.md, docs, kb/entries, triage/__main__.py"
    ]
    assert not (tmp_path / "out").exists()


def test_each_version_is_built_from_its_own_files(versions, repository):
    for slug, word in (("v1.0", "One."), ("v1.10", "Two."), ("latest", "Now.")):
        assert word in text_of(versions / slug / "docs" / "page.html")
        assert (versions / slug / "kb" / "odapi" / "odapi-loss-nan.html").is_file()
    assert git(repository, "worktree", "list").count("\n") == 0
    listed = json.loads(text_of(versions / "versions.json"))
    assert [version["slug"] for version in listed] == ["latest", "v1.10", "v1.0"]
    assert listed[2]["commit"] == git(repository, "rev-parse", "v1.0")
    assert "url=latest/" in text_of(versions / "index.html")


def test_old_page_names_the_same_page_of_the_newest_version_or_itself(versions):
    assert canonical(versions / "v1.0/docs/page.html") == f"{BASE}latest/docs/page.html"
    assert canonical(versions / "v1.0/docs/old.html") == f"{BASE}v1.0/docs/old.html"
    assert canonical(versions / "latest/docs/page.html") == f"{BASE}latest/docs/page.html"
    assert text_of(versions / "v1.0/docs/page.html").count('rel="canonical"') == 1


def test_no_link_of_the_versions_is_dead(versions):
    assert list(find_dead(versions, read_soups(versions))) == []


@pytest.mark.browser
def test_choosing_a_version_keeps_the_page(page, versions_url):
    page.goto(f"{versions_url}/latest/docs/page.html")
    menu = page.get_by_label("Version", exact=True)
    options = [text.strip() for text in menu.locator("option").all_inner_texts()]
    assert options == ["latest", "v1.10", "v1.0"]
    assert menu.input_value() == "latest"
    # The theme draws it in white of which one sees a third.
    assert menu.evaluate("e => getComputedStyle(e).color") == "rgb(255, 255, 255)"
    menu.select_option("v1.0")
    page.wait_for_url("**/v1.0/docs/page.html")
    assert page.get_by_label("Version", exact=True).input_value() == "v1.0"


@pytest.mark.browser
def test_choosing_a_version_without_the_page_leads_to_its_start(page, versions_url):
    page.goto(f"{versions_url}/latest/docs/new.html")
    page.get_by_label("Version", exact=True).select_option("v1.0")
    page.wait_for_url("**/v1.0/")
    assert page.locator("h1").inner_text().startswith("Start")


@pytest.mark.browser
@pytest.mark.parametrize("choice", ["Dark", "Light"])
def test_old_version_says_so_and_leads_to_the_same_page(page, versions_url, choice):
    page.goto(f"{versions_url}/v1.0/docs/page.html")
    banner = page.get_by_role("complementary", name="Old version")
    expected = "⚠ This is version v1.0; the newest is latest. Read this page in latest."
    assert banner.inner_text() == expected
    page.get_by_role("button", name=choice).click()
    assert faint_texts(page) == []
    banner.get_by_role("link").click()
    page.wait_for_url("**/latest/docs/page.html")
    page.wait_for_selector(".version-switch select")
    page.wait_for_timeout(300)
    assert page.locator(".version-banner").count() == 0


@pytest.mark.browser
def test_banner_of_a_page_that_is_gone_leads_to_the_start(page, versions_url):
    page.goto(f"{versions_url}/v1.0/docs/old.html")
    banner = page.get_by_role("complementary", name="Old version")
    assert "latest, which has no such page. Go to latest." in banner.inner_text()
    banner.get_by_role("link").click()
    page.wait_for_url("**/latest/")


def test_address_of_the_newest_version():
    assert newest_base("https://x.org/en/v1/", "v1") == "https://x.org/en/latest/"
    assert newest_base("https://x.org/en/latest/", "latest") == "https://x.org/en/latest/"
    assert newest_base("http://127.0.0.1:8000/", "latest") == "http://127.0.0.1:8000/"


@pytest.mark.browser
def test_read_the_docs_gets_menu_banner_and_canonical_address(browser, tmp_path):
    (tmp_path / "src").mkdir()
    write_small_site(tmp_path / "src", {"docs/page.md": "# Page\n"})
    site = run_sphinx(
        tmp_path / "src", READTHEDOCS="True", READTHEDOCS_VERSION="v1",
        READTHEDOCS_CANONICAL_URL="https://docs.example.org/en/v1/",
        READTHEDOCS_GIT_COMMIT_HASH="abc123",
    )  # fmt: skip
    assert (site.code, site.log) == (0, "")
    path = site.html / "docs" / "page.html"
    assert canonical(path) == "https://docs.example.org/en/latest/docs/page.html"
    text = text_of(path)
    assert "_static/versions.js" in text and "versions_shim" not in text
    assert "Site+v1%2C+commit+abc123" in text
    root = tmp_path / "served" / "en"
    root.mkdir(parents=True)
    for slug in ("v1", "latest"):
        shutil.copytree(site.html, root / slug)
    server = serve(tmp_path / "served")
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/en/v1/docs/page.html")
        page.evaluate(
            """() => {
              const of = (slug) => ({ slug, type: "tag", hidden: false,
                urls: { documentation: `https://docs.example.org/en/${slug}/` } });
              const active = [of("latest"), of("v1")], language = { code: "en", name: "English" };
              const data = { versions: { active, current: active[1] },
                projects: { current: { slug: "x", language, urls: {} }, translations: [] } };
              document.dispatchEvent(new CustomEvent("readthedocs-addons-data-ready",
                { detail: { data: () => data } }));
            }"""
        )
        banner = page.get_by_role("complementary", name="Old version")
        assert "This is version v1; the newest is latest." in banner.inner_text()
        page.get_by_label("Version", exact=True).select_option("latest")
        page.wait_for_url("**/en/latest/docs/page.html")
    finally:
        page.close()
        server.shutdown()
        server.server_close()
