"""Find the statements that may hold Python 2 syntax, without parsing the rest.

Input: the text of a file. Output: where they begin and end, whole lines. A file of Python 2 is
mostly Python 3 as well: parsing only these makes reading it three times as fast. Strings and
comments are stepped over; a statement too many costs time and does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PARTS = re.compile(
    r"""(?P<skip>\#[^\n]*|\\\n
        |\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}
        |"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<end>\n)
    |(?P<sure>`|<>|\b(?:print|exec)\b|\b[uU][rR](?=["'])
        |(?<![\w.])(?:0\d+(?![\w.])|(?:0[xX][0-9a-fA-F]+|\d+)[lL]\b))
    |(?P<comma>\b(?:except|raise)\b)
    |(?P<tuple>\b(?:def|lambda)\b)""",
    re.DOTALL | re.VERBOSE,
)
_TUPLE = re.compile(r"\blambda\s*\(|[(,]\s*\(")
_SPACE = re.compile(r"[ \t\f]*")
_BESIDE = {"elif": "if 1: pass\n", "else": "if 1: pass\n", "except": "try: pass\n",
           "finally": "try: pass\n"}  # fmt: skip
"""What must stand before a clause that cannot begin."""


def old_statements(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each, in order; ``text`` ends with a line break."""
    begin = depth = 0
    kinds: set[str] = set()
    for part in _PARTS.finditer(text):
        kind = part.lastgroup or ""
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind != "end":
            kinds.add(kind)
        elif depth <= 0:
            if kinds and _is_old(kinds, text[begin : part.end()]):
                yield begin, part.end()
            begin, depth = part.end(), 0
            kinds.clear()


def _is_old(kinds: set[str], statement: str) -> bool:
    return (
        "sure" in kinds
        or ("comma" in kinds and "," in statement)
        or ("tuple" in kinds and _TUPLE.search(statement) is not None)
    )


def frame(statement: str) -> tuple[str, str]:
    """What makes a file of its own of a statement, before it and after it.

    Its indentation stays, so that columns are those of the file; a clause gets what it belongs to,
    and the head of a block gets a body.
    """
    found = _SPACE.match(statement)
    indent = found.group() if found else ""
    word = re.match(r"\w*", statement[len(indent) :])
    beside = _BESIDE.get(word.group() if word else "")
    before = ("if 1:\n" if indent else "") + (indent + beside if beside else "")
    return before, f"{indent} pass\n" if _opens_a_block(statement) else ""


def _opens_a_block(statement: str) -> bool:
    return _PARTS.sub(_bare, statement).rstrip().endswith(":")


def _bare(part: re.Match[str]) -> str:
    """What is left of a part when comments go, and what strings say."""
    if part.lastgroup != "skip":
        return part.group()
    return "" if part.group()[0] in "#\\" else "''"
