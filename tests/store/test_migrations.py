"""Every schema there ever was comes forward with its rows, to just what a new one is."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, create_engine, inspect, select

from tests.store.make import REPO
from triage.errors import StoreError
from triage.records import Action, Checkpoint, Cluster, Comment, GoldRow, Issue, Prediction
from triage.store import Store, open_store
from triage.store.engine import make_engine, parse_url
from triage.store.migrate import _script, current_revision, migrate
from triage.store.schema import HEAD, VERSION_TABLE, metadata

REVISIONS = [step.revision for step in reversed(list(_script()[1].walk_revisions()))]

GONE = {"gone_at": None, "gone_kind": None}
ROWS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "0001": {
        "repos": [{"id": 5, "name": REPO, "key": REPO}],
        "issues": [
            {
                "repo_id": 5, "number": 7, "github_id": 70, "title": "T", "state": "closed",
                "state_reason": "completed", "labels": '["a"]', "author": "ann",
                "author_is_bot": False, "locked": True, "is_pull_request": False,
                "created_at": "2016-05", "updated_at": "2020-01-01T00:00:00Z", "closed_at": None,
                "body": "B", "raw": '{"number":7}', **GONE,
            }
        ],
        "comments": [
            {
                "repo_id": 5, "github_id": 9, "number": 7, "author": "bob", "author_is_bot": True,
                "on_pull_request": False, "created_at": None, "updated_at": None, "body": "C",
                "raw": None, **GONE,
            }
        ],
        "checkpoints": [
            {"repo_id": 5, "stream": "issues", "since": "2020", "etag": "x", "complete": True}
        ],
    },
    "0002": {
        "gold": [
            {
                "repo_id": 5, "number": 7, "category": "odapi", "type": "bug", "faq": None,
                "error": None, "resolution": None,
            }
        ],
        "predictions": [
            {
                "repo_id": 5, "number": 7, "version": "m", "digest": "d",
                "result": '{"number":7,"category":null,"confidence":0.5,"scores":{},'
                '"type":"bug","type_confidence":0.5,"reasons":[]}',
            }
        ],
    },
    "0003": {
        "clusters": [
            {
                "repo_id": 5, "number": 7, "version": "c", "digest": "000000",
                "result": '{"numbers":[7,8],"title":"T","terms":["t"],"category":null,'
                '"error":null}',
            }
        ],
    },
    "0004": {
        "deliveries": [
            {
                "id": 1, "delivery": "d-1", "name": "issues", "action": "opened", "repo_id": 5,
                "number": 7, "sender": "ann", "sender_is_bot": False, "is_pull_request": False,
                "received_at": "2026-01-01T00:00:00Z", "status": "queued", "attempts": 0,
                "due_at": "2026-01-01T00:00:00Z", "lease_until": None, "worker": None,
                "error": None,
            }
        ],
        "actions": [
            {
                "id": 1, "repo_id": 5, "number": 7, "kind": "add_label", "status": "applied",
                "mode": "apply", "planned_at": "2026-01-01T00:00:00Z",
                "applied_at": "2026-01-01T00:00:01Z", "github_id": None, "delivery": "d-1",
                "error": None,
                "action": '{"kind":"add_label","repo":"r","number":7,"reason":"why","label":"a"}',
            }
        ],
        "corrections": [
            {
                "repo_id": 5, "number": 7, "field": "category", "value": "research",
                "author": "ann", "created_at": "2026-01-02T00:00:00Z",
            }
        ],
    },
}  # fmt: skip
"""Rows of the tables that each revision brought, as that revision wrote them."""


def check_0001(store: Store) -> None:
    issue = Issue(
        7, "T", "B", github_id=70, state="closed", state_reason="completed", labels=("a",),
        author="ann", locked=True, created_at="2016-05", updated_at="2020-01-01T00:00:00Z",
    )  # fmt: skip
    (found,) = store.issues(raw=True)
    assert (found, found.raw) == (issue, {"number": 7})
    assert list(store.comments()) == [Comment(9, 7, "C", author="bob", author_is_bot=True)]
    assert store.checkpoint(REPO, "issues") == Checkpoint(REPO, "issues", "2020", "x", True)


def check_0002(store: Store) -> None:
    (issue,) = store.issues()
    assert list(store.gold()) == [GoldRow(issue, "odapi", "bug")]
    prediction = Prediction(7, None, 0.5, {}, "bug", 0.5)
    assert store.predictions("m", REPO) == {7: ("d", prediction)}


def check_0003(store: Store) -> None:
    assert store.clusters("c", REPO) == [Cluster((7, 8), "T", ("t",), None)]


def check_0004(store: Store) -> None:
    memory = store.memory
    assert memory.queue_counts()["queued"] == 1
    (done,) = memory.done(REPO, 7)
    assert done.action == Action("add_label", REPO, 7, "why", label="a")
    assert done.status == "applied" and memory.writes_since("2026") == 1
    (correction,) = memory.corrections(REPO)
    assert correction.value == "research"


CHECKS = {"0001": check_0001, "0002": check_0002, "0003": check_0003, "0004": check_0004}


def engine_of(url: str) -> Engine:
    return make_engine(parse_url(url))


def fill(engine: Engine, revisions: list[str]) -> None:
    """Write rows as the tables are now, not as this version knows them."""
    reflected = MetaData()
    with engine.begin() as connection:
        reflected.reflect(connection)
        for revision in revisions:
            for name, rows in ROWS[revision].items():
                connection.execute(reflected.tables[name].insert(), rows)


def contents(engine: Engine, tables: list[str]) -> dict[str, list[tuple[Any, ...]]]:
    with engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(select(metadata.tables[name]))), key=str)
            for name in tables
        }


def shape(connection: Connection) -> dict[str, Any]:
    """What the database itself says its tables are."""
    look = inspect(connection)
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in columns(look, name)],
            look.get_pk_constraint(name)["constrained_columns"],
            sorted((i["name"], i["column_names"], i["unique"]) for i in look.get_indexes(name)),
            sorted(f["referred_table"] for f in look.get_foreign_keys(name)),
            sorted(u["column_names"] for u in look.get_unique_constraints(name)),
        )
        for name in sorted(look.get_table_names())
    }


def columns(look: Any, name: str) -> list[Any]:
    return sorted(look.get_columns(name), key=lambda column: column["name"])


def test_there_is_one_line_of_history_and_the_code_is_at_its_end() -> None:
    assert _script()[1].get_heads() == [HEAD]
    assert len(REVISIONS) >= 2
    assert sorted(REVISIONS) == REVISIONS
    assert set(ROWS) == set(CHECKS) == set(REVISIONS), "a new revision needs rows here"


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_database_of_an_earlier_version_keeps_its_rows(store_url: str, revision: str) -> None:
    engine = engine_of(store_url)
    migrate(engine, "old", revision)
    known = REVISIONS[: REVISIONS.index(revision) + 1]
    fill(engine, known)
    tables = [name for step in known for name in ROWS[step]]
    before = contents(engine, tables)
    with open_store(store_url) as store:
        for step in known:
            CHECKS[step](store)
    assert contents(engine, tables) == before
    with engine.connect() as connection:
        assert current_revision(connection) == HEAD
    engine.dispose()


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_upgraded_database_has_the_shape_of_a_new_one(store_url: str, revision: str) -> None:
    engine = engine_of(store_url)
    migrate(engine, "old", revision)
    open_store(store_url).close()
    with engine.connect() as connection:
        upgraded = shape(connection)
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "version_table": VERSION_TABLE}
        )
        assert compare_metadata(context, metadata) == []
        connection.rollback()
        metadata.drop_all(connection)
        metadata.create_all(connection)
        fresh = shape(connection)
        connection.rollback()
    engine.dispose()
    assert upgraded == fresh


def test_a_new_database_is_just_what_the_migrations_make(store_url: str) -> None:
    """It gets its tables at once, without them."""
    engine = engine_of(store_url)
    shapes = []
    for first in (REVISIONS[0], HEAD):
        migrate(engine, "a", first)
        migrate(engine, "a")
        with engine.begin() as connection:
            shapes.append((shape(connection), current_revision(connection)))
            metadata.drop_all(connection)
            connection.exec_driver_sql(f"DROP TABLE {VERSION_TABLE}")
    engine.dispose()
    assert shapes[0] == shapes[1]


def test_opening_again_changes_nothing(store_url: str) -> None:
    open_store(store_url).close()
    engine = engine_of(store_url)
    with engine.connect() as connection:
        before = shape(connection)
    open_store(store_url).close()
    with engine.connect() as connection:
        assert shape(connection) == before
    engine.dispose()


def test_a_migration_that_fails_leaves_the_database_as_it_was(store_url: str) -> None:
    engine = engine_of(store_url)
    migrate(engine, "old", "0001")
    fill(engine, ["0001"])
    with engine.begin() as connection:  # in the way of an index that 0002 makes last
        connection.exec_driver_sql("CREATE INDEX comments_number ON comments (author)")
    with pytest.raises(StoreError, match="already exists"):
        open_store(store_url)
    with engine.begin() as connection:
        assert current_revision(connection) == "0001"
        assert not inspect(connection).has_table("gold")
        connection.exec_driver_sql("DROP INDEX comments_number")
    engine.dispose()
    with open_store(store_url) as store:
        check_0001(store)


def test_tables_of_other_programs_stay_where_names_do_not_clash(store_url: str) -> None:
    engine = create_engine(parse_url(store_url))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('theirs')")
    open_store(store_url).close()
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version").all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("theirs",)]
