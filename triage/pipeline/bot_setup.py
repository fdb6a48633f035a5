"""Put the bot together: from the environment and options to something that can handle issues."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from triage.bot.apply import Applier
from triage.bot.config import BotConfig
from triage.bot.config_file import load_config
from triage.bot.observe import Observer
from triage.bot.own import own_login
from triage.bot.texts import Texts
from triage.config import Credentials, github_credentials
from triage.github.client import GitHubClient
from triage.github.connect import app_login, connect, connect_app
from triage.github.plan import check_repo
from triage.github.retry import RetryPolicy
from triage.github.write import Pace, Writer
from triage.pipeline.bot import Bot
from triage.pipeline.bot_judge import Judge, make_judge
from triage.records import Issue, Mode

if TYPE_CHECKING:
    from triage.bot.model import Verdict
    from triage.store import Store

PATIENCE = RetryPolicy(attempts=3, base_wait=0.5, secondary_wait=5.0, longest_wait=20.0)
"""Of one job: what takes longer goes back to the queue, where it blocks nothing."""


@dataclass(frozen=True, slots=True)
class BotOptions:
    """How to run.

    Args:
        mode: what is planned.
        config: path of the configuration, or None for the default one.
        base_url: address of the API.
        entries: folder of the entries, or None for the packaged ones.
        write_seconds: between two writes.
        write: carry plans out; without it they are only recorded.
    """

    mode: Mode = "apply"
    config: Path | None = None
    base_url: str | None = None
    entries: str | None = None
    write_seconds: float = 1.0
    patience: RetryPolicy = PATIENCE
    write: bool = False


@dataclass(slots=True)
class Bots:
    """The bots of the repositories served, made when first needed; they share judge and store."""

    store: Store
    sign_in: Credentials
    options: BotOptions = field(default_factory=BotOptions)
    config: BotConfig = field(init=False)
    _judge: Judge | None = None
    _made: dict[str, Bot] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        """Read the configuration."""
        self.config = load_config(self.options.config)
        Texts(self.config.texts)

    def load(self) -> Judge:
        """The models, loaded once and only where something is judged: undoing needs none.

        Raises:
            WrongUse: a model of the configuration does not exist.
        """
        if self._judge is None:
            with self._lock:
                entries = self.options.entries
                self._judge = self._judge or make_judge(self.config, entries, self.store)
        return self._judge

    def judge(self, issue: Issue) -> Verdict:
        """The verdict on one issue."""
        return self.load()(issue)

    def of(self, repo: str) -> Bot:
        """The bot of a repository.

        Raises:
            WrongUse: the name cannot be one, or the credentials cannot be used.
        """
        key = repo.lower()
        with self._lock:  # two bots of one repository would keep two paces
            if key not in self._made:
                check_repo(repo)
                self._made[key] = self._make(repo)
            return self._made[key]

    def _make(self, repo: str) -> Bot:
        client = self._client(repo)
        login = self._login(client)
        writing = self.options.write and self.options.mode != "shadow"
        pace = Pace(self.options.write_seconds)
        return Bot(
            self.store,
            Observer(client, login, self.options.mode == "suggest"),
            self.judge,
            self.config,
            self.options.mode,
            Applier(Writer(client, pace), login) if writing else None,
        )

    def _login(self, client: GitHubClient) -> str:
        who, options = self.sign_in, self.options
        if who.app_id and who.private_key:
            return app_login(who.app_id, who.private_key, options.base_url, policy=options.patience)
        return own_login(client)

    def _client(self, repo: str) -> GitHubClient:
        who, options = self.sign_in, self.options
        if who.app_id and who.private_key:
            return connect_app(
                who.app_id, who.private_key, repo, options.base_url, policy=options.patience
            )
        return connect(who.token, options.base_url, policy=options.patience)

    def close(self) -> None:
        """Close every connection."""
        for bot in self._made.values():
            bot.observer.client.close()


@contextmanager
def open_bots(db: str | None, options: BotOptions) -> Iterator[tuple[Store, Bots]]:
    """The store and the bots over it, with the credentials of the environment.

    Raises:
        WrongUse: configuration or credentials cannot be used.
        StoreError: the database cannot be opened.
    """
    from triage.store import open_store

    with open_store(db) as store:
        bots = Bots(store, github_credentials(), options)
        try:
            yield store, bots
        finally:
            bots.close()
