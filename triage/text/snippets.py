"""The executable code of a page, and the digest that ties a verification record to it.

Input: MyST source, of a written page or of a generated one: an entry and its page have the
same snippets. Output: code in page order, without fences. Used by whatever runs snippets and
by the stamps, so that both mean the same. Every way to show Python is covered: what a reader
sees as Python was run, or says that it was not (``not-run``, with its reason).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LANGUAGES = frozenset({"python", "python3", "py", "pycon"})
RUN_DIRECTIVES = frozenset({"code-cell", "doctest"})
CODE_DIRECTIVES = frozenset({"code-block", "code", "sourcecode"})
NOT_RUN = "not-run"
# What stands in these is text to show; in any other directive it is part of the page.
LITERAL = RUN_DIRECTIVES | CODE_DIRECTIVES | {NOT_RUN, "literalinclude", "eval-rst", "testcode"}

_OPEN = re.compile(r"([ \t]*)(`{3,}|~{3,})[ \t]*(.*)")
_DIRECTIVE = re.compile(r"\{([\w:-]+)\}[ \t]*(.*)")
_OPTION = re.compile(r":[\w-]+:")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Executable code of a page: its place from 1, and the line of the page it begins on."""

    number: int
    code: str
    line: int


@dataclass(frozen=True, slots=True)
class NotRun:
    """Code that a page shows without running it, and the reason the reader sees."""

    reason: str
    code: str
    line: int


@dataclass(frozen=True, slots=True)
class _Block:
    name: str
    argument: str
    lines: tuple[str, ...]
    line: int


def locate_snippets(text: str) -> tuple[Snippet, ...]:
    """Every block of Python in page order, prompts and expected output included."""
    blocks = [block for block in _blocks(text.splitlines(), 1) if _is_python(block)]
    return tuple(
        Snippet(number, "\n".join(block.lines), block.line)
        for number, block in enumerate(blocks, 1)
    )


def find_snippets(text: str) -> tuple[str, ...]:
    """The code of every snippet, in page order."""
    return tuple(snippet.code for snippet in locate_snippets(text))


def find_not_run(text: str) -> tuple[NotRun, ...]:
    """Every block that says it is not run, with its reason."""
    return tuple(
        NotRun(block.argument, "\n".join(block.lines), block.line)
        for block in _blocks(text.splitlines(), 1)
        if block.name == f"{{{NOT_RUN}}}"
    )


def digest_snippets(snippets: Sequence[str]) -> str:
    """SHA-256 of the snippets, in hexadecimal; trailing space does not count."""
    lines = ("\n".join(line.rstrip() for line in code.splitlines()) for code in snippets)
    return hashlib.sha256("\0".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _is_python(block: _Block) -> bool:
    name = block.name.lower()
    if name.strip("{}") in CODE_DIRECTIVES:
        return block.argument.lower() in LANGUAGES
    return name in LANGUAGES or name.strip("{}") in RUN_DIRECTIVES


def _blocks(lines: Sequence[str], first: int) -> Iterator[_Block]:
    """Each fenced block; ``first`` is the page's line number of the first of ``lines``."""
    at = 0
    while at < len(lines):
        opened = _OPEN.match(lines[at])
        at += 1
        if not opened or ("`" in opened[2] and "`" in opened[3]):
            continue
        indent, fence, info = opened.groups()
        start = at
        while at < len(lines) and not _closes(lines[at], fence):
            at += 1
        body = [line.removeprefix(indent) for line in lines[start:at]]
        yield from _block(info.strip(), body, first + start)
        at += 1


def _block(info: str, body: list[str], line: int) -> Iterator[_Block]:
    """One block, or what stands inside of it where the block is part of the page."""
    directive = _DIRECTIVE.match(info)
    if not directive:
        name, _, argument = info.partition(" ")
        yield _Block(name, argument.strip(), tuple(body), line)
    elif directive[1] not in LITERAL:
        yield from _blocks(body, line)
    else:
        options = next((n for n, text in enumerate(body) if not _OPTION.match(text)), len(body))
        yield _Block(f"{{{directive[1]}}}", directive[2], tuple(body[options:]), line + options)


def _closes(line: str, fence: str) -> bool:
    bare = line.strip()
    return len(bare) >= len(fence) and not bare.strip(fence[0])
