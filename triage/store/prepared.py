"""Statements that run once a page: compiled once, then handed to the driver as they are.

In: a SQLAlchemy statement and its values. Out: the driver's result. SQLAlchemy would work out
the statement's cache key and convert every value of every row again, which takes longer than
SQLite needs to store them. Texts, numbers and booleans, of which all tables are made, either
driver takes unconverted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ClauseElement, Connection, CursorResult, Dialect, Table, bindparam, insert


def run(
    connection: Connection, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]
) -> CursorResult[Any]:
    """Run a statement once for each row of values, by the names of its parameters.

    Args:
        connection: with a transaction of the caller.
        statement: one that lives as long as the program, since what it compiles to is kept.
        rows: at least one; a statement that returns rows takes just one.
    """
    text, names, constants = _compiled(statement, connection.dialect)
    if constants:
        rows = [{**constants, **row} for row in rows]
    given: Any = rows if names is None else [tuple(map(row.__getitem__, names)) for row in rows]
    return connection.exec_driver_sql(text, given)


@cache
def insertion(table: Table, columns: tuple[str, ...], key: str | None = None) -> ClauseElement:
    """The statement that adds a row with values for these columns; it returns the new ``key``."""
    statement = insert(table).values({name: bindparam(name) for name in columns}).inline()
    return statement.returning(table.c[key]) if key else statement


@lru_cache(maxsize=64)
def _compiled(
    statement: ClauseElement, dialect: Dialect
) -> tuple[str, Sequence[str] | None, dict[str, Any]]:
    """The text, the order of its parameters where the driver wants them without names, and the
    values that the statement brings itself."""
    compiled: Any = statement.compile(dialect=dialect)
    constants = {name: one.value for one, name in compiled.bind_names.items() if not one.required}
    return str(compiled), compiled.positiontup, constants
