"""The site in a real browser: doors, keyboard, small screens, dark mode."""

import re

import pytest

pytestmark = pytest.mark.browser
PAGES = ("index.html", "kb/index.html", "kb/odapi/index.html", "kb/quality.html",
         "kb/unanswered.html", "kb/statistics/index.html", "kb/statistics/questions.html",
         "kb/statistics/answers.html", "kb/statistics/versions.html",
         "kb/statistics/missing.html", "docs/reference/file-formats.html", "404.html")  # fmt: skip


def an_entry(site) -> str:
    found = (path.relative_to(site.html) for path in (site.html / "kb" / "odapi").glob("*.html"))
    return next(path.as_posix() for path in sorted(found) if path.name != "index.html")


def entries_with_code(site) -> list[str]:
    """Some entries that show Python and shell: the colours of code differ most."""
    pages = sorted((site.html / "kb" / "odapi").glob("*.html"))
    found = [p for p in pages if "highlight-python" in p.read_text("utf-8")]
    assert found
    return [path.relative_to(site.html).as_posix() for path in found[:4]]


def faint_texts(page) -> list[str]:
    """Visible texts whose contrast with what is behind them is under WCAG's 4.5 (3 if large)."""
    return page.evaluate(
        """() => {
          const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
          const light = (c) => c.slice(0, 3).map((v) => v / 255)
            .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = (e) => {
            const colour = rgb(getComputedStyle(e).backgroundColor);
            return colour[3] === 0 && e.parentElement ? behind(e.parentElement) : colour;
          };
          const shown = (e) => e.checkVisibility({ visibilityProperty: true })
            && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
            && e.getBoundingClientRect().left >= 0;
          return [...document.querySelectorAll("body *")].filter(shown).map((e) => {
            const style = getComputedStyle(e), svg = e instanceof SVGElement;
            const [a, b] = [light(rgb(svg ? style.fill : style.color)), light(behind(e))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            const need = parseFloat(style.fontSize) >= 24 ? 3 : 4.5;
            return ratio < need ? `${e.tagName}.${e.className} ${ratio.toFixed(2)}` : "";
          }).filter(Boolean);
        }"""
    )


@pytest.mark.parametrize(
    ("door", "address", "heading"),
    [
        ("Fix my problem", "/kb/index.html", "Fix my problem"),
        ("Learn a model", "/docs/models/index.html", "Learn a model"),
        ("Run the bot", "/docs/bot/index.html", "Run the bot"),
    ],
)
def test_each_door_opens(open_page, door, address, heading):
    page = open_page("index.html")
    page.locator(".door").filter(has_text=door).click()
    page.wait_for_url(re.compile(re.escape(address)))
    assert page.locator("h1").inner_text().startswith(heading)


def test_answer_is_three_clicks_from_the_front_page(open_page):
    page = open_page("index.html")
    page.locator(".door a").first.click()
    page.locator("[role=main]").get_by_role("link", name="Object Detection API", exact=True).click()
    question = page.locator("[role=main] li a").first
    text = question.inner_text()
    question.click()
    assert page.locator("h1").inner_text().startswith(text)
    assert page.locator(".admonition").first.inner_text().startswith("Short answer")
    assert page.locator(".stamps .stamp").is_visible()


def test_keyboard_can_skip_the_menu(open_page):
    page = open_page("kb/index.html")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    assert skip.evaluate("e => e === document.activeElement && e.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#content').contains(document.activeElement)")


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_no_page_scrolls_sideways(open_page, site, width):
    page = open_page("index.html", viewport={"width": width, "height": 800})
    base = page.url.removesuffix("index.html")
    for path in (*PAGES, an_entry(site)):
        page.goto(base + path)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path


def test_menu_of_small_screens_is_a_button(open_page):
    page = open_page("kb/index.html", viewport={"width": 375, "height": 800})
    button, menu = page.locator(".menu-button"), page.locator(".wy-nav-side")
    assert not menu.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert menu.is_visible() and button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not menu.is_visible() and button.get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_text_stands_out_in_both_schemes(open_page, site, scheme, width):
    page = open_page("index.html", color_scheme=scheme, viewport={"width": width, "height": 800})
    base = page.url.removesuffix("index.html")
    for path in (*PAGES, *entries_with_code(site)):
        page.goto(base + path)
        page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        assert faint_texts(page) == [], path


def test_dark_scheme_is_dark(open_page):
    page = open_page("index.html", color_scheme="dark")
    back = page.evaluate(
        "getComputedStyle(document.querySelector('.wy-nav-content')).backgroundColor"
    )
    assert max(int(part) for part in re.findall(r"\d+", back)) < 64


def test_numbers_of_a_figure_unfold(open_page):
    page = open_page("kb/quality.html")
    table = page.locator(".chart-table").first
    assert not table.is_visible()
    page.locator("summary").first.click()
    assert table.is_visible()


def test_words_of_figures_can_be_read_and_stay_inside_on_a_small_screen(open_page):
    page = open_page("index.html", viewport={"width": 320, "height": 800})
    base = page.url.removesuffix("index.html")
    for name in ("index", "questions", "answers", "versions", "missing"):
        page.goto(f"{base}kb/statistics/{name}.html")
        words = page.evaluate(
            """() => [...document.querySelectorAll("svg.chart text")].map((e) => {
              const box = e.getBoundingClientRect(), svg = e.ownerSVGElement;
              const all = svg.getBoundingClientRect();
              const scale = all.width / svg.viewBox.baseVal.width;
              return [e.textContent, scale * parseFloat(getComputedStyle(e).fontSize),
                      box.left >= all.left - 1 && box.right <= all.right + 1];
            })"""
        )
        assert words, name
        assert [word for word, size, inside in words if size < 10 or not inside] == [], name


def test_version_menu_of_read_the_docs_gets_a_name(open_page):
    page = open_page("index.html")
    page.evaluate(
        """() => {
          document.querySelector('.wy-side-nav-search').insertAdjacentHTML('beforeend',
            '<div class="version-switch"><select><option>stable</option></select></div>');
          document.dispatchEvent(new CustomEvent('readthedocs-addons-data-ready'));
        }"""
    )
    page.wait_for_selector(".version-switch select[aria-label=Version]")


def test_search_finds_an_entry_by_a_word_of_its_question(open_page):
    page = open_page("search.html?q=protoc")
    page.wait_for_selector("#search-results li a")
    assert page.locator("#search-results li").count() >= 1
