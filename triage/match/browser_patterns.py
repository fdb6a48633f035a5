"""Regular expressions of Python as those of JavaScript, for the error finder in the browser.

Input: the source of a pattern. Output: a source for ``new RegExp(source, "u")`` that matches the
same. Python's ``\\w``, ``\\d``, ``\\s`` and ``\\b`` know all scripts, JavaScript's only ASCII;
JavaScript's dot stops at more kinds of line end. One source for both: a pattern that is
changed here is changed there.
"""

from __future__ import annotations

import re

LETTERS = r"\p{L}\p{N}_"
SPACES = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What ``str.isspace`` says yes to."""
IN_CLASS = {"w": LETTERS, "d": r"\p{Nd}", "s": SPACES}
OUTSIDE = {
    "w": f"[{LETTERS}]", "W": f"[^{LETTERS}]", "d": r"[\p{Nd}]", "s": f"[{SPACES}]",
    "S": f"[^{SPACES}]",
}  # fmt: skip
BOUNDARY = f"(?:(?<=[{LETTERS}])(?![{LETTERS}])|(?<![{LETTERS}])(?=[{LETTERS}]))"
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
KEPT = frozenset(r"\.*+?()[]{}|^$/-")
"""Characters that keep their backslash; before others JavaScript refuses it."""
_PART = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|\.|[^\[\\.]+", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def to_javascript(pattern: re.Pattern[str]) -> str:
    """The source of the same pattern for JavaScript.

    Raises:
        ValueError: it has flags, or uses syntax that is not translated.
    """
    if pattern.flags & ~re.UNICODE:
        raise ValueError(f"{pattern.pattern!r} has flags, which are not translated")
    parts = _PART.findall(pattern.pattern)
    around = zip(["", *parts], [*parts[1:], ""], strict=False)
    return "".join(
        _boundary(before, after) if part == r"\b" else _translate(part)
        for part, (before, after) in zip(parts, around, strict=True)
    )


def _boundary(before: str, after: str) -> str:
    """A word's end or beginning; beside a plain letter one look says it, and is far quicker."""
    if after[:1] in PLAIN:
        return f"(?<![{LETTERS}])"
    return f"(?![{LETTERS}])" if before[-1:] in PLAIN and before[0] != "\\" else BOUNDARY


def _translate(part: str) -> str:
    if part.startswith("["):
        return _translate_class(part)
    if part.startswith("\\"):
        return _escape(part[1], OUTSIDE)
    if "(?P" in part or "(?i" in part:
        raise ValueError(f"{part!r} is not translated")
    return r"[^\n]" if part == "." else part


def _translate_class(part: str) -> str:
    """A class; ``[^\\W…]`` is what ``\\w`` holds without the rest."""
    if part.startswith(r"[^\W"):
        rest = _ESCAPE.sub(lambda match: _escape(match[1], IN_CLASS), part[4:-1])
        return f"(?:(?![{rest}])[{LETTERS}])"
    inner = _ESCAPE.sub(lambda match: _escape(match[1], IN_CLASS), part[1:-1])
    # A bracket that opens inside a class stands for itself in Python; JavaScript's u wants \[.
    return f"[{inner}]"


def _escape(character: str, known: dict[str, str]) -> str:
    if character in known:
        return known[character]
    if character in "nrtfv" or character in KEPT:
        return f"\\{character}"
    if character.isalnum():
        raise ValueError(f"\\{character} is not translated")
    return character
