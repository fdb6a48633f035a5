"""Which labels to put on or take off: the models propose, people decide.

In: a situation. Out: label actions. A label is the bot's only if the bot put it on and nobody
touched it since. Where a person has set or removed a label of a group (category or type), that
group is the person's for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from triage.bot.config import BotConfig
from triage.bot.model import Situation
from triage.records import Action

MAX_CHANGES = 4
"""So often the bot touches a group of labels of one issue, ever: it does not go back and forth."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The label that a group should have, by the models or by a command."""

    group: tuple[str, ...]
    label: str
    confidence: float
    reason: str
    ordered_at: str | None = None
    """When a maintainer's command ordered it: it outweighs what was before, not what came after."""


def label_actions(situation: Situation, config: BotConfig, *, suggest: bool) -> list[Action]:
    """The changes of category and type labels."""
    actions: list[Action] = []
    for wish in _wishes(situation, config):
        undone = f"add_label:{wish.label}" in situation.undone
        if wish.label in situation.existing_labels and not undone:
            actions += _changes(situation, wish, suggest=suggest)
    return actions


def _wishes(situation: Situation, config: BotConfig) -> list[Wish]:
    prediction = situation.verdict.prediction
    areas = {name: area.label for name, area in config.categories.items()}
    found = []
    ordered = _order(situation, areas)
    sure = prediction.confidence >= config.thresholds.category
    if ordered is not None:
        found.append(ordered)
    elif config.does.label_categories and sure and prediction.category in areas:
        found.append(_wish("category", prediction.category, prediction.confidence, areas))
    type_sure = prediction.type_confidence >= config.thresholds.type
    if config.does.label_types and type_sure and prediction.type in config.types:
        found.append(_wish("type", prediction.type, prediction.type_confidence, config.types))
    return found


def _wish(what: str, name: str, confidence: float, labels: dict[str, str]) -> Wish:
    reason = f"{what} {name} with confidence {confidence:.2f}"
    return Wish(tuple(labels.values()), labels[name], confidence, reason)


def _order(situation: Situation, areas: dict[str, str]) -> Wish | None:
    """The category of the last ``/triage category`` command that names one."""
    for command in reversed(situation.commands):
        if command.name == "category" and command.value in areas:
            reason = f"a maintainer said /triage category {command.value}"
            label = areas[command.value]
            return Wish(tuple(areas.values()), label, 1.0, reason, command.created_at)
    return None


def _changes(situation: Situation, wish: Wish, *, suggest: bool) -> list[Action]:
    present = [label for label in wish.group if label in situation.issue.labels]
    own = [label for label in present if _last_touch(situation, label) == "bot"]
    if _is_taken(situation, wish, present) or _touches(situation, wish) >= MAX_CHANGES:
        return []
    stale = [label for label in own if label != wish.label]
    actions = (
        [] if suggest else [_action("remove_label", situation, label, wish) for label in stale]
    )
    if wish.label not in present:
        actions.append(
            _action("suggest_label" if suggest else "add_label", situation, wish.label, wish)
        )
    return actions


def _is_taken(situation: Situation, wish: Wish, present: list[str]) -> bool:
    """Whether a person has decided about this group since: set a label of it, or taken one off."""
    if wish.ordered_at is None and any(_last_touch(situation, it) != "bot" for it in present):
        return True
    since = wish.ordered_at or ""
    return any(
        event.label in wish.group and not event.by_bot and event.created_at >= since
        for event in situation.label_events
    )


def _touches(situation: Situation, wish: Wish) -> int:
    """How often the bot changed this group already, since the command if there was one."""
    since = wish.ordered_at or ""
    return sum(
        event.by_bot and event.label in wish.group and event.created_at >= since
        for event in situation.label_events
    )


def _last_touch(situation: Situation, label: str) -> str:
    """Who put the label on or off last; a label without history came with the issue."""
    for event in reversed(situation.label_events):
        if event.label == label:
            return "bot" if event.by_bot else "person"
    return "person"


LabelKind = Literal["add_label", "remove_label", "suggest_label"]


def _action(kind: LabelKind, situation: Situation, label: str, wish: Wish) -> Action:
    issue = situation.issue
    assert issue.number is not None
    return Action(
        kind,
        issue.repo,
        issue.number,
        wish.reason,
        label=label,
        confidence=wish.confidence,
        version=situation.verdict.version,
    )
