"""Read GH Archive's hourly files (``2020-01-01-15.json.gz``) into issues and comments.

In: gzip of one event a line, for all of GitHub. Out: the issues and comments in its
``IssuesEvent`` and ``IssueCommentEvent`` lines, as they were then; the store keeps the latest
of each. Pull request events are left out, and so is whatever an event deleted.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO, Final

import orjson

from triage.errors import BadInput, GitHubError
from triage.github.fields import is_repo
from triage.github.lines import LineError, Source, open_source, read_lines
from triage.github.parse import parse_comment, parse_issue
from triage.records import Comment, Issue

MAX_BYTES = 8 * 1024**3
"""Bytes a file may unfold to: a full hour of GitHub is about one GiB."""

_EVENTS: Final = (b'IssuesEvent"', b'IssueCommentEvent"')
_TAKEN_AWAY: Final = frozenset({"deleted", "transferred"})


class _TooLarge(Exception):  # noqa: N818
    pass


class _Ceiling(io.RawIOBase):
    """A stream that stops after so many bytes, however small the file was."""

    def __init__(self, stream: Any, limit: int) -> None:
        self._stream, self._left = stream, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read1(len(buffer))  # keeps what comes before damage
        self._left -= len(data)
        if self._left < 0:
            raise _TooLarge
        buffer[: len(data)] = data
        return len(data)


def read_archive(
    source: Source, repos: Collection[str] | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[Issue | Comment | LineError]:
    """Read one hourly file, one event at a time.

    Args:
        source: a path, ``-`` for standard input, or a binary stream of gzip.
        repos: only these repositories (``owner/name``, case does not count); None for all.
        max_bytes: what the file may unfold to; reading stops there with a ``LineError``.

    Raises:
        BadInput: the file is not there, is no gzip, or holds events from before 2015, which
            have no texts of issues.
    """
    wanted = None if repos is None else {name.lower() for name in repos}
    last = 0
    with open_source(source) as stream:
        try:
            for last, line in _unfold(stream, max_bytes):
                if line is None:
                    yield LineError(last, "the line is too long to be an event")
                elif any(name in line for name in _EVENTS):
                    yield from _read_event(last, line, wanted)
        except gzip.BadGzipFile:
            if last == 0:
                hint = "GH Archive files end in .json.gz; JSON lines need no compression."
                raise BadInput("The file is not compressed by gzip.", hint) from None
            yield LineError(last + 1, "the compressed data is damaged; the rest was not read")
        except (EOFError, zlib.error):
            yield LineError(last + 1, "the file is cut short or damaged; the rest was not read")
        except _TooLarge:
            yield LineError(last + 1, f"the file unfolds to more than {max_bytes:,} bytes")


def _unfold(stream: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    with gzip.GzipFile(fileobj=stream) as unfolded:
        yield from read_lines(io.BufferedReader(_Ceiling(unfolded, max_bytes), 1 << 20))


def _read_event(
    number: int, line: bytes, wanted: set[str] | None
) -> Iterator[Issue | Comment | LineError]:
    try:
        event = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        yield LineError(number, f"not JSON ({str(error).partition(':')[0]})")
        return
    if not isinstance(event, dict) or event.get("type") not in _TYPES:
        return
    repo, payload = _name(event), event.get("payload")
    if wanted is not None and (repo or "").lower() not in wanted:
        return
    if repo is None or not isinstance(payload, dict):
        yield LineError(number, "the event has no repository or no payload")
        return
    try:
        yield from _records(payload, repo)
    except GitHubError as error:
        yield LineError(number, error.message)


_TYPES: Final = frozenset({"IssuesEvent", "IssueCommentEvent"})


def _records(payload: dict[str, Any], repo: str) -> Iterator[Issue | Comment]:
    issue, comment = payload.get("issue"), payload.get("comment")
    if isinstance(issue, int):
        raise BadInput(
            "The file holds events from before 2015, which have no texts of issues.",
            "Take a file of 2015 or later.",
        )
    gone = payload.get("action") in _TAKEN_AWAY
    if isinstance(issue, dict) and not (gone and comment is None):
        yield parse_issue(issue, repo)
    if isinstance(comment, dict) and not gone:
        yield parse_comment(comment, repo)


def _name(event: dict[str, Any]) -> str | None:
    """The repository; events from before 2015 call it differently."""
    repo = event.get("repo") or event.get("repository")
    if not isinstance(repo, dict) or not isinstance(repo.get("name"), str):
        return None
    name: str = repo["name"]
    owner = repo.get("owner")
    full = f"{owner}/{name}" if "/" not in name and isinstance(owner, str) else name
    return full if is_repo(full) else None
