"""What a reader presses: copy, colours, edit, report; and that reading asks nobody else."""

import functools
import http.server
import threading
from pathlib import Path

import pytest

from tests.site.site_build import run_sphinx
from tests.site.small_site import write_small_site
from tests.site.test_in_browser import an_entry, faint_texts

pytestmark = pytest.mark.browser
CODE = """# Code

```python
>>> for n in (1, 2):
...     print(n)
...
1
2
>>> "a" + 1
Traceback (most recent call last):
  ...
TypeError: can only concatenate str (not "int") to str
```

```{not-run} needs a shop
:language: bash
$ buy milk
milk, 1 litre
```

```python
x = 1

print(x)
```
"""
COPIED = (
    'for n in (1, 2):\n    print(n)\n\n"a" + 1',
    "buy milk",
    "x = 1\n\nprint(x)",
)
BACKGROUND = "getComputedStyle(document.querySelector('.wy-nav-content')).backgroundColor"
LIGHT, DARK = "rgb(252, 252, 252)", "rgb(23, 27, 32)"


class Server(http.server.SimpleHTTPRequestHandler):
    """As Read the Docs: a wrong address is answered with the site's own page for that."""

    def log_message(self, *_):
        pass

    def send_error(self, code, message=None, explain=None):
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)


def serve(folder):
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Server, directory=folder)
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="module")
def code_url(tmp_path_factory):
    folder = write_small_site(tmp_path_factory.mktemp("code"), {"docs/code.md": CODE})
    site = run_sphinx(folder)
    assert (site.code, site.log) == (0, "")
    server = serve(site.html)
    yield f"http://127.0.0.1:{server.server_port}/docs/code.html"
    server.shutdown()
    server.server_close()


@pytest.fixture
def code_page(browser, code_url):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(code_url)
    yield page
    context.close()


def test_copy_takes_the_code_without_prompts_and_outputs(code_page):
    code_page.wait_for_selector(".copybtn")
    for number, expected in enumerate(COPIED):
        code_page.locator(".highlight").nth(number).hover()
        code_page.locator(".copybtn").nth(number).click()
        code_page.wait_for_selector(".copybtn.success")
        assert code_page.evaluate("navigator.clipboard.readText()") == expected
        code_page.wait_for_selector(".copybtn.success", state="detached")


def test_copy_button_shows_itself_to_the_keyboard_and_has_a_name(code_page):
    button = code_page.get_by_role("button", name="Copy to clipboard").first
    button.focus()
    code_page.keyboard.press("Shift+Tab")
    code_page.keyboard.press("Tab")
    code_page.wait_for_function("getComputedStyle(document.activeElement).opacity === '1'")
    assert button.evaluate("e => e === document.activeElement")
    code_page.keyboard.press("Enter")
    code_page.wait_for_selector(".copybtn.success")
    assert code_page.evaluate("navigator.clipboard.readText()") == COPIED[0]


@pytest.mark.parametrize(("system", "default"), [("light", LIGHT), ("dark", DARK)])
def test_colours_are_the_systems_until_one_is_chosen(open_page, system, default):
    page = open_page("kb/index.html", color_scheme=system)
    group = page.get_by_role("group", name="Colours")
    assert page.evaluate(BACKGROUND) == default
    for choice, colour in (("Dark", DARK), ("Light", LIGHT), ("System", default)):
        button = group.get_by_role("button", name=choice)
        button.focus()
        page.keyboard.press("Enter")
        assert page.evaluate(BACKGROUND) == colour
        pressed = group.locator("[aria-pressed=true]")
        assert pressed.count() == 1 and pressed.inner_text() == choice


def test_chosen_colours_are_there_before_the_next_page_is_painted(open_page):
    page = open_page("kb/index.html", color_scheme="light")
    page.get_by_role("button", name="Dark").click()
    page.add_init_script(
        "new MutationObserver((_, o) => { if (document.body) { o.disconnect();"
        " window.first = document.documentElement.dataset.scheme; } })"
        ".observe(document, { childList: true, subtree: true })"
    )
    page.goto(page.url.replace("kb/index.html", "index.html"))
    assert page.evaluate("window.first") == "dark"
    assert page.evaluate(BACKGROUND) == DARK
    assert page.locator(".scheme [aria-pressed=true]").inner_text() == "Dark"


def test_colours_work_where_nothing_can_be_stored(open_page):
    page = open_page("index.html", color_scheme="light")
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full'); }")
    page.reload()
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate(BACKGROUND) == DARK


@pytest.mark.parametrize("choice", ["Dark", "Light"])
def test_text_stands_out_in_chosen_colours(open_page, choice):
    opposite = {"Dark": "light", "Light": "dark"}[choice]
    page = open_page("docs/models/official/mask-rcnn.html", color_scheme=opposite)
    page.get_by_role("button", name=choice).click()
    assert faint_texts(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_controls_have_names_and_are_large_enough(open_page, site, width):
    page = open_page(an_entry(site), viewport={"width": width, "height": 800})
    for control in page.locator(".scheme button").all():
        box = control.bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("[role=main] a, footer a, button")]
          .filter((e) => e.checkVisibility() && !(e.innerText || e.ariaLabel || e.title
            || e.querySelector("title")?.textContent || "").trim()).map((e) => e.outerHTML)"""
    )
    assert unnamed == []


def test_entry_leads_to_the_file_and_to_a_report(open_page, site):
    entry = an_entry(site)
    ident = Path(entry).stem
    page = open_page(entry)
    edit = page.get_by_role("link", name="Edit this page").get_attribute("href")
    assert edit.endswith(f"/edit/main/kb/entries/{ident}.md")
    report = page.get_by_role("link", name="Report a problem with this page")
    assert f"kb%2Fodapi%2F{ident}" in report.get_attribute("href")
    page.goto(page.url.replace(entry, "kb/index.html"))
    assert page.get_by_role("link", name="Edit this page").count() == 0


def test_wrong_address_offers_a_search_for_its_words_and_ways_on(browser, site):
    server = serve(site.html)
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/docs/old/mask-rcnn.html")
        search = page.locator(".not-found-search a")
        assert search.inner_text() == "Search all pages for “mask rcnn”"
        assert page.locator("link[rel=stylesheet]").first.evaluate("e => !!e.sheet")
        page.get_by_role("link", name="Research models").last.click()
        assert page.locator("h1").inner_text().startswith("Research models")
        page.go_back()
        search.click()
        assert page.url.endswith("/search.html?q=mask%20rcnn")
        page.wait_for_selector("#search-results li a")
    finally:
        page.close()
        server.shutdown()
        server.server_close()


def test_reading_asks_nobody_else(browser, site, site_url):
    asked = []
    context = browser.new_context()
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    for path in ("index.html", an_entry(site), "docs/models/official/mask-rcnn.html",
                 "docs/guides/install.html", "kb/quality.html", "kb/unanswered.html",
                 "docs/tutorials/index.html", "search.html?q=nan", "404.html"):  # fmt: skip
        page.goto(f"{site_url}/{path}", wait_until="networkidle")
        page.evaluate("document.fonts.ready")
    context.close()
    assert len(asked) > 40
    assert [url for url in asked if not url.startswith((site_url, "data:"))] == []
