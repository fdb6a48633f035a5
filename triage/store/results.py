"""Caches of what was worked out: one prediction and one match result an issue.

A cached result carries the version of what made it and the digest of the text it was made
from; only the last version is kept, so the cache cannot outgrow the issues.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, select

from triage.records import Match, MatchResult, Prediction
from triage.store.repos import find_repo, repo_id
from triage.store.write import upsert

Keyed = tuple[str, int, str, Prediction | MatchResult]


def save_results(connection: Connection, table: Table, version: str, rows: Sequence[Keyed]) -> int:
    """Store results as (repo, number, digest, result); how many there were."""
    ids = {repo: repo_id(connection, repo) for repo in {row[0] for row in rows}}
    values = {
        (ids[repo], number): {
            "repo_id": ids[repo],
            "number": number,
            "version": version,
            "digest": digest,
            "result": orjson.dumps(result, default=dict).decode(),
        }
        for repo, number, digest, result in rows
    }
    upsert(connection, table, list(values.values()))
    return len(values)


def load_results(
    connection: Connection, table: Table, version: str, repo: str
) -> list[tuple[int, str, dict[str, Any]]]:
    """(number, digest, fields) of each result of a version."""
    query = select(table.c.number, table.c.digest, table.c.result).where(
        table.c.repo_id == find_repo(connection, repo), table.c.version == version
    )
    found = connection.execute(query)
    return [(number, digest, orjson.loads(text)) for number, digest, text in found]


def prediction_of(fields: dict[str, Any]) -> Prediction:
    """The prediction of stored fields."""
    return Prediction(**{**fields, "reasons": tuple(fields["reasons"])})


def match_result_of(fields: dict[str, Any]) -> MatchResult:
    """The match result of stored fields."""
    matches = tuple(
        Match(match["entry"], match["score"], tuple(match["reasons"]))
        for match in fields["matches"]
    )
    return MatchResult(fields["number"], fields["answer"], fields["confidence"], matches)
