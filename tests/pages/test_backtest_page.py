"""The page of the backtest: the figures of a real one, hostile titles inert, no record no claim."""

import re
from dataclasses import replace

from tests.bot.test_replay import ISSUE, outcome
from tests.pages.page_inputs import pages
from triage.bot.backtest import add_up
from triage.bot.config import BotConfig
from triage.commands.show_backtest import backtest_table
from triage.pages.backtest import render_backtest

HOSTILE = "<script>alert(1)</script> @everyone ```{include} x``` | [a](b)\u202e\x1b[31m"


def figures():
    right, wrong = outcome(), outcome(category="official", faq=HOSTILE)
    bad = replace(wrong, issue=replace(ISSUE, title=HOSTILE))
    return {
        "repo": "tensorflow/models", "date": "2026-11-22", "command": "triage bot backtest",
        "thresholds": {"category": 0.9}, "missing_labels": ["type:bug"], "cross_validated": 2,
        **add_up([right, bad], BotConfig()),
    }  # fmt: skip


def test_without_a_record_nothing_is_claimed():
    assert "Not measured yet." in pages()["backtest.md"]
    assert "(backtest.md)" in pages()["quality.md"]


def test_the_figures_of_a_real_backtest_find_their_place():
    text = render_backtest(figures())
    assert "Measured 2026\\-11\\-22 on 2 issues of tensorflow\\/models by" in text
    assert "| Issues with a label | 2 (1.000) | - |" in text
    assert "| Answers | 2 | 0.500 (0.095 to 0.905) |" in text
    assert "### Category labels\n\nThe threshold is 0.900." in text
    assert (
        "```{chart} Category labels" in text and "Least confidence, Said per issue, Right" in text
    )
    assert "told in our own words" in text


def test_titles_and_reasons_are_shown_and_do_nothing():
    text = render_backtest(figures())
    assert "script" in text
    for harm in (r"(?<!\\)<", r"@", r"(?<!\\)```\{incl", "\u202e", "\x1b", r"(?<!\\)\[a"):
        assert not re.search(harm, text), harm
    row = next(
        line for line in text.splitlines() if "script" in line and line.startswith("| [\\#7")
    )
    assert row.replace("\\|", "").count("|") == 6


def test_the_terminal_shows_no_control_characters():
    text = backtest_table(figures())
    assert "\x1b" not in text and "\u202e" not in text
    assert "worst mistakes:" in text and "never put on: type:bug" in text


def test_damaged_figures_do_not_stop_the_build():
    for bad in ({"labels": 1}, {"mistakes": "x", "curves": []}, {"per_type": {"a": None}}):
        assert render_backtest(bad).startswith("% Generated")
        assert backtest_table(bad)
