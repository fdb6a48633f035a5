"""What the commands share: options declared once, output, and failure of single lines."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from triage.errors import BadInput, WrongUse

if TYPE_CHECKING:
    from triage.records import Problem

F = TypeVar("F", bound=Callable[..., object])
IssueName = tuple[str, int]
"""Repository and number."""
_ISSUE = re.compile(r"([^/#\s]+/[^/#\s]+)#(\d{1,18})")


def db_option(command: F) -> F:
    """Add ``--db URL``."""
    return click.option(
        "--db",
        metavar="URL",
        help="Database (SQLAlchemy URL); else TRIAGE_DB, else triage.db here.",
    )(command)


def json_option(command: F) -> F:
    """Add ``--json``."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Machine-readable output, alone on stdout."
    )(command)


def repo_option(command: F) -> F:
    """Add ``--repo OWNER/REPO``."""
    return click.option(
        "--repo", metavar="OWNER/REPO", help="Which repository, if the database has several."
    )(command)


def entries_option(command: F) -> F:
    """Add ``--entries DIR``."""
    return click.option(
        "--entries", type=click.Path(file_okay=False), help="Folder of the entries [kb/entries]."
    )(command)


def issue_option(text: str) -> Callable[[F], F]:
    """Add ``--issue OWNER/REPO#N`` with that help; the command gets an ``IssueName``."""
    return click.option("--issue", metavar="OWNER/REPO#N", callback=_issue_name, help=text)


def _issue_name(_context: object, _option: object, text: str | None) -> IssueName | None:
    if text is None:
        return None
    match = _ISSUE.fullmatch(text)
    if match is None:
        raise WrongUse(f"{text!r} is no issue.", "Write it as tensorflow/models#11069.")
    return match[1], int(match[2])


def json_line(value: object) -> bytes:
    """One JSON value on one line; dataclasses become objects."""
    import orjson

    return orjson.dumps(
        value, default=_plain, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATACLASS
    )


def emit_json(value: object) -> None:
    """Print one JSON value on one line of stdout."""
    click.echo(json_line(value), nl=False)


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "items"):
        return dict(value.items())
    raise TypeError(f"not JSON: {type(value).__name__}")


def note(text: str) -> None:
    """A line for people, on stderr, so that stdout stays for the result."""
    click.echo(text, err=True)


def report_problems(problems: Sequence[Problem], where: str, page: str, as_json: bool) -> None:
    """Print what a checker found; fail if it is anything, and name the page of its codes.

    Raises:
        BadInput: there are problems.
    """
    if as_json:
        emit_json(problems)
    else:
        for problem in problems:
            place = f"{problem.path}:{problem.line}" if problem.line else problem.path
            click.echo(f"{place}: {problem.code} {problem.message}")
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise BadInput(f"{count} in {where}.", f"See {page}")
    note("no problems")


class BadLines:
    """Print each line that cannot be used, and fail at the end.

    One broken line must neither stop the rest nor look like success.
    """

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, line: object) -> None:
        """Hear of one."""
        self.count += 1
        note(str(line))

    def finish(self) -> None:
        """Raise if a line was left out; call it after the output is complete."""
        if self.count:
            lines = "1 line was" if self.count == 1 else f"{self.count} lines were"
            raise BadInput(f"{lines} left out, named above.", "Mend them and run again.")
