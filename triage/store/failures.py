"""Failures of a database, told to the user in one line without a password."""

from __future__ import annotations

from typing import Final

from sqlalchemy.exc import DBAPIError

from triage.errors import StoreError

# (words of the database's own message, what to do next); the first that fits counts.
_HINTS: Final = (
    ("not a database", "Choose another file with --db, or move this one away."),
    ("malformed", "The file is damaged: move it away and sync again."),
    ("readonly", "Make the file and its folder writable, or choose another with --db."),
    ("unable to open", "Make the file and its folder writable, or choose another with --db."),
    ("locked", "Another program has been writing for a long time: wait for it, or end it."),
    ("full", "Free some space on the disk; nothing that was saved is lost."),
    ("password", "Check the user name and the password in the database URL."),
    ("role", "Check the user name in the database URL."),
    ("does not exist", "Create the database first, or check its name in the URL."),
    ("too large", "Numbers and ids must fit in 64 bits."),
    ("out of range", "Numbers and ids must fit in 64 bits."),
)
_DEFAULT_HINT: Final = "Check that the database is running and that its URL is right."


def store_error(error: Exception, name: str, password: object = None) -> StoreError:
    """The error a user sees for one that SQLAlchemy or its driver raised.

    Args:
        error: what was raised.
        name: the database in words, without a password.
        password: of the URL; removed, should the driver repeat it.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    reason = lines[0] if lines else type(cause).__name__
    if password:
        reason = reason.replace(str(password), "***")
    hint = next((hint for words, hint in _HINTS if words in reason.lower()), _DEFAULT_HINT)
    return StoreError(f"The database {name} failed: {reason.rstrip('.')}.", hint)
