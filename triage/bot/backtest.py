"""Add up what the bot would have done: precision of labels and answers, silence, worst mistakes.

In: outcomes. Out: plain figures for JSON and for the page. A share is always given with the counts
behind it; what nobody decided is counted as said, never as right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from triage.bot.config import BotConfig
from triage.bot.curves import Point, cross_check, curve, precision_of
from triage.bot.replay import Outcome, Said, duplicate_said
from triage.records import CATEGORIES, ISSUE_TYPES

TARGETS = {"category": 0.97, "type": 0.97, "answer": 0.95, "duplicate": 0.9}
"""Precision that the thresholds are chosen for."""
MISTAKES = 15
UNKNOWN = "unknown"
Figures = dict[str, Any]


def add_up(outcomes: Sequence[Outcome], config: BotConfig) -> Figures:
    """All figures of a backtest."""
    labels = [said for one in outcomes for said in one.labels]
    answers = [one.answer for one in outcomes if one.answer]
    points = points_of(outcomes, config)
    return {
        "issues": len(outcomes),
        "labels": _labels(outcomes, labels),
        "answers": {
            "said": len(answers), **_right(answers), "answerable": sum(map(_answerable, outcomes)),
        },
        "likely": _judged([one.likely for one in outcomes if one.likely]),
        "duplicates": _judged([said for one in outcomes for said in one.duplicates]),
        "asked": sum(one.asked for one in outcomes),
        "silent": sum(one.is_silent for one in outcomes),
        "silence": _count(one.silence for one in outcomes if one.silence),
        "per_category": _parts(outcomes, _category, (*CATEGORIES, "other", UNKNOWN)),
        "per_type": _parts(outcomes, _type, (*ISSUE_TYPES, UNKNOWN)),
        "curves": {name: curve(found, len(outcomes)) for name, found in points.items()},
        "cross_checked": {name: cross_check(points[name], goal) for name, goal in TARGETS.items()},
        "mistakes": worst(outcomes),
    }  # fmt: skip


def _judged(said: Sequence[Said]) -> Figures:
    return {"said": len(said), **_right(said)}


def _right(said: Iterable[Said]) -> dict[str, float | int | None]:
    known = [one.right for one in said if one.right is not None]
    return precision_of(sum(known), len(known))


def _answerable(outcome: Outcome) -> bool:
    """Whether people named a question for it."""
    return outcome.history.gold is not None and outcome.history.gold.faq is not None


def _labels(outcomes: Sequence[Outcome], labels: Sequence[Said]) -> Figures:
    names = sorted({said.what for said in labels})
    agreement = [said.agreement for said in labels if said.agreement]
    return {
        "said": len(labels),
        "issues": sum(bool(one.labels) for one in outcomes),
        "share": round(sum(bool(one.labels) for one in outcomes) / max(len(outcomes), 1), 4),
        "gold": _right(labels),
        "gold_category": _right(said for said in labels if said.group == "category"),
        "gold_type": _right(said for said in labels if said.group == "type"),
        "maintainers": {
            "judged": len(agreement),
            **{name: agreement.count(name) for name in ("same", "finer", "other")},
        },
        "per_label": {
            name: {
                "said": sum(said.what == name for said in labels),
                **_right(said for said in labels if said.what == name),
                "maintainers": _count(s.agreement for s in labels if s.what == name),
            }
            for name in names
        },
    }  # fmt: skip


def _count(values: Iterable[str | None]) -> dict[str, int]:
    kept = [value for value in values if value is not None]
    return {value: kept.count(value) for value in sorted(set(kept))}


def _category(outcome: Outcome) -> str:
    gold = outcome.history.gold
    return (gold.category if gold else None) or UNKNOWN


def _type(outcome: Outcome) -> str:
    gold = outcome.history.gold
    return (gold.type if gold else None) or UNKNOWN


def _parts(
    outcomes: Sequence[Outcome], part_of: Callable[[Outcome], str], names: Sequence[str]
) -> dict[str, Figures]:
    found = {}
    for name in names:
        own = [one for one in outcomes if part_of(one) == name]
        if own:
            answers = [one.answer for one in own if one.answer]
            found[name] = {
                "issues": len(own),
                "labelled": sum(bool(one.labels) for one in own),
                "labels": _right(said for one in own for said in one.labels),
                "answers": _right(answers),
                "silent": sum(one.is_silent for one in own),
            }
    return found


def points_of(outcomes: Sequence[Outcome], config: BotConfig) -> dict[str, list[Point]]:
    """What could be said of each issue with gold labels, by kind, whatever the thresholds."""
    found: dict[str, list[Point]] = {name: [] for name in TARGETS}
    for one in outcomes:
        gold, said, matches = one.history.gold, one.verdict.prediction, one.verdict.matches
        number = one.issue.number or 0
        if gold is None:
            continue
        if said.category in config.categories and gold.category is not None:
            right = said.category == gold.category
            found["category"].append(Point(number, said.confidence, right))
        if said.type in config.types and gold.type is not None:
            found["type"].append(Point(number, said.type_confidence, said.type == gold.type))
        if matches.matches:
            right = matches.matches[0].entry == gold.faq
            found["answer"].append(Point(number, matches.confidence, right))
        for other in one.verdict.duplicates:
            told = duplicate_said(other.number, other.score, "", one.history)
            if told.right is not None:
                found["duplicate"].append(Point(number, other.score, told.right))
    return found


def worst(outcomes: Sequence[Outcome]) -> list[Figures]:
    """What was wrong although it was sure, the surest first. Titles and reasons are hostile."""
    found = []
    for one in outcomes:
        kinds = (
            ("label", one.labels), ("answer", (one.answer,)), ("likely", (one.likely,)),
            ("duplicate", one.duplicates[:1]),
        )  # fmt: skip
        for kind, items in kinds:
            found += [
                {"kind": kind, "number": one.issue.number, "title": one.issue.title,
                 "said": said.what, "truth": said.truth or "none", "confidence": said.sure}
                for said in items
                if said and (said.right is False or (said.right is None
                                                     and said.agreement == "other"))
            ]  # fmt: skip
    return sorted(found, key=lambda row: (-float(str(row["confidence"])), row["number"]))[:MISTAKES]
