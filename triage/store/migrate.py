"""Bring a database forward to the schema of this version, or refuse it.

All revisions that are missing run in one transaction, under the writer's lock: two programs
that open a new database at once do not trip over each other, and a migration that is killed
leaves the database as it was. A new database gets the tables of this version at once; Alembic,
which takes long to load, is only for old ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, insert, inspect

from triage.errors import StoreError
from triage.store.engine import WRITE
from triage.store.schema import HEAD, VERSION_TABLE, metadata, version

FOLDER: Final = Path(__file__).parent / "migrations"


def migrate(engine: Engine, name: str, target: str = HEAD) -> None:
    """Bring a database to a revision; nothing happens to one that is there already.

    Args:
        engine: of the database.
        name: the database in words, for messages.
        target: the revision to go to; never backward.

    Raises:
        StoreError: the database is of a newer version, or belongs to another program.
    """
    with engine.connect() as connection:
        if current_revision(connection) == target:
            return
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        found = current_revision(connection)
        if found is None:
            _check_empty(connection, name)
            if target == HEAD:
                _create(connection)
                return
        elif found not in _script_revisions():
            raise StoreError(
                f"The database {name} was written by a newer version (schema {found}).",
                "Upgrade: pip install --upgrade model-garden-kb; or choose another database.",
            )
        _upgrade(connection, target)


def current_revision(connection: Connection) -> str | None:
    """The revision a database is at; None for one that is not ours, or empty."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    rows = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608
    found = rows.scalar()
    return None if found is None else str(found)


def _check_empty(connection: Connection, name: str) -> None:
    taken = set(inspect(connection).get_table_names()) & set(metadata.tables)
    if taken:
        raise StoreError(
            f"The database {name} belongs to another program (it has a table {min(taken)!r}).",
            "Choose another database with --db or TRIAGE_DB.",
        )


def _create(connection: Connection) -> None:
    metadata.create_all(connection, checkfirst=False)
    version.create(connection, checkfirst=True)
    connection.execute(insert(version).values(version_num=HEAD))


def _script() -> Any:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config, ScriptDirectory.from_config(config)


def _script_revisions() -> set[str]:
    return {step.revision for step in _script()[1].walk_revisions()}


def _upgrade(connection: Connection, target: str) -> None:
    from alembic.runtime.environment import EnvironmentContext

    config, script = _script()

    def steps(revision: Any, _context: object) -> Any:
        return script._upgrade_revs(target, revision)

    with EnvironmentContext(config, script, fn=steps, destination_rev=target) as environment:
        environment.configure(connection=connection, version_table=VERSION_TABLE)
        environment.run_migrations()
