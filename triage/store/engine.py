"""From a database URL to a SQLAlchemy engine that behaves the same on either database.

SQLite: write-ahead log, foreign keys on, a writer that takes its lock when it begins (so it
waits for another writer instead of failing half-way), a new file readable by its owner only.
PostgreSQL: psycopg 3, and a writer holds one advisory lock, which gives the same order.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from triage.errors import StoreError

DEFAULT_URL: Final = "sqlite:///triage.db"
BUSY_SECONDS: Final = 60
CONNECT_SECONDS: Final = 10
PAGE_BYTES: Final = 8192
"""Of SQLite, for new files: rows are a few kilobytes, of which small pages waste a half."""
WRITER_LOCK: Final = 0x7472_6961_6765  # "triage"; the key of PostgreSQL's advisory lock
WRITE: Final = "triage_write"
"""The execution option of a connection that is going to write."""

_HINT: Final = "Use a SQLAlchemy URL such as sqlite:///triage.db or postgresql://user@host/name."


def parse_url(text: str | None) -> URL:
    """The URL that a user gave, or ``TRIAGE_DB``, or the default; psycopg 3 for PostgreSQL.

    Raises:
        StoreError: it is no URL, or of a database that is not supported.
    """
    text = text or os.environ.get("TRIAGE_DB") or DEFAULT_URL
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):  # the text is not repeated: it may hold a password
        raise StoreError("The database URL cannot be read.", _HINT) from None
    backend = url.drivername.partition("+")[0]
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return url.set(drivername="sqlite")
    raise StoreError(f"Databases of the kind {backend!r} are not supported.", _HINT)


def describe(url: URL) -> str:
    """The database in words that never hold a password."""
    if url.drivername == "sqlite":
        return url.database or ":memory:"
    host = url.host or "the local server"
    return f"{url.database or 'postgres'} on {host}" + (f":{url.port}" if url.port else "")


def make_engine(url: URL) -> Engine:
    """An engine for a URL of ``parse_url``; nothing is connected yet.

    Raises:
        StoreError: the file or its folder cannot be written, or psycopg is not installed.
    """
    return _sqlite_engine(url) if url.drivername == "sqlite" else _postgres_engine(url)


def _sqlite_engine(url: URL) -> Engine:
    options: dict[str, Any] = {}
    if url.database in (None, "", ":memory:"):
        options = {"poolclass": StaticPool}
    elif not str(url.database).startswith("file:"):
        _make_file(Path(str(url.database)))
    arguments = {"check_same_thread": False, "timeout": BUSY_SECONDS}
    engine = create_engine(url, connect_args=arguments, **options)
    event.listen(engine, "connect", _on_sqlite_connect)
    event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _make_file(path: Path) -> None:
    """Make the file with mode 0600; SQLite gives its side files the same mode."""
    hint = "Name a file in a folder that exists and that you may write to."
    if path.is_dir():
        raise StoreError(f"The database {path} is a folder.", hint)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise StoreError(f"The database {path} cannot be written: {reason}.", hint) from None


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _on_sqlite_begin says
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # a file that has pages keeps theirs
        _use_wal(cursor)
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
    finally:
        cursor.close()


def _use_wal(cursor: Any) -> None:
    """Write-ahead logging, which the file remembers.

    Of two programs that make the same file at once SQLite refuses one at this step, and does
    not heed busy_timeout there, or they might wait for each other (sqlite.org/wal.html).
    """
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

    for attempt in Retrying(
        retry=retry_if_exception(_is_busy),
        stop=stop_after_delay(BUSY_SECONDS),
        wait=wait_random(0.01, 0.05),
        reraise=True,
    ):
        with attempt:
            cursor.execute("PRAGMA journal_mode = WAL")


def _is_busy(error: BaseException) -> bool:
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY  # the extended codes have it in their last byte


def _on_sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres_engine(url: URL) -> Engine:
    if "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": str(CONNECT_SECONDS)})
    try:
        engine = create_engine(url, pool_pre_ping=True)
    except ImportError:
        hint = "Install it: pip install 'model-garden-kb[postgres]'."
        raise StoreError("PostgreSQL needs the package psycopg.", hint) from None
    event.listen(engine, "begin", _on_postgres_begin)
    return engine


def _on_postgres_begin(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITE, False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
    else:  # as in SQLite, all reads of a transaction see the same moment
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
