"""Places in the threads of issues that may hold a fix: pointers for the person who writes.

Input: comments of the issues, and what people recorded about them. Output: ``Candidate`` records,
the likeliest first. A candidate says where to read and why it is worth it. No sentence is taken
over: only commands and the addresses of changes, which are facts, and both stay hostile text
until shown escaped (commands) or were rebuilt from checked parts (addresses).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from triage.records import Comment, GoldRow
from triage.text import commands, split_code

MAX_CANDIDATES = 8
MAX_FACTS = 3
MAX_BODY = 20_000
MAX_LINE = 200
MAINTAINERS = ("OWNER", "MEMBER", "COLLABORATOR")
ASSOCIATIONS = (*MAINTAINERS, "CONTRIBUTOR", "FIRST_TIME_CONTRIBUTOR", "FIRST_TIMER", "NONE")
WEIGHTS = {"recorded": 4, "change": 3, "reported": 2, "maintainer": 2, "command": 2}
"""What a candidate is, and how much that says."""

_QUOTED = re.compile(r"^[ ]{0,3}>.*$", re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]{1,200})`")
_CHANGE = re.compile(
    r"https://github\.com/([A-Za-z0-9][\w.-]{0,38}/[A-Za-z0-9_][\w.-]{0,99})"
    r"/(commit/[0-9a-f]{7,40}|pull/[0-9]{1,9})\b",
    re.ASCII,
)
_REPORTED = re.compile(
    r"\b(?:(?:this|that|it) {1,3}(?:has |have |finally |just ){0,2}"
    r"(?:fixed|solved|worked|resolved|works now|fixes|solves|resolves)"
    r"|works for me|worked for me"
    r"|(?:fixed|solved|resolved) (?:it|this|that|by|with|in|the|my)"
    r"|(?:i|we) (?:have )?(?:fixed|solved|resolved)"
    r"|(?:the|my|a) (?:fix|solution|workaround) (?:is|was))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One comment, or what was recorded about an issue (``comment`` None then).

    Attributes:
        repo, number, comment: where it is.
        kinds: why it is one, of the keys of ``WEIGHTS``.
        association: what its author is to the repository, as GitHub says; empty if not known.
        lines: commands (or the record) as written there: hostile.
        changes: addresses of commits and pull requests, rebuilt.
    """

    repo: str
    number: int
    comment: int | None
    kinds: tuple[str, ...]
    association: str = ""
    lines: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How much speaks for it."""
        return sum(WEIGHTS[kind] for kind in self.kinds)


def find_candidates(
    comments: Iterable[Comment], recorded: Iterable[GoldRow] = ()
) -> list[Candidate]:
    """At most ``MAX_CANDIDATES``, the likeliest first, equals in the order of the threads.

    Args:
        comments: of the issues, with ``raw`` where who the author is shall count.
        recorded: gold rows of the issues; those with a ``resolution`` are candidates.
    """
    found = [*_recorded(recorded), *filter(None, map(_candidate, comments))]
    found.sort(key=lambda item: (-item.weight, item.number, item.comment or 0))
    return found[:MAX_CANDIDATES]


def _recorded(rows: Iterable[GoldRow]) -> Iterator[Candidate]:
    for row in rows:
        if row.resolution and row.issue.number is not None:
            lines = (" ".join(row.resolution.split())[:MAX_LINE],)
            yield Candidate(row.issue.repo, row.issue.number, None, ("recorded",), lines=lines)


def _candidate(comment: Comment) -> Candidate | None:
    if comment.author_is_bot:
        return None
    body = _QUOTED.sub("", comment.body[:MAX_BODY])
    prose, code = split_code(body)
    association = comment.raw.get("author_association")
    lines = _commands("\n".join([code, *_SPAN.findall(prose)]))
    changes = tuple(dict.fromkeys(_CHANGE.findall(prose)))[:MAX_FACTS]
    signs = {
        "change": bool(changes),
        "reported": bool(_REPORTED.search(prose)),
        "maintainer": association in MAINTAINERS,
        "command": bool(lines),
    }
    kinds = tuple(kind for kind, there in signs.items() if there)
    if not kinds:
        return None
    known = str(association) if association in ASSOCIATIONS else ""
    addresses = tuple(f"https://github.com/{repo}/{what}" for repo, what in changes)
    return Candidate(
        comment.repo, comment.number, comment.github_id, kinds, known, lines, addresses
    )


def _commands(code: str) -> tuple[str, ...]:
    """Short commands of plain characters: what is longer or stranger is read in the thread."""
    found = [line for line in commands(code) if len(line) <= MAX_LINE]
    return tuple(line for line in found if line.isascii() and line.isprintable())[:MAX_FACTS]
