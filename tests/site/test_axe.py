"""axe finds nothing on any kind of page, in light, in dark and on a small screen.

axe-core is installed from npm with the tests (``tests/npm.txt``) and run inside the page.
"""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / ".venv" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "index.html", "fix.html", "404.html", "search.html", "genindex.html", "kb/index.html",
    "kb/odapi/index.html", "kb/unanswered.html", "kb/quality.html", "kb/statistics/index.html",
    "kb/statistics/questions.html", "kb/statistics/answers.html", "kb/statistics/versions.html",
    "kb/statistics/missing.html", "kb/odapi/odapi-pb2-missing.html",
    "docs/models/index.html", "docs/models/releases.html", "docs/guides/install.html",
    "docs/tutorials/index.html", "docs/bot/index.html", "docs/bot/configuration.html",
    "docs/contributing/freshness.html", "docs/reference/command-line.html",
)  # fmt: skip
RUN = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary}`))"""


def violations(page) -> list[str]:
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(open_page, site, address, scheme):
    if not (site.html / address).exists():
        pytest.fail(f"there is no {address}")
    page = open_page(address)
    page.emulate_media(color_scheme=scheme)
    assert violations(page) == []


@pytest.mark.parametrize("address", ["index.html", "fix.html", "kb/odapi/odapi-pb2-missing.html"])
def test_axe_finds_nothing_on_a_small_screen(open_page, address):
    page = open_page(address, viewport={"width": 320, "height": 640})
    assert violations(page) == []


def test_axe_finds_nothing_in_the_results_of_the_finder(open_page):
    page = open_page("fix.html")
    page.locator("#finder-text").fill("cannot import name 'string_int_label_map_pb2'")
    page.wait_for_selector(".finder-results li")
    assert violations(page) == []


def test_axe_would_find_a_planted_fault(open_page):
    page = open_page("index.html")
    page.evaluate("document.body.append(new Image())")
    assert any(line.startswith("image-alt") for line in violations(page))
