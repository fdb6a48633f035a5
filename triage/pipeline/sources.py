"""Where issues come from and go to: databases, JSONL, GH Archive, the bundled snapshot."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from triage import config
from triage.errors import BadInput, WrongUse
from triage.records import DEFAULT_REPO, GoldRow

if TYPE_CHECKING:
    from triage.store import Store


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in issues; ``skipped`` were unchanged, filtered out or unreadable."""

    read: int
    created: int
    updated: int
    skipped: int


def open_existing(db: str | None) -> Store:
    """Open a database that must be there; a reading command never makes an empty one."""
    from triage.store import open_store

    url = db or os.environ.get("TRIAGE_DB") or config.DEFAULT_DATABASE
    prefix = "sqlite:///"
    if url.startswith(prefix) and not Path(url.removeprefix(prefix)).exists():
        raise BadInput(
            f"There is no database {url}.",
            "Fill one with triage sync or triage import, or name another with --db.",
        )
    return open_store(url)


def choose_repo(store: Store, repo: str | None) -> str:
    """The repository to work on: the named one, the only one, or tensorflow/models."""
    repos = store.repos()
    if repo:
        if repo not in repos:
            raise WrongUse(f"The database has no repository {repo}.", f"It has: {', '.join(repos)}.")
        return repo
    if len(repos) == 1:
        return repos[0]
    if not repos or DEFAULT_REPO in repos:
        return DEFAULT_REPO
    raise WrongUse("The database has several repositories.", f"Name one: --repo {repos[0]}")


def read_source(source: str, db: str | None, repo: str | None = None) -> Iterator[GoldRow | BadInput]:
    """Rows of a JSONL file, of standard input (``-``) or of the database (``db``)."""
    if source == "db":
        with open_existing(db) as store:
            for issue in store.issues(choose_repo(store, repo)):
                yield GoldRow(issue=issue)
        return
    from triage.github.jsonl import read_jsonl

    yield from read_jsonl(source)
