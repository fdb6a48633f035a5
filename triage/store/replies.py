"""When somebody else first wrote below an issue: worked out by the database, no text is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from triage.store.repos import find_repo
from triage.store.schema import comments, issues


@dataclass(frozen=True, slots=True)
class Replies:
    """Comments on the issues of a repository, pull requests left out.

    ``first`` gives, by issue number, the time of the first comment by somebody who is known to
    be neither its author nor a bot; where either account is not known there is none.
    ``comments`` counts all comments on issues.
    """

    first: Mapping[int, str]
    comments: int


def read_replies(connection: Connection, repo: str) -> Replies:
    """The replies of a repository; none for one that is not stored."""
    joined = comments.join(
        issues,
        (issues.c.repo_id == comments.c.repo_id) & (issues.c.number == comments.c.number),
    )
    here = (
        (comments.c.repo_id == find_repo(connection, repo))
        & comments.c.gone_at.is_(None)
        & issues.c.gone_at.is_(None)
        & issues.c.is_pull_request.is_(False)
    )
    total = connection.execute(select(func.count()).select_from(joined).where(here))
    first = connection.execute(
        select(issues.c.number, func.min(comments.c.created_at).label("moment"))
        .select_from(joined)
        .where(
            here,
            comments.c.author_is_bot.is_(False),
            comments.c.author != issues.c.author,  # null, an unknown account, is neither
            comments.c.created_at >= issues.c.created_at,
        )
        .group_by(issues.c.number)
    )
    times = {row.number: row.moment for row in first}
    return Replies(times, total.scalar_one())
