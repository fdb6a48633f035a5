"""The error finder in a real browser: type, paste, keys alone, no script, small, dark, offline."""

import re
from urllib.parse import quote

import pytest

from tests.finder.conftest import EXAMPLES
from tests.site.test_in_browser import faint_texts

pytestmark = pytest.mark.browser
LINE = "ImportError: cannot import name 'string_int_label_map_pb2'"
TRACEBACK = (
    'Traceback (most recent call last):\n  File "C:\\Users\\me\\train.py", line 51, in <module>\n'
    f"    from object_detection.protos import string_int_label_map_pb2\n{LINE}\n"
)
ANSWER = "kb/odapi/odapi-pb2-missing.html"
HOSTILE = (
    "<img src=x onerror=alert(1)>", "</textarea><script>alert(1)</script> loss is nan",
    "cannot import name 'string_int_label_map_pb2' <img src=x onerror=alert(1)>",
    "javascript:alert(1)", "${alert(1)} {{7*7}} $& $1 $`",
)  # fmt: skip


def search(page, text):
    page.locator("#finder-text").fill(text)
    page.wait_for_selector(".finder-results li")


def focused(page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.textContent")


def test_typing_shows_answers_without_a_button(open_finder):
    page = open_finder()
    page.locator("#finder-text").press_sequentially("loss is nan", delay=10)
    # There are answers to the first words already; wait for those to the last.
    question = "document.querySelector('.finder-results .finder-question')"
    page.wait_for_function(f"() => {question}?.innerText.includes('NaN')")
    first = page.locator(".finder-results li").first
    assert {"loss", "nan"} <= {m.lower() for m in first.locator("mark").all_inner_texts()}
    facts = first.locator(".finder-facts").inner_text()
    assert re.search(r"applies to .* · evidence: .* · [✓△✗○–]", facts)


def test_a_pasted_traceback_is_answered_and_says_why(open_finder):
    page = open_finder()
    search(page, TRACEBACK)
    first = page.locator(".finder-results li").first
    assert first.locator(".finder-sure").inner_text() == "This answers it"
    assert page.locator(".finder-sure").count() == 1
    assert LINE in first.locator(".finder-why").inner_text()
    marked = first.locator(".finder-why mark").all_inner_texts()
    assert "".join(marked) == "cannot import name 'string_int_label_map_pb2'"
    first.locator(".finder-question a").click()
    page.wait_for_url(f"**/{ANSWER}")
    assert page.locator("h1").inner_text().startswith("The page of the answer")


def test_results_change_with_the_text_and_go_with_it(open_finder):
    page = open_finder()
    search(page, "loss is nan")
    before = page.locator(".finder-results").inner_text()
    page.locator("#finder-text").fill("protoc is not recognized")
    page.wait_for_function("t => document.querySelector('.finder-results').innerText !== t",
                           arg=before)  # fmt: skip
    page.locator("#finder-text").fill("")
    page.wait_for_function("() => !document.querySelector('.finder-results li')")
    assert page.locator(".finder-status").inner_text() == ""
    assert not page.locator(".finder-after").is_visible()


def test_stop_words_alone_ask_for_more(open_finder):
    page = open_finder()
    page.locator("#finder-text").fill("the of")
    page.wait_for_function("() => document.querySelector('.finder-status').textContent")
    assert page.locator(".finder-status").inner_text() == "Type a few more words."


def test_what_has_no_answer_says_so_and_leads_on(open_finder):
    page = open_finder()
    search(page, "how long must sourdough bread bake")
    assert page.locator(".finder-status").inner_text().startswith("No answer fits well")
    assert page.locator(".finder-sure").count() == 0
    links = page.locator(".finder-else a")
    assert links.first.get_attribute("href").endswith(
        "search.html?q=how+long+must+sourdough+bread+bake"
    )
    assert links.last.get_attribute("href").startswith("https://github.com/")
    assert "sourdough" in links.last.get_attribute("href")
    links.nth(1).click()
    page.wait_for_url("**/kb/odapi/index.html")


def test_nothing_in_common_shows_no_answer_at_all(open_finder):
    page = open_finder()
    page.locator("#finder-text").fill("xylophone quokka zeppelin")
    page.wait_for_function("() => document.querySelector('.finder-status').textContent")
    assert page.locator(".finder-status").inner_text() == "No answer fits."
    assert page.locator(".finder-results li").count() == 0
    assert page.locator(".finder-else").is_visible()


def test_keys_alone_lead_from_the_box_to_an_answer_and_back(open_finder):
    page = open_finder()
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == "finder-text":
            break
    assert focused(page) == "finder-text"
    page.keyboard.insert_text(LINE)
    page.wait_for_selector(".finder-sure")
    page.keyboard.press("ArrowDown")
    first = page.locator(".finder-question a").first.inner_text()
    assert focused(page) == first
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("ArrowDown")
    assert focused(page) == page.locator(".finder-question a").nth(1).inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "finder-text"
    page.keyboard.press("Enter")
    assert focused(page) == first
    page.keyboard.press("Escape")
    assert focused(page) == "finder-text"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{ANSWER}")


def test_enter_in_a_pasted_text_is_a_line_and_escape_empties(open_finder):
    page = open_finder()
    search(page, TRACEBACK)
    page.keyboard.press("Enter")
    assert page.locator("#finder-text").input_value() == f"{TRACEBACK}\n"
    page.keyboard.press("Escape")
    assert page.locator("#finder-text").input_value() == ""
    assert focused(page) == "finder-text"


def test_arrow_down_moves_within_several_lines_first(open_finder):
    page = open_finder()
    search(page, "loss is nan\nafter ten steps")
    page.evaluate("document.querySelector('#finder-text').setSelectionRange(0, 0)")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "finder-text"
    page.keyboard.press("ArrowDown")
    assert focused(page) == page.locator(".finder-question a").first.inner_text()


def test_screen_reader_hears_name_note_and_number(open_finder):
    page = open_finder()
    box = page.get_by_role("textbox", name="What went wrong?")
    assert "sent anywhere" in page.locator(f"#{box.get_attribute('aria-describedby')}").inner_text()
    assert page.get_by_role("search", name="Error finder").count() == 1
    status = page.locator(".finder-form").get_by_role("status")
    assert status.count() == 1 and status.inner_text() == ""
    search(page, LINE)
    assert status.inner_text() == "Answer found, and 4 more that may help."
    assert page.get_by_role("list", name="Answers").get_by_role("listitem").count() == 5


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_a_button_that_searches(open_finder, example):
    page = open_finder()
    page.get_by_role("button", name=example, exact=True).click()
    page.wait_for_selector(".finder-results li")
    assert page.locator("#finder-text").input_value() == example
    assert focused(page) == "finder-text"


def test_address_names_the_query_and_opens_it_again(open_finder):
    page = open_finder()
    length = page.evaluate("history.length")
    search(page, TRACEBACK)
    address = page.url
    assert address.endswith("#q=" + quote(TRACEBACK, safe="!'()*~"))
    assert page.evaluate("history.length") == length
    again = open_finder(f"fix.html#{address.partition('#')[2]}")
    again.wait_for_selector(".finder-sure")
    assert again.locator("#finder-text").input_value() == TRACEBACK
    assert again.evaluate("document.activeElement === document.body")
    again.evaluate("location.hash = '#q=loss%20is%20nan'")
    again.wait_for_function("() => document.querySelector('textarea').value === 'loss is nan'")
    again.locator("#finder-text").fill("")
    again.wait_for_function("() => !location.hash")


@pytest.mark.parametrize("path", ["fix/", "fix"])
def test_short_address_leads_to_the_page_with_its_query(open_finder, path):
    page = open_finder(f"{path}#q=loss%20is%20nan")
    page.wait_for_url("**/fix.html#q=loss%20is%20nan")
    page.wait_for_selector(".finder-results li")


def test_long_text_is_looked_up_but_not_shared(open_finder):
    page = open_finder()
    search(page, TRACEBACK + "a line of a log\n" * 400)
    assert "#" not in page.url
    assert "too long for a link" in page.locator(".finder-after").inner_text()


@pytest.mark.parametrize("fragment", ["#q=%E0%A4%A", "#q=", "#content", "#q=%00%ff"])
def test_broken_fragment_does_no_harm(open_finder, fragment):
    page = open_finder(f"fix.html{fragment}")
    search(page, "loss is nan")


def test_link_to_the_search_is_copied(open_finder):
    page = open_finder(permissions=["clipboard-read", "clipboard-write"])
    search(page, "loss is nan")
    page.get_by_role("button", name="Copy a link to this search").click()
    page.wait_for_selector("text=Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(open_finder, text):
    said = "() => document.querySelector('.finder-status').textContent"
    page = open_finder()
    page.locator("#finder-text").fill(text)
    page.wait_for_function(said)
    assert page.locator(".finder img, .finder script, .finder-results [onerror]").count() == 0
    shown = open_finder(f"fix.html#q={quote(text, safe='')}")
    shown.wait_for_function(said)
    assert shown.locator("#finder-text").input_value() == text


def test_nothing_is_sent_and_it_works_without_a_network(open_finder):
    page = open_finder()
    search(page, "loss is nan")
    page.wait_for_load_state("networkidle")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.context.set_offline(True)
    search(page, LINE)
    page.wait_for_selector(".finder-sure")
    # The browser fetches the icon of a page when it likes to.
    assert [url for url in sent if not url.endswith("/favicon.svg")] == []


def test_index_is_loaded_when_the_box_is_used(open_finder):
    page = open_finder("index.html")
    assert page.evaluate("window.errorFinderIndex") is None
    page.locator("#finder-text").focus()
    page.wait_for_function("() => window.errorFinderIndex")


def test_index_that_is_missing_is_said_and_tried_again(browser, finder_url):
    page = browser.new_page()
    page.route("**/finder-index.js*", lambda route: route.abort())
    page.goto(f"{finder_url}/fix.html")
    page.locator("#finder-text").fill("loss is nan")
    page.wait_for_function("() => document.querySelector('.finder-status').textContent")
    said = page.locator(".finder-status").inner_text()
    assert said == "The answers could not be loaded (the index is missing)."
    page.unroute("**/finder-index.js*")
    search(page, "loss is nan now")
    page.close()


def test_strict_policy_for_scripts_is_kept(browser, finder_url):
    broken = []
    page = browser.new_page()
    page.on("console", lambda m: broken.append(m.text) if "finder" in m.location["url"] else None)
    page.goto(f"{finder_url}/strict/fix.html")
    search(page, LINE)
    page.wait_for_selector(".finder-sure")
    page.close()
    assert broken == []


def test_it_works_from_the_disk(browser, finder_site):
    page = browser.new_page()
    page.goto((finder_site.html / "fix.html").as_uri())
    search(page, LINE)
    link = page.locator(".finder-question a").first
    assert link.get_attribute("href") == (finder_site.html / ANSWER).as_uri()
    page.close()


def test_without_script_the_categories_are_shown(open_finder):
    page = open_finder("index.html", java_script_enabled=False)
    assert not page.locator(".finder-form").is_visible()
    links = page.locator(".finder-categories a")
    assert links.all_inner_texts() == [
        "Object Detection API", "Official models", "Research models",
    ]  # fmt: skip
    links.nth(1).click()
    page.wait_for_url("**/kb/official/index.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_and_stands_out(open_finder, scheme, width):
    page = open_finder(color_scheme=scheme, viewport={"width": width, "height": 800})
    for text, status in (
        (TRACEBACK, "Answer found"), ("x" * 300, "Type a few more words"),
        ("how do I train on my own images", "that may help"),
    ):  # fmt: skip
        page.locator("#finder-text").fill(text)
        page.locator(".finder-status", has_text=status).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert faint_texts(page) == []


def test_box_grows_with_what_is_pasted(open_finder):
    page = open_finder()
    box = page.locator("#finder-text")
    low = box.bounding_box()["height"]
    search(page, TRACEBACK)
    assert low < box.bounding_box()["height"] <= 320
