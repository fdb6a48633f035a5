"""Look at the issues that changed since the last look, for repositories that send no events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from triage.errors import WrongUse
from triage.github.pages import pages
from triage.github.parse import parse_time
from triage.pipeline.bot import Bot, Handled, shift, utc_now

if TYPE_CHECKING:
    from triage.store import Store

FIRST_LOOK_SECONDS = 86_400.0
"""A first poll without --since looks back one day: the bot does not answer old issues."""


def poll(store: Store, bot: Bot, repo: str, since: str | None) -> Iterator[Handled]:
    """Handle each open issue updated since then, oldest first.

    Raises:
        WrongUse: ``since`` is no date.
    """
    begin = parse_time(since) if since else _last(store, repo)
    if begin is None:
        raise WrongUse(f"{since!r} is no date.", "Write it as 2026-01-31.")
    rows = pages(bot.observer.client, _path(repo, begin))
    numbers = [row["number"] for row in rows if row.get("pull_request") is None]
    for number in numbers:
        yield bot.handle(repo, number)


def _path(repo: str, begin: str) -> str:
    query = f"state=open&sort=updated&direction=asc&since={begin}"
    return f"/repos/{repo}/issues?{query}"


def _last(store: Store, repo: str) -> str:
    """When anything was last planned for this repository."""
    moments = [row.planned_at for row in store.memory.log(repo)]
    return parse_time(max(moments, default=shift(utc_now(), -FIRST_LOOK_SECONDS))) or utc_now()
