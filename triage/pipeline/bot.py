"""The bot: look at an issue, judge it, plan, write the plan down, and carry it out if told to.

One way for every trigger: what a plan depends on is GitHub's state and the store's memory, never
the event. So an event that comes twice, late or out of order does no harm.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from triage.bot.apply import Applier
from triage.bot.config import BotConfig
from triage.bot.model import Plan, Situation, Verdict
from triage.bot.observe import Observed, Observer
from triage.bot.plan import plan
from triage.errors import GitHubError, TriageError
from triage.records import Action, DoneAction, Issue, Mode

if TYPE_CHECKING:
    from triage.store import Store

log = logging.getLogger("triage.bot")


def utc_now() -> str:
    """The present moment, ISO 8601 in UTC with microseconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Taken(TriageError):  # noqa: N818 - not an error of anybody
    """The lease on an issue ran out, and another worker handles it now."""

    def __init__(self) -> None:
        super().__init__("Another worker has taken this issue.")


@dataclass(frozen=True, slots=True)
class Handled:
    """What came of looking at one issue: the plan, and how much of it was carried out."""

    plan: Plan
    applied: int = 0

    @classmethod
    def nothing(cls, repo: str, number: int, why: str) -> Handled:
        """Nothing came of it."""
        return cls(Plan(repo, number, silence=why))


@dataclass(slots=True)
class Bot:
    """One bot on one GitHub.

    Args:
        store: its memory, and the issues known so far.
        observer: looks at GitHub.
        judge: what the models say.
        config: what it may do.
        mode: what is planned.
        applier: carries out; without one nothing is sent, as in shadow mode.
        now: tells the time.
    """

    store: Store
    observer: Observer
    judge: Callable[[Issue], Verdict]
    config: BotConfig
    mode: Mode = "shadow"
    applier: Applier | None = None
    now: Callable[[], str] = utc_now
    _written: Counter[str] = field(default_factory=Counter)
    """Writes by day: a process that serves for weeks is not one run."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def handle(
        self, repo: str, number: int, delivery: str = "", keep: Callable[[], bool] = lambda: True
    ) -> Handled:
        """Look at an issue and do what is to be done.

        Args:
            repo: ``owner/name``.
            number: of the issue.
            delivery: what woke the bot, for the audit.
            keep: asked before each write whether the issue is still ours to handle.

        Raises:
            Taken: it is not; another worker handles it now.
            GitHubError: GitHub could not be read, or refused a write; what was done is recorded.
        """
        before = self.store.memory.done(repo, number)
        seen = self.observer.observe(repo, number, met=bool(before))
        if seen.issue is None:
            return Handled.nothing(repo, number, "the issue is gone or was transferred")
        self.store.save_issues([seen.issue])
        found = plan(self._situation(seen, seen.issue, before), self.config, self.mode)
        self.store.memory.save_corrections(found.corrections)
        return Handled(found, self.carry_out(found, before, delivery, keep))

    def _situation(self, seen: Observed, issue: Issue, before: list[DoneAction]) -> Situation:
        done = frozenset(row.action.key for row in before if row.status in ("applied", "shadow"))
        own = seen.own
        if own is not None and f"minimise_comment:{own.github_id}" in done:
            own = replace(own, minimised=True)
        return Situation(
            issue,
            self.judge(issue),
            seen.events,
            own,
            comment_deleted=own is None and _has_commented(before),
            commands=seen.commands,
            first_issue=self._is_first(issue),
            answered_by=seen.answered_by,
            existing_labels=seen.labels,
            suggested=seen.suggested,
            quiet_days=_days(seen.last_word_at, self.now()),
            done=done,
            undone=frozenset(row.action.key for row in before if row.status == "undone"),
            writes_left=self._writes_left(),
        )

    def _is_first(self, issue: Issue) -> bool:
        """Whether the author has no other issue in the store."""
        if not self.config.does.welcome or issue.author is None:
            return False
        known = self.store.issues(issue.repo, author=issue.author)
        return all(one.number == issue.number for one in known)

    def _writes_left(self) -> int:
        if self.applier is None:
            return self.config.limits.writes_per_run
        hour_ago = shift(self.now(), -3600)
        per_hour = self.config.limits.writes_per_hour - self.store.memory.writes_since(hour_ago)
        return max(
            0, min(self.config.limits.writes_per_run - self._written[self._today()], per_hour)
        )

    def _today(self) -> str:
        return self.now()[: len("2026-11-01")]

    def carry_out(
        self,
        found: Plan,
        before: list[DoneAction],
        delivery: str = "",
        keep: Callable[[], bool] = lambda: True,
    ) -> int:
        """Record a plan, and do it unless in shadow mode; how many actions were done.

        ``before`` is what was planned for the issue so far; the others are as of ``handle``.
        """
        memory = self.store.memory
        if self.applier is None:
            fresh = _not_yet_shadowed(found, before)
            memory.record(fresh, "shadow", "shadow", self.now(), delivery)
            return 0
        ids = memory.record(found.actions, self.mode, "planned", self.now(), delivery)
        for row, action in zip(ids, found.actions, strict=True):
            if not keep():
                memory.mark(row, "failed", self.now(), error=str(Taken()))
                raise Taken
            self._do(row, action)
        return len(ids)

    def _do(self, row: int, action: Action) -> None:
        assert self.applier is not None
        memory = self.store.memory
        try:
            made = self.applier.apply(action)
        except GitHubError as error:
            memory.mark(row, "failed", self.now(), error=str(error))
            raise
        memory.mark(row, "applied", self.now(), github_id=made)
        with self._lock:
            self._written[self._today()] += 1
        log.info("%s on %s#%d: %s", action.kind, action.repo, action.number, action.label or "")


def _not_yet_shadowed(found: Plan, before: list[DoneAction]) -> list[Action]:
    """A shadow changes nothing on GitHub, so it would plan the same again each time."""
    known = {(row.action.key, row.action.body) for row in before}
    return [action for action in found.actions if (action.key, action.body) not in known]


def _has_commented(before: list[DoneAction]) -> bool:
    return any(
        row.status in ("applied", "undone") and row.action.kind == "comment" for row in before
    )


def _days(moment: str | None, now: str) -> int | None:
    try:
        return (datetime.fromisoformat(now) - datetime.fromisoformat(moment or "")).days
    except (ValueError, TypeError):
        return None


def shift(moment: str, seconds: float) -> str:
    """A moment that many seconds later."""
    moved = datetime.fromisoformat(moment) + timedelta(seconds=seconds)
    return moved.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
