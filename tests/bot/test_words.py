"""Configuration, texts, commands and quotes: strict with us, deaf to strangers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bot.make import CONFIG, SITE, matches, prediction, situation
from triage.bot.commands import parse_commands
from triage.bot.comment import compose, digest_of, find_own, marked
from triage.bot.config import BotConfig
from triage.bot.config_file import load_config, parse_config, schema
from triage.bot.missing import empty_sections, missing
from triage.bot.quote import code
from triage.bot.texts import Texts, default_texts, names_in
from triage.errors import BadInput, WrongUse
from triage.records import Comment, Issue

MENTION = re.compile(r"(?<![\w`])@\w")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"tresholds": {}}, "Did you mean thresholds?"),
        ({"thresholds": {"categry": 1}}, "Did you mean thresholds.category?"),
        ({"thresholds": {"category": 2}}, "<= 1.0"),
        ({"categories": {"core": {"labl": "x"}}}, "Did you mean categories.core.label?"),
        ({"categories": {"core": {}}}, "label"),
        ({"types": {"bug": ""}}, "length >= 1"),
        ({"limits": {"writes_per_run": "many"}}, "Expected `int`"),
        ({"limits": {"writes_per_run": -1}}, ">= 0"),
        ({"site": "http://example.org"}, "no https address"),
        ({"types": {"bug": "no-triage"}}, "keep silent"),
        ({"types": {"bug": "models:official"}}, "stands for two things"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_one_line(values, says):
    with pytest.raises(WrongUse) as caught:
        parse_config(values)
    assert says in str(caught.value) and "\n" not in str(caught.value)


def test_a_file_is_read_and_the_rest_keeps_its_defaults(tmp_path):
    path = tmp_path / "triage.toml"
    path.write_text('[categories.core]\nlabel = "area: core"\npaths = ["src/**"]\n')
    config = load_config(path)
    assert config.categories["core"].paths == ("src/**",)
    assert config.thresholds == BotConfig().thresholds
    with pytest.raises(WrongUse):
        load_config(tmp_path / "none.toml")
    path.write_text("= 3")
    with pytest.raises(BadInput, match="no TOML"):
        load_config(path)


def test_without_a_file_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_config() == BotConfig()


def test_the_schema_knows_every_field():
    parts = schema()["$defs"]
    assert set(parts["BotConfig"]["properties"]) == set(BotConfig.__dataclass_fields__)
    assert parts["Thresholds"]["properties"]["category"]["maximum"] == 1
    assert parts["Does"]["additionalProperties"] is False


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"anser": "x"}, "Did you mean answer?"),
        ({"answer": "{token}"}, "cannot use {token}"),
        ({"answer": "{"}, "not in pairs"),
        ({"footer": "ask @someone"}, "mention"),
    ],
)
def test_texts_are_checked_when_they_are_read(texts, says):
    with pytest.raises(WrongUse, match=re.escape(says)):
        Texts(texts)


def test_every_text_can_be_said_and_mentions_nobody():
    for key, text in default_texts().items():
        said = Texts().say(key, **dict.fromkeys(names_in(text), "x"))
        assert said and not MENTION.search(said)


@pytest.mark.parametrize(
    ("body", "commands"),
    [
        ("/triage explain", [("explain", "")]),
        ("Thanks.\r\n/triage category odapi  \r\n", [("category", "odapi")]),
        ("/triage resume\n/triage ignore", [("resume", ""), ("ignore", "")]),
        ("> /triage ignore", []),
        ("    /triage ignore", []),
        ("please /triage ignore", []),
        ("```\n/triage ignore\n```\n/triage explain", [("explain", "")]),
        ("~~~~\n/triage ignore\n~~~\n/triage ignore\n~~~~", []),
        ("```\n/triage ignore", []),
        ("<!--\n/triage ignore\n-->\n/triage explain", [("explain", "")]),
        ("/triage category", []),
        ("/triage ignore now", []),
        ("/triage category ../../etc", []),
        ("/triage rm", []),
        ("/TRIAGE ignore", []),
    ],
)  # fmt: skip
def test_only_plain_lines_are_commands(body, commands):
    assert parse_commands(body) == commands


@given(st.text())
def test_any_text_is_read_without_a_fault(text):
    for name, value in parse_commands(f"{text}\n/triage explain\n{text}"):
        assert name == "explain" or value or name


@given(st.text(min_size=1))
def test_a_quote_is_one_code_span_that_nothing_leaves(text):
    quoted = code(text)
    fence = re.match(r"`+", quoted)[0]
    inner = quoted[len(fence) : -len(fence)]
    assert quoted.endswith(fence) and "\n" not in quoted
    assert not re.search(rf"(?<!`){fence}(?!`)", inner)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\x00-\x1f]", quoted)


def test_the_comment_says_the_answer_with_link_and_evidence():
    body = compose(situation(), CONFIG)
    assert f"[Why is pb2 missing?]({SITE}/kb/entries/odapi-pb2-missing.html)" in body
    assert "> Run `protoc`." in body and "a run reproduced" in body
    assert digest_of(body) and marked(body.split("\n", 1)[1]) == body


def test_nothing_of_the_issue_is_said_outside_of_code():
    evil = "@all [x](javascript:1) <img src=x> #1 \u202e ``` /triage ignore"
    issue = {"title": evil, "body": f"### {evil}\n\n### {evil}\n{evil} crash"}
    body = compose(
        situation(issue=issue, prediction=prediction(type="bug"), matches=matches(None, 0.1)),
        CONFIG,
    )
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", body)
    for part in ("@all", "javascript", "<img", "#1", "\u202e"):
        assert part not in outside


def test_a_planted_marker_does_not_count():
    ours = Comment(2, 7, marked("hello"), author="triage[bot]")
    planted = Comment(1, 7, marked("evil"), author="mallory")
    inside = Comment(3, 7, "quote\n" + marked("x"), author="triage[bot]")
    assert find_own([planted, inside, ours], "Triage[bot]") == ours
    assert find_own([planted, inside], "triage[bot]") is None


@pytest.mark.parametrize(
    ("body", "kind", "keys"),
    [
        ("It crashes with an error.", "bug", ["missing_versions", "missing_error"]),
        ("TensorFlow 2.20\nValueError: x", "bug", []),
        ("How do I train?", "support", []),
        ("TF 2.16\n### Logs\n\n### Other\nx", "bug", ["missing_section"]),
    ],
)
def test_what_a_report_lacks(body, kind, keys):
    assert [key for key, _ in missing(Issue(7, "t", body), kind)] == keys


def test_empty_sections_are_found_whatever_the_style():
    body = "### Steps to reproduce\n\n**Logs**:\n\n### Expected behavior\nIt trains.\n"
    assert empty_sections(body) == ["Steps to reproduce", "Logs"]
