"""Carry out a plan that another job made: believe nothing of it that was not checked.

In: the JSON lines of ``triage bot --json``. The job that decides reads what strangers wrote, so
the job that writes takes its plan as hostile too: only kinds, labels and sizes that this
configuration allows, only on the issue it was started for, and only what the issue still lacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import orjson

from triage.bot.comment import digest_of
from triage.bot.config import BotConfig
from triage.bot.model import Plan
from triage.bot.observe import Observed
from triage.errors import BadInput
from triage.pipeline.bot import Bot, Handled
from triage.records import Action

MAX_ACTIONS = 10
MAX_BODY = 20_000
LABELLING = frozenset({"add_label", "remove_label", "suggest_label"})


def read_plans(lines: bytes) -> Iterator[tuple[str, tuple[Action, ...]]]:
    """(issue, actions) of each line.

    Raises:
        BadInput: it is not what ``triage bot --json`` writes.
    """
    for line in lines.splitlines():
        try:
            values = orjson.loads(line)
            actions = tuple(msgspec.convert(item, Action) for item in values["actions"])
            issue = str(values["issue"])
        except (ValueError, KeyError, TypeError, msgspec.ValidationError):
            hint = "Give what triage bot --json wrote."
            raise BadInput("The plan cannot be read.", hint) from None
        if len(actions) > MAX_ACTIONS or any(f"{a.repo}#{a.number}" != issue for a in actions):
            raise BadInput("The plan is not of one issue.", "Make it with triage bot --json.")
        yield issue, actions


def check(action: Action, config: BotConfig) -> None:
    """Refuse what the configuration would never plan.

    Raises:
        BadInput: a label that is not managed, a comment that is not the bot's own, or too long.
    """
    if action.kind in LABELLING and action.label not in config.managed():
        raise BadInput("The plan names a label that the bot does not manage.", "Make it again.")
    if action.kind in ("comment", "edit_comment"):
        body = action.body or ""
        if digest_of(body) is None or len(body) > MAX_BODY:
            raise BadInput("The plan holds a comment that is not the bot's.", "Make it again.")
    if action.kind == "react" and action.body != "+1":
        raise BadInput("The plan holds a reaction that is not the bot's.", "Make it again.")


def carry_out(bot: Bot, issue: str, actions: tuple[Action, ...]) -> Handled:
    """Do what of a checked plan the issue still lacks.

    Raises:
        BadInput: the plan holds what it must not.
        GitHubError: GitHub could not be read, or refused a write.
    """
    repo, _, number = issue.rpartition("#")
    for action in actions:
        check(action, bot.config)
    seen = bot.observer.observe(repo, int(number))
    left = tuple(action for action in actions if _is_lacking(action, seen))
    found = Plan(repo, int(number), left, silence=None if left else "nothing is left to do")
    before = bot.store.memory.done(repo, int(number))
    return Handled(found, bot.carry_out(found, before))


def _is_lacking(action: Action, seen: Observed) -> bool:
    """Whether the issue is as the plan saw it: time has passed between the jobs."""
    issue, own = seen.issue, seen.own
    if issue is None or issue.locked or issue.state != "open":
        return False
    by_people = {event.label for event in seen.events if not event.by_bot}
    rules: dict[str, Any] = {
        "add_label": action.label in seen.labels - set(issue.labels) - by_people,
        "remove_label": action.label in set(issue.labels) - by_people,
        "suggest_label": seen.suggested is not None
        and action.label in seen.labels - set(issue.labels) - seen.suggested,
        "comment": own is None,
        "edit_comment": own is not None and own.github_id == action.comment_id,
        "minimise_comment": own is not None and own.github_id == action.comment_id,
    }
    return bool(rules.get(action.kind, True))
