"""Caches of what was worked out: a prediction and a match result an issue, and the clusters.

A cached result carries the version of what made it and the digest of the text it was made
from; only the last version is kept, so the cache cannot outgrow the issues.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, delete, insert, select

from triage.records import Cluster, Match, MatchResult, Prediction
from triage.store.repos import find_repo, repo_id
from triage.store.schema import clusters
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


def save_clusters(
    connection: Connection, version: str, repo: str, found: Sequence[Cluster]
) -> None:
    """Replace the clusters of a repository, which are one result."""
    owner = repo_id(connection, repo)
    connection.execute(delete(clusters).where(clusters.c.repo_id == owner))
    rows = [
        {
            "repo_id": owner,
            "number": cluster.numbers[0],
            "version": version,
            "digest": f"{place:06}",
            "result": orjson.dumps(cluster).decode(),
        }
        for place, cluster in enumerate(found)
    ]
    if rows:
        connection.execute(insert(clusters), rows)


def load_clusters(connection: Connection, version: str, repo: str) -> list[Cluster]:
    """The clusters of a version in their order; none if another version is stored."""
    rows = load_results(connection, clusters, version, repo)
    ordered = sorted(rows, key=lambda row: row[1])
    return [
        Cluster(**{**fields, "numbers": tuple(fields["numbers"]), "terms": tuple(fields["terms"])})
        for _, _, fields in ordered
    ]
