"""Check the links of one line of an entry, without a network.

Input: a line without its code. Output: what is wrong, with its code. A link to another entry must
name one, a link into the project a file that is there; an address of the web must only look right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from triage.match.problems import ProblemCode

LINK = re.compile(r"\]\(([^()\n]{0,300})\)")
AUTOLINK = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]{1,20}:[^<>\n]{0,300})>")
TITLE = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*')$")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")
ENTRY_LINK = re.compile(r"(?:\./)?([\w.-]+\.md)(?:#.*)?")


def check_links(line: str, path: Path, known: set[str]) -> Iterator[tuple[ProblemCode, str]]:
    """The problems of the links of a line.

    Args:
        line: text without code.
        path: the entry file it is from.
        known: the names of all entry files.
    """
    targets = [TITLE.sub("", target.strip()) for target in LINK.findall(line)]
    for target in [*targets, *AUTOLINK.findall(line)]:
        entry = ENTRY_LINK.fullmatch(target)
        if entry:
            if entry[1] not in known:
                yield ProblemCode.UNKNOWN_LINK, f"There is no entry {entry[1]}."
        elif SCHEME.match(target) or not target or " " in target:
            if not _is_address(target):
                yield ProblemCode.ADDRESS, f"The link {target[:80]!r} is not an address."
        elif not target.startswith("#") and not _is_file(target, path):
            yield ProblemCode.MISSING_FILE, f"There is no file {target[:80]}."


def _is_address(target: str) -> bool:
    try:
        parts = urlsplit(target)
        # Reading the port refuses one that is no number.
        plain = parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    good = parts.scheme in ("https", "http") and HOST.fullmatch(parts.hostname or "")
    return bool(good and plain and target.isprintable() and " " not in target)


def _is_file(target: str, path: Path) -> bool:
    """Whether the project has the file; entries outside of a checkout have nothing around them."""
    root = path.resolve().parent.parent.parent
    if not (root / "docs").is_dir():
        return True
    place = (path.resolve().parent / target.partition("#")[0]).resolve()
    return place.is_relative_to(root) and place.is_file()
