"""Check where the links of a README lead, on this machine only. In: ``Document``. Out: problems."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from triage.readme.check_sections import Found
from triage.readme.document import Document
from triage.readme.problems import ProblemCode

ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def check_links(document: Document, folder: Path, root: Path) -> Found:
    """Relative links and anchors that lead nowhere, and links out of the repository.

    Args:
        document: the README.
        folder: where it lies.
        root: the repository; a link that begins with ``/`` begins there.
    """
    for link in (link for section in document.sections for link in section.links):
        target = link.target.strip()
        if ELSEWHERE.match(target):
            continue
        path, _, anchor = target.partition("#")
        shown = repr(unquote(target)[:80])
        code = _judge(unquote(path.partition("?")[0]), folder, root) if path else None
        if code is ProblemCode.OUTSIDE:
            yield code, f"{shown} leads out of the repository.", link.line
        elif code or not target:
            yield ProblemCode.DEAD_LINK, f"{shown} leads to no file.", link.line
        elif not path and anchor and unquote(anchor).lower() not in document.anchors:
            yield ProblemCode.DEAD_ANCHOR, f"{shown} leads to no heading.", link.line


def _judge(path: str, folder: Path, root: Path) -> ProblemCode | None:
    """What is wrong with a relative path, links in the file system followed."""
    base = root if path.startswith("/") else folder
    try:
        place = (base / path.lstrip("/")).resolve()
        if not place.is_relative_to(root.resolve()):
            return ProblemCode.OUTSIDE
        return None if place.exists() else ProblemCode.DEAD_LINK
    except (OSError, ValueError, RuntimeError):  # too long, a NUL, a loop of links
        return ProblemCode.DEAD_LINK
