"""What the bot did: read it, and take it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from triage.pipeline.bot import utc_now
from triage.records import DoneAction

if TYPE_CHECKING:
    from triage.pipeline.bot_setup import Bots
    from triage.store import Store


def read_log(
    db: str | None, since: str | None, repo: str | None, number: int | None
) -> Iterator[DoneAction]:
    """Stream what was planned and done, oldest first.

    Raises:
        StoreError: the database cannot be opened.
    """
    from triage.store import open_store

    with open_store(db) as store:
        yield from store.memory.log(repo, since, number)


def undo(
    store: Store,
    bots: Bots,
    since: str | None,
    repo: str | None,
    number: int | None,
    now: Callable[[], str] = utc_now,
) -> int:
    """Take back applied actions, the last one first; how many were taken back.

    Edits and minimised comments go with the comment itself.

    Raises:
        GitHubError: a write was refused; what was undone before stays recorded.
    """
    rows = [row for row in store.memory.log(repo, since, number) if row.status == "applied"]
    for row in reversed(rows):
        applier = bots.of(row.action.repo).applier
        assert applier is not None, "undo is asked of bots that write"
        applier.undo(row.action, row.github_id)
        store.memory.mark(row.id, "undone", now())
    return len(rows)
