"""Look at one issue on GitHub as it is now: all that a plan needs and the models do not give.

In: a client and an issue's number. Out: ``Observed``. Reads the issue, its events, its comments,
and who may command; what seldom changes (the repository's labels, permissions) is kept for some
minutes. Issue text is carried along and never looked into, but for the commands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from triage.bot.commands import parse_commands
from triage.bot.model import MAY_COMMAND, Command, LabelEvent, OwnComment
from triage.bot.own import read_comments
from triage.github.client import GitHubClient
from triage.github.model import PER_PAGE
from triage.github.pages import pages
from triage.github.parse import parse_issue, parse_time
from triage.records import Comment, Issue

KEEP_SECONDS = 600.0
TEAM = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})


@dataclass(frozen=True, slots=True)
class Observed:
    """One issue on GitHub. ``issue`` is None when it is gone, or lives elsewhere now."""

    issue: Issue | None
    labels: frozenset[str] = frozenset()
    events: tuple[LabelEvent, ...] = ()
    own: OwnComment | None = None
    commands: tuple[Command, ...] = ()
    answered_by: str | None = None
    last_word_at: str | None = None
    suggested: frozenset[str] | None = frozenset()
    """Labels that were ever suggested; None: the repository takes no suggestions."""


@dataclass(slots=True)
class Observer:
    """Looks at issues as one account.

    Args:
        client: the connection.
        login: the bot's own account.
        suggestions: look at suggested labels too, which takes one request more.
        clock: seconds; what is kept is asked for again after ``KEEP_SECONDS``.
    """

    client: GitHubClient
    login: str
    suggestions: bool = False
    clock: Callable[[], float] = time.monotonic
    _kept: dict[tuple[str, str], tuple[float, Any]] = field(default_factory=dict)

    def observe(self, repo: str, number: int, *, met: bool = True) -> Observed:
        """The issue as it is now.

        Args:
            repo: ``owner/name``.
            number: of the issue.
            met: whether the bot may have written here before. If not, an issue that says it has
                no comments is believed; else its count might be older than the bot's own comment.

        Raises:
            GitHubError: GitHub refused, or failed for good.
        """
        path = f"/repos/{repo}/issues/{number}"
        answer = self.client.get(path, shape=dict, accept=(301, 404, 410), what=f"{repo}#{number}")
        if answer.status != 200 or not _is_at(answer.data, repo, number):
            return Observed(None)
        assert isinstance(answer.data, dict)
        issue = parse_issue(answer.data, repo)
        if met or answer.data.get("comments") != 0:
            comments, own = read_comments(self.client, repo, number, self.login)
        else:
            comments, own = (), None
        team = [one for one in comments if _is_team(one) and one.author != issue.author]
        spoken = [one.created_at for one in comments if one.created_at and not one.author_is_bot]
        return Observed(
            issue,
            frozenset(self._labels(repo).values()),
            tuple(self._events(path)),
            own,
            tuple(self._commands(repo, comments)),
            team[-1].author if team else None,
            max([*spoken, issue.created_at or ""]) or None,
            self._suggested(repo, path) if self.suggestions else frozenset(),
        )

    def _suggested(self, repo: str, path: str) -> frozenset[str] | None:
        """Labels suggested by anybody, whatever came of it; a token that may not ask sees none."""
        where, names = f"{path}/suggestions", self._labels(repo)
        query: dict[str, str | int] = {"state": "all", "action": "add_label", "per_page": PER_PAGE}
        answer = self.client.get(where, query, accept=(403, 404), what="suggestions")
        if answer.status == 404:
            return None
        rows = answer.rows if answer.status == 200 else []
        return frozenset(names.get(row.get("target_id"), "") for row in rows)

    def _events(self, path: str) -> Iterator[LabelEvent]:
        for row in pages(self.client, f"{path}/events"):
            label, actor = row.get("label"), row.get("actor")
            if row.get("event") in ("labeled", "unlabeled") and isinstance(label, dict):
                login = actor.get("login") if isinstance(actor, dict) else None
                yield LabelEvent(
                    str(label.get("name")),
                    row["event"] == "labeled",
                    login,
                    _same(login, self.login),
                    parse_time(row.get("created_at")) or "",
                )

    def _commands(self, repo: str, comments: tuple[Comment, ...]) -> Iterator[Command]:
        for one in comments:
            if one.author_is_bot or not one.author or _same(one.author, self.login):
                continue
            found = parse_commands(one.body)
            if found and self._permission(repo, one.author) in MAY_COMMAND:
                for name, value in found:
                    yield Command(name, value, one.author, one.github_id, one.created_at or "")

    def _permission(self, repo: str, login: str) -> str:
        def ask() -> str:
            path = f"/repos/{repo}/collaborators/{login}/permission"
            answer = self.client.get(path, shape=dict, accept=(403, 404), what="a permission")
            data = answer.data if isinstance(answer.data, dict) else {}
            return str(data.get("permission", "none")) if answer.status == 200 else "none"

        return str(self._keep((repo, f"@{login}"), ask))

    def _labels(self, repo: str) -> dict[object, str]:
        """The labels of the repository by id."""

        def ask() -> dict[object, str]:
            rows = pages(self.client, f"/repos/{repo}/labels")
            return {row["id"]: str(row["name"]) for row in rows}

        found: dict[object, str] = self._keep((repo, "labels"), ask)
        return found

    def _keep(self, key: tuple[str, str], ask: Callable[[], Any]) -> Any:
        at, value = self._kept.get(key, (None, None))
        if at is None or self.clock() - at > KEEP_SECONDS:
            value = ask()
            self._kept[key] = (self.clock(), value)
        return value


def _is_at(data: object, repo: str, number: int) -> bool:
    """A transferred issue answers from its new place."""
    url = data.get("url") if isinstance(data, dict) else None
    place = f"/repos/{repo}/issues/{number}".casefold()
    return isinstance(url, str) and url.casefold().endswith(place)


def _is_team(comment: Comment) -> bool:
    return not comment.author_is_bot and comment.raw.get("author_association") in TEAM


def _same(one: str | None, other: str) -> bool:
    return (one or "").casefold() == other.casefold()
