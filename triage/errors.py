"""The errors a user can cause or mend, each one line that says what to do next.

Anything else that is raised is a bug of ours and keeps its traceback. Only ``triage.cli``
turns these into output and exit codes.
"""

from __future__ import annotations


class TriageError(Exception):
    """Something failed that the user can act on; the command exits with 1.

    Args:
        message: what happened, one line, without secrets.
        hint: what to do next, one line.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class WrongUse(TriageError):  # noqa: N818 - reads as what it is
    """The command was called in a way that cannot work; it exits with 2."""

    exit_code = 2


class BadInput(TriageError):  # noqa: N818
    """A file or a line of it cannot be read."""


class StoreError(TriageError):
    """The database cannot be opened, read or written."""


class GitHubError(TriageError):
    """GitHub (or the network on the way) refused or failed for good."""
