"""Situations to plan for, and a small world in which a plan comes true."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from triage.bot.comment import digest_of
from triage.bot.config import BotConfig
from triage.bot.model import (
    Command,
    EntryLink,
    LabelEvent,
    OwnComment,
    Plan,
    Situation,
    Verdict,
)
from triage.records import Issue, Match, MatchResult, Prediction

REPO, SITE = "tensorflow/models", "https://kb.example.org/en/latest"
CONFIG = BotConfig(site=SITE)
LABELS = CONFIG.managed() | {"stat:awaiting response"}
PB2 = EntryLink("odapi-pb2-missing", "Why is pb2 missing?", "Run `protoc`.", "odapi", "reproduced")
PATH = EntryLink("odapi-slim-path", "Where is nets?", "Extend the path.", "odapi", "users")


def prediction(category: Any = "odapi", confidence: float = 0.99, **kw: Any) -> Prediction:
    values = {"type": "support", "type_confidence": 0.5, "reasons": ("the words protos",)} | kw
    return Prediction(7, category, confidence, {}, **values)


def matches(answer: str | None = "odapi-pb2-missing", confidence: float = 0.97) -> MatchResult:
    first = Match("odapi-pb2-missing", confidence, ("error line matches the signature: x",))
    return MatchResult(7, answer, confidence, (first, Match("odapi-slim-path", 0.01)))


def situation(**kw: Any) -> Situation:
    issue = Issue(
        7, "cannot import name 'string_int_label_map_pb2'", "On TensorFlow 2.20.", author="ann"
    )
    issue = replace(issue, **kw.pop("issue", {}))
    verdict = Verdict(
        kw.pop("prediction", prediction()), kw.pop("matches", matches()),
        kw.pop("duplicates", ()), (PB2, PATH), "model-1",
    )  # fmt: skip
    return Situation(issue, verdict, existing_labels=kw.pop("existing_labels", LABELS), **kw)


def command(name: str, value: str = "", at: str = "2026-01-05", number: int = 90) -> Command:
    return Command(name, value, "maintainer", number, at)


def touch(label: str, *, added: bool, bot: bool, at: str = "2026-01-02") -> LabelEvent:
    return LabelEvent(label, added, "triage[bot]" if bot else "ann", bot, at)


def carry_out(before: Situation, plan: Plan, at: str = "2026-01-03") -> Situation:
    """The situation after a plan was carried out, as GitHub would show it."""
    labels, events, comment = list(before.issue.labels), list(before.label_events), before.comment
    for action in plan.actions:
        if action.kind in ("add_label", "remove_label"):
            added = action.kind == "add_label"
            labels = [name for name in labels if name != action.label]
            labels += [action.label] if added else []
            events.append(touch(action.label, added=added, bot=True, at=at))
        elif action.kind in ("comment", "edit_comment"):
            comment = OwnComment(500, "node", action.body, digest_of(action.body))
        elif action.kind == "minimise_comment":
            comment = replace(comment, minimised=True)
    return replace(
        before,
        issue=replace(before.issue, labels=tuple(labels)),
        label_events=tuple(events),
        comment=comment,
        done=before.done | {action.key for action in plan.actions},
    )
