"""The executable code of a page, and the digest that ties a verification record to it.

Input: MyST source, of a written page or of a generated one: an entry and its page have the
same snippets. Output: code in page order, without fences. Used by whatever runs snippets and
by the stamps, so that both mean the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

LANGUAGES = frozenset({"python", "pycon", "{code-cell}"})

_OPEN = re.compile(r"([ \t]*)(`{3,}|~{3,})[ \t]*([^\s`]*)")


def find_snippets(text: str) -> tuple[str, ...]:
    """Every fenced block of Python, prompts and expected output included."""
    return tuple(
        code for language, code in _blocks(text.splitlines()) if language.lower() in LANGUAGES
    )


def digest_snippets(snippets: tuple[str, ...]) -> str:
    """SHA-256 of the snippets, in hexadecimal; trailing space does not count."""
    lines = ("\n".join(line.rstrip() for line in code.splitlines()) for code in snippets)
    return hashlib.sha256("\0".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _blocks(lines: list[str]) -> Iterator[tuple[str, str]]:
    """(language, code) of each fenced block, nested ones as part of the outer block."""
    at = 0
    while at < len(lines):
        opened = _OPEN.match(lines[at])
        at += 1
        if not opened:
            continue
        indent, fence, language = opened.groups()
        code: list[str] = []
        while at < len(lines) and not _closes(lines[at], fence):
            code.append(lines[at].removeprefix(indent))
            at += 1
        at += 1
        yield language, "\n".join(code)


def _closes(line: str, fence: str) -> bool:
    bare = line.strip()
    return len(bare) >= len(fence) and not bare.strip(fence[0])
