"""Commands to the bot in comments: lines that begin with ``/triage``.

In: the body of a comment. Out: the commands in it, in order. Lines in code, in quotes and in HTML
comments are no commands. Who may command is decided elsewhere, before anything is obeyed.
"""

from __future__ import annotations

import re

NAMES = ("not-helpful", "category", "explain", "ignore", "resume")
TAKES_VALUE = frozenset({"category"})
MAX_COMMANDS = 10
_LINE = re.compile(r"/triage[ \t]+([a-z-]{1,20})(?:[ \t]+([A-Za-z0-9_.-]{1,50}))?[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def parse_commands(body: str, limit: int = 65_536) -> list[tuple[str, str]]:
    """(name, value) of each command; ``value`` is empty where none belongs.

    >>> parse_commands("Wrong.\\n/triage category research\\n> /triage ignore")
    [('category', 'research')]
    """
    found: list[tuple[str, str]] = []
    fence, hidden = "", False
    for line in body[:limit].splitlines():
        mark = _FENCE.match(line)
        if fence:
            run = mark[1] if mark else ""
            if run[:1] == fence[0] and len(run) >= len(fence) and line.strip() == run:
                fence = ""
            continue
        if mark and not hidden:
            fence = mark[1]
            continue
        hidden = _still_hidden(line, hidden)
        if not hidden and (command := _command(line)):
            found.append(command)
    return found[:MAX_COMMANDS]


def _still_hidden(line: str, hidden: bool) -> bool:
    """Whether the line ends inside an HTML comment."""
    start, end = line.rfind("<!--"), line.rfind("-->")
    return start > end if start >= 0 or end >= 0 else hidden


def _command(line: str) -> tuple[str, str] | None:
    match = _LINE.fullmatch(line.rstrip())
    if match is None or match[1] not in NAMES:
        return None
    value = match[2] or ""
    return (match[1], value) if bool(value) == (match[1] in TAKES_VALUE) else None
