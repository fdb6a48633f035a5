"""The state behind the server: repositories, users, and the time of the rows.

``World.on_request`` lets the world change while it is crawled.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass

from .repo import Repo
from .rows import User

Change = Callable[["World"], None]


@dataclass(slots=True)
class Hook:
    """A change to make after every ``every``-th page of issues or comments."""

    change: Change
    every: int
    seen: int = 0


class World:
    """Everything there is. ``repo`` is the one that is crawled, ``other`` where issues move to.

    ``now`` is the time of the rows: it stands still until a change moves it with ``tick``, so
    that many rows can share one second.
    """

    def __init__(self, full_name: str = "octo-org/models", now: int = 1_760_000_000) -> None:
        self.lock = threading.RLock()
        self.now = now
        self.users: dict[str, User] = {}
        self.permissions: dict[str, str] = {}
        self._ids = itertools.count(500_000_001)
        self.repos: list[Repo] = []
        self.names: dict[str, Repo] = {}
        self.repo = self.add_repo(full_name)
        self.other = self.add_repo(full_name.split("/")[0] + "/elsewhere")
        self.hooks: list[Hook] = []

    def new_id(self) -> int:
        """An id nobody has."""
        return next(self._ids)

    def tick(self, seconds: int = 1) -> None:
        """Let the time of the rows pass."""
        self.now += seconds

    def add_repo(self, full_name: str) -> Repo:
        """A new, empty repository; its owner is an organisation."""
        self.user(full_name.split("/")[0], "Organization")
        repo = Repo(self, self.new_id(), full_name)
        self.repos.append(repo)
        self.names[full_name.lower()] = repo
        return repo

    def user(self, login: str, kind: str = "User") -> User:
        """The account of that login, made when there is none."""
        if login not in self.users:
            self.users[login] = User(self.new_id(), login, kind)
        return self.users[login]

    def association(self, repo: Repo, user: User | None) -> str:
        """What an account is to a repository: ``author_association``."""
        if user is None or user.kind == "Bot":
            return "NONE"
        if user.login == repo.full_name.split("/")[0]:
            return "OWNER"
        role = self.permissions.get(user.login, "read")
        return "NONE" if role == "read" else "COLLABORATOR"

    def rename(self, repo: Repo, full_name: str) -> None:
        """Give a repository a new name; the old one redirects from now on."""
        repo.full_name = full_name
        self.names[full_name.lower()] = repo
        repo.changed(*repo.issues.values(), *repo.comments.values())

    def on_request(self, change: Change, every: int = 2) -> Hook:
        """Make ``change`` after every ``every``-th page of issues or comments that was read."""
        hook = Hook(change, every)
        self.hooks.append(hook)
        return hook

    def page_was_read(self) -> None:
        """The server gave a page of a list away: let the hooks have their turn."""
        for hook in self.hooks:
            hook.seen += 1
            if hook.seen % hook.every == 0:
                hook.change(self)
