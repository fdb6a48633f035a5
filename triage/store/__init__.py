"""Keep what GitHub holds, what people decided and what was worked out, in one database.

In: records of ``triage.records`` and a database URL. Out: the same records, streamed.
SQLite by default, PostgreSQL by URL. Importing this package is cheap: SQLAlchemy is loaded
when a store is opened. There is no network here but the database's own.
"""

from __future__ import annotations

import gc
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from triage.store.counts import Counts, SaveCounts

if TYPE_CHECKING:
    from triage.store.store import Store

__all__ = ["Counts", "SaveCounts", "Store", "open_store"]


def open_store(url: str | None = None) -> Store:
    """Open a database, creating it or bringing it forward to this version's schema.

    Args:
        url: a SQLAlchemy URL (``sqlite:///triage.db``, ``postgresql://user@host/name``);
            None reads ``TRIAGE_DB``, and without that takes ``sqlite:///triage.db``.

    Raises:
        StoreError: a bad URL, an unwritable folder, a file that is no database, one of a
            newer version, or a server that cannot be reached. It never shows a password.
    """
    store: Store = _module().open_store(url)
    return store


@cache
def _module() -> ModuleType:
    """The module of the store, taken out of garbage collection with all that is loaded by now.

    It stays until the program ends, and going through SQLAlchemy while it loads, and again at
    the end, takes as long as some thousand rows. Done once only: cycles among what is taken
    out are never freed.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        from triage.store import store

        gc.freeze()
    finally:
        if collects:
            gc.enable()
    return store


def __getattr__(name: str) -> object:
    if name == "Store":
        from triage.store.store import Store

        return Store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
