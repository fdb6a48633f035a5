"""Does the output shown match the output of the run? Strict on facts, tolerant on digits.

Input: the expected text of a page and the text of the run. Output: yes or no, and the first
difference in one line. Whitespace between tokens does not count. Words, shapes, dtypes, class
names, versions and integers must be equal. A float may differ by one unit of the last digit
shown, or by 1e-4 of its value; one that shows a single digit, by half a unit of it; one that
shows no decimals (``3.``) only by 1e-4. ``...`` stands for anything.
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterable
from dataclasses import dataclass

RELATIVE = 1e-4
SHOWN = 90
CONTEXT = 6
"""Characters of a difference that are shown, and tokens before it."""

_TOKEN = re.compile(
    r"(?P<version>\d+(?:\.\d+){2,}\w*)"
    r"|(?P<float>(?:(?<![\w)\]])[-+])?(?:\d+\.\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?"
    r"|\d+[eE][-+]?\d+)(?![\w.]))"
    r"|(?P<integer>(?:(?<![\w)\]])[-+])?\d+(?![\w.]))"
    r"|(?P<word>\w+(?:\.\w+)*)|(?P<other>\S)"
)
_LOOSE = re.compile(r" ?(\.\.\.|[\[\](),{}]) ?")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")
_MODULE = re.compile(r"(?:\w+\.)+(?=\w+(?::|\s*\Z))")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


class OutputChecker(doctest.OutputChecker):
    """The rule above as doctest asks for it.

    Args:
        exceptions: expected exception lines; they may leave out the module of the class.
    """

    def __init__(self, exceptions: Iterable[str] = ()) -> None:
        self.exceptions = frozenset(exceptions)

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Whether ``got`` is what the page shows as ``want``."""
        if outputs_match(want, got):
            return True
        bare = _MODULE.sub("", got, count=1) if _MODULE.match(got) else got
        return want in self.exceptions and bare != got and outputs_match(want, bare)


def outputs_match(want: str, got: str) -> bool:
    """Whether the output of a run is the one shown, by the rule of this module."""
    want_tokens, got_tokens = _tokens(want), _tokens(got)
    if len(want_tokens) == len(got_tokens) and all(map(_equal, want_tokens, got_tokens)):
        return True
    if "..." not in want:
        return False
    checker = doctest.OutputChecker()
    return checker.check_output(_tight(want), _tight(got), doctest.ELLIPSIS)


def _tight(text: str) -> str:
    """One space between words, none beside brackets, commas and ``...``."""
    return _LOOSE.sub(r"\1", _flat(_clean(text))) + "\n"


def first_difference(want: str, got: str) -> str:
    """Where the outputs part, in one line."""
    if not got.strip():
        return f"expected {_clip(_flat(want))}, got nothing"
    if not want.strip():
        return f"expected nothing, got {_clip(_flat(got))}"
    want, got = _flat(_clean(want)), _flat(_clean(got))
    tokens = list(zip(_tokens(want), _tokens(got), strict=False))
    parted = next((n for n, pair in enumerate(tokens) if not _equal(*pair)), 0)
    shown, found = tokens[max(0, parted - CONTEXT)]
    return f"expected {_clip(want[shown.start :])}, got {_clip(got[found.start :])}"


def _clean(text: str) -> str:
    """Without what no page can or should show: colours, addresses, marks for blank lines."""
    return _ADDRESS.sub("at 0x", _ANSI.sub("", text)).replace("<BLANKLINE>", "")


def _tokens(text: str) -> list[_Token]:
    found = _TOKEN.finditer(_clean(text))
    return [_Token(match.lastgroup or "", match[0], match.start()) for match in found]


def _equal(want: _Token, got: _Token) -> bool:
    if want.kind != got.kind:
        return False
    if want.kind == "integer":
        return int(want.text) == int(got.text)
    if want.kind != "float":
        return want.text == got.text
    shown, found = float(want.text), float(got.text)
    return shown == found or abs(shown - found) <= max(_unit(want.text), RELATIVE * abs(shown))


def _unit(text: str) -> float:
    """How far a float may be from the digits shown, with room for binary rounding."""
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    if not decimals:
        return 0.0
    unit = 10.0 ** (int(exponent or 0) - decimals)
    digits = mantissa.lstrip("+-").replace(".", "").lstrip("0")
    return unit * (1.0 if len(digits) > 1 else 0.5) * (1 + 1e-6)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _clip(text: str) -> str:
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
