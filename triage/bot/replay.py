"""One issue of the past, as the bot would have met it: what it would have done, and was it right.

In: an issue with what the models say of it, and what people decided. Out: an ``Outcome``. Nobody
knows which labels an issue was opened with, so it is taken to have had none; title and body are as
they are known today.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from triage.bot.comment import likely_entries, says_answer
from triage.bot.config import BotConfig
from triage.bot.missing import missing
from triage.bot.model import Plan, Situation, Verdict
from triage.bot.plan import plan
from triage.records import GoldRow, Issue

Agreement = Literal["same", "finer", "other"]
"""The maintainers' own label of the group is this one, is a part of its name, or another one."""
Group = Literal["category", "type"]


@dataclass(frozen=True, slots=True)
class History:
    """What people decided about an issue.

    Args:
        gold: labels of the store, if it has any.
        labels: on the issue today, without those that the bot put on.
        questions: entry by number, of all issues with gold labels; None: no recurring question.
    """

    gold: GoldRow | None
    labels: tuple[str, ...]
    questions: dict[int, str | None]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the bot would have said. ``right`` and ``agreement``: None if unknown."""

    what: str
    sure: float
    right: bool | None
    truth: str = ""
    agreement: Agreement | None = None
    group: Group | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that the bot would have done on one issue."""

    issue: Issue
    verdict: Verdict
    history: History
    labels: tuple[Said, ...]
    answer: Said | None
    likely: Said | None
    duplicates: tuple[Said, ...]
    asked: bool
    silence: str | None

    @property
    def is_silent(self) -> bool:
        """Whether it would have done nothing."""
        return self.silence is not None


def replay(
    issue: Issue, verdict: Verdict, history: History, config: BotConfig, existing: frozenset[str]
) -> Outcome:
    """What the bot would have done when the issue was opened."""
    opened = replace(issue, state="open", labels=(), locked=False, closed_at=None)
    situation = Situation(opened, verdict, existing_labels=existing)
    found = plan(situation, config, "shadow")
    speaks = any(action.kind == "comment" for action in found.actions)
    return Outcome(
        issue, verdict, history,
        labels=_labels(found, history, config),
        answer=_answer(situation, history, config) if speaks else None,
        likely=_likely(situation, history, config) if speaks else None,
        duplicates=_duplicates(situation, history, config) if speaks else (),
        asked=speaks and config.does.ask_for_information
        and bool(
            missing(
                opened, verdict.prediction.type, ask_versions=config.does.ask_for_versions
            )
        ),
        silence=found.silence if not found.actions else None,
    )  # fmt: skip


def _labels(found: Plan, history: History, config: BotConfig) -> tuple[Said, ...]:
    areas = {area.label: name for name, area in config.categories.items()}
    kinds = {label: name for name, label in config.types.items()}
    gold, said = history.gold, []
    for action in found.actions:
        if action.kind == "add_label" and action.label is not None:
            group: Group = "category" if action.label in areas else "type"
            names = areas if group == "category" else kinds
            truth = getattr(gold, group) if gold else None
            right = names[action.label] == truth if truth else None
            agreement = agree(action.label, history.labels, tuple(names))
            said.append(
                Said(action.label, action.confidence or 0.0, right, truth or "", agreement, group)
            )
    return tuple(said)


def agree(label: str, theirs: tuple[str, ...], group: tuple[str, ...]) -> Agreement | None:
    """How a label compares with those that people chose of its group; None: they chose none."""
    folded = {name.casefold() for name in group}
    chosen = [name.casefold() for name in theirs if name.casefold() in folded]
    mine = label.casefold()
    if not chosen:
        return None
    if mine in chosen:
        return "same"
    return "finer" if any(mine.startswith((f"{name}:", f"{name}/")) for name in chosen) else "other"


def _answer(situation: Situation, history: History, config: BotConfig) -> Said | None:
    link = says_answer(situation, config)
    if link is None:
        return None
    truth = history.gold.faq if history.gold else None
    right = truth == link.id if history.gold else None
    return Said(link.id, situation.verdict.matches.confidence, right, truth or "")


def _likely(situation: Situation, history: History, config: BotConfig) -> Said | None:
    found = [] if says_answer(situation, config) else likely_entries(situation, config)
    if not found:
        return None
    truth = history.gold.faq if history.gold else None
    right = truth in [link.id for link in found] if history.gold else None
    sure = situation.verdict.matches.confidence
    return Said(", ".join(link.id for link in found), sure, right, truth or "")


def _duplicates(situation: Situation, history: History, config: BotConfig) -> tuple[Said, ...]:
    if not config.does.mention_duplicates:
        return ()
    return tuple(
        duplicate_said(one.number, one.score, one.reason, history)
        for one in situation.verdict.duplicates
        if one.score >= config.thresholds.duplicate
    )


def duplicate_said(number: int, score: float, reason: str, history: History) -> Said:
    """An older issue that was named: right if people gave both the same question."""
    own = history.gold.faq if history.gold else None
    known = history.gold is not None and number in history.questions
    theirs = history.questions.get(number)
    right = own is not None and own == theirs if known else None
    return Said(f"#{number}", score, right, f"{own or 'none'}, {theirs or 'none'}: {reason}")
