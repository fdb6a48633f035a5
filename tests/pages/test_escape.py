"""The escapes, against the parser that will read them."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.parsers.mdit import create_md_parser

from tests.pages.payloads import BODIES, LARGE, TITLES
from triage.pages.escape import BLOCK_LIMIT, TITLE_LIMIT, inline, issue_url, literal, plain, visible

# More syntax than the site turns on: the escape must not depend on what is off today.
CONFIG = MdParserConfig(
    enable_extensions={
        "colon_fence", "deflist", "substitution", "dollarmath", "attrs_inline", "attrs_block",
        "html_image", "strikethrough", "tasklist", "fieldlist",
    },
)  # fmt: skip
PARSER = create_md_parser(CONFIG, DocutilsRenderer)
ALL = [text for _, text in BODIES + TITLES]
CHARACTERS = st.one_of(
    st.sampled_from("`~:{}[]()<>!$%&|\\*_#@-+=.'\"^/;,? \t\n\r\x0b\x0c\x00\x1b\u202e\u2028\x85"),
    st.characters(),
)
HOSTILE = st.one_of(
    st.text(CHARACTERS, max_size=200),
    st.lists(st.sampled_from(ALL), min_size=1, max_size=3).map("".join),
    st.lists(st.sampled_from(["```", "````", "~~~", "\n", "\r", "{include}", " ", "x", ":::"])).map(
        "".join
    ),
)


def words_of(source: str, kind: str) -> str:
    """The text of the only inline token inside ``kind``; fails on anything but text."""
    tokens = PARSER.parse(source)
    (token,) = [t for t in tokens if t.type == "inline" and t.content.startswith(kind)]
    assert {child.type for child in token.children} <= {"text", "text_special"}
    return "".join(child.content for child in token.children)


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_title_is_only_text_wherever_it_stands(text):
    shown = plain(text) or "(no title)"
    for frame in ("KEY {}", "# KEY {}", "- KEY {}", "| a |\n| --- |\n| KEY {} |"):
        assert words_of(frame.format(inline(text)), "KEY").removeprefix("KEY ") == shown.strip()


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_link_text_cannot_leave_its_link(text):
    tokens = PARSER.parse(f"[{inline(text)}](https://github.com/o/r/issues/1)")
    children = tokens[1].children
    assert [tokens[0].type, children[0].type, children[-1].type] == [
        "paragraph_open", "link_open", "link_close",
    ]  # fmt: skip
    assert children[0].attrs == {"href": "https://github.com/o/r/issues/1"}
    assert {child.type for child in children[1:-1]} <= {"text", "text_special"}


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_block_is_one_fence_and_the_page_goes_on(text):
    tokens = PARSER.parse(f"{literal(text)}\n\nAFTER")
    assert [token.type for token in tokens] == [
        "fence", "paragraph_open", "inline", "paragraph_close",
    ]  # fmt: skip
    assert tokens[0].info == "text"


@given(HOSTILE)
def test_nothing_invisible_is_left(text):
    assert visible(visible(text)) == visible(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", plain(text))
    plain(text).encode("utf-8")


@given(HOSTILE)
def test_title_is_no_mention_and_no_reference_in_the_source(text):
    assert "@" not in inline(text)
    assert not re.search(r"(?<!\\)#(?!64;)", inline(text))


def test_visible_names_what_cannot_be_seen():
    assert visible("a\u202eb\x00\U000e0041") == "a\\u202eb\\u0000\\U000e0041"
    assert visible("ünïcödé 中文 🙂") == "ünïcödé 中文 🙂"


def test_long_titles_and_blocks_say_that_they_were_cut():
    assert plain("x" * 5000) == "x" * (TITLE_LIMIT - 1) + "…"
    assert "truncated" in literal("x" * (BLOCK_LIMIT + 1))
    assert "truncated" not in literal("x" * BLOCK_LIMIT)


@pytest.mark.parametrize(("name", "text"), LARGE, ids=[name for name, _ in LARGE])
def test_escapes_take_linear_time(name, text):
    start = time.perf_counter()
    inline(text)
    literal(text, limit=10**7)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    "repo", ["o/r/../x", "o", "o/r?x", "../x", "o/r#", "javascript:/x", "o/r\n"]
)
def test_address_is_built_only_from_a_repository_name(repo):
    with pytest.raises(ValueError, match="repository"):
        issue_url(repo, 1)


def test_address_of_an_issue():
    assert issue_url("tensorflow/models", 7) == "https://github.com/tensorflow/models/issues/7"
