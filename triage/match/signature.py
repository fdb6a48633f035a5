"""Error signatures: how an error line looks, with ``*`` for the parts that vary.

Input: the ``errors`` of entries and the text of an issue. Output: which signatures match which
line. Only substring search is used, so hostile lines cost linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from triage.text import normalise_error

QUOTES = str.maketrans(dict.fromkeys('`´‘’‚“”„«»"', "'"))
WORD = re.compile(r"[a-z0-9]+")
_STOCK = """
a an and argument arguments as assertion at attribute batch be but by call cannot command could
describes error exception expected external failed fatal file find for from given got has have hex
import in internal invalid is killed last line missing module most must n name named no not num
object of operable operation or path positional program python recent recognized required shape
str such takes tensorflow than that the this to traceback type unable unexpected keyword unknown
value version was warning were with directory found
"""
STOCK_WORDS = frozenset(_STOCK.split())
"""What very many error lines say."""
EXCEPTION_ENDINGS = ("error", "exception", "warning")
MIN_OWN_LETTERS = 3
"""A signature needs this many letters or digits beyond stock words and exception names: enough
for the shortest names that tell an error from others, such as ``pb2`` and ``app``."""
MAX_LINE = 2000
"""Longer lines (minified output, base64) are cut: no signature reaches that far."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of one entry, ready to compare.

    ``words`` are whole words every matching line must hold: the index finds candidates by them.
    """

    entry: str
    source: str
    pieces: tuple[str, ...]
    loose_pieces: tuple[str, ...]
    words: frozenset[str]

    def matches(self, line: Line) -> bool:
        """Whether it is found anywhere within the line."""
        return _in_order(self.pieces, line.plain) or _in_order(self.loose_pieces, line.loose)


@dataclass(frozen=True, slots=True)
class Line:
    """An error line: as given, folded (case, quotes, blanks), and with what varies replaced."""

    source: str
    plain: str
    loose: str


def compile_signature(entry: str, source: str) -> Signature:
    """A signature from the ``errors`` of an entry."""
    plain, loose = _pieces(fold(source)), _pieces(fold(normalise_error(source)))
    # A word in a path is not in every line the loose pieces match, so both must hold it.
    words = frozenset(_inner_words(plain)) & frozenset(_inner_words(loose))
    return Signature(entry, source, plain, loose, words)


def read_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank, ready to compare."""
    found = []
    for source in text.splitlines():
        cut = source.strip()[:MAX_LINE]
        if cut:
            found.append(Line(cut, fold(cut), fold(normalise_error(cut))))
    return found


def fold(text: str) -> str:
    """Lower case, one kind of quote, single blanks."""
    return " ".join(text.lower().translate(QUOTES).split())


def is_too_broad(source: str) -> bool:
    """Whether next to nothing but wildcards, stock words and exception names is left."""
    words = WORD.findall(fold(source))
    own = [
        word for word in words
        if word not in STOCK_WORDS and not word.endswith(EXCEPTION_ENDINGS)
    ]  # fmt: skip
    return sum(map(len, own)) < MIN_OWN_LETTERS


class SignatureIndex:
    """All signatures, found by their rarest word so that most are never compared."""

    def __init__(self, signatures: Iterable[Signature]) -> None:
        ordered = sorted(signatures, key=lambda item: (item.entry, item.source))
        counts: dict[str, int] = {}
        for item in ordered:
            for word in item.words:
                counts[word] = counts.get(word, 0) + 1
        self._always: list[Signature] = []
        self._by_word: dict[str, list[Signature]] = {}
        for item in ordered:
            rarest = min(item.words, key=lambda word: (counts[word], word), default=None)
            home = self._always if rarest is None else self._by_word.setdefault(rarest, [])
            home.append(item)

    def find(self, text: str) -> list[tuple[Signature, str]]:
        """Each signature that matches, with the first line it matches, by entry and source."""
        seen = set(WORD.findall(text.lower()))
        candidates = [*self._always]
        for word in seen & self._by_word.keys():
            candidates.extend(item for item in self._by_word[word] if item.words <= seen)
        if not candidates:
            return []
        lines = [cut for cut in (line.strip()[:MAX_LINE] for line in text.splitlines()) if cut]
        words = [frozenset(WORD.findall(line.lower())) for line in lines]
        ready: dict[int, Line] = {}
        found = []
        for item in sorted(candidates, key=lambda item: (item.entry, item.source)):
            hit = _first_match(item, lines, words, ready)
            if hit is not None:
                found.append((item, hit))
        return found


def _first_match(
    item: Signature, lines: list[str], words: list[frozenset[str]], ready: dict[int, Line]
) -> str | None:
    """The first line a signature matches; only lines with all its words are normalised."""
    for at, line in enumerate(lines):
        if item.words <= words[at]:
            if at not in ready:
                ready[at] = Line(line, fold(line), fold(normalise_error(line)))
            if item.matches(ready[at]):
                return line
    return None


def _pieces(folded: str) -> tuple[str, ...]:
    return tuple(piece for piece in (part.strip() for part in folded.split("*")) if piece)


def _inner_words(pieces: Sequence[str]) -> list[str]:
    """Words that do not touch the ends of a piece: only those are whole in every match."""
    words: list[str] = []
    for piece in pieces:
        found = WORD.findall(piece)
        first = 1 if piece[0].isalnum() else 0
        last = len(found) - (1 if piece[-1].isalnum() else 0)
        words += found[first:last]
    return words


def _in_order(pieces: Sequence[str], line: str) -> bool:
    at = 0
    for piece in pieces:
        at = line.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return bool(pieces)
