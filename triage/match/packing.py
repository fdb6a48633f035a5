"""Numbers as printable text: small after gzip, readable by any browser.

Input: lists of numbers. Output: strings of printable ASCII that need no escape in JSON. Two ways:
``pack_numbers`` for numbers of which few values are common (one character for a small one, so
that gzip sees each as one symbol), ``pack_gaps`` for distances, which gzip cannot shorten (Rice
codes, six bits a character). The reference page *matching* describes both;
``docs/_static/finder/unpack.js`` reads them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

ALPHABET = "".join(chr(code) for code in range(32, 127) if chr(code) not in '"\\')
SIZE = len(ALPHABET)
SINGLE = 70
"""Numbers below this take one character."""
PAIRS = (SIZE - SINGLE - 1) * SIZE
"""How many numbers, from ``SINGLE`` up, take two characters; the last lead announces four."""
LIMIT = SINGLE + PAIRS + SIZE**3
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Six bits a character."""
Posting = tuple[int, ...]
"""A document, then its counts."""


def pack_numbers(numbers: Iterable[int]) -> str:
    """Numbers of 0 to ``LIMIT`` - 1 as text.

    Raises:
        ValueError: a number is negative or too large.

    >>> pack_numbers([0, 1, 69]), pack_numbers([70]), len(pack_numbers([5000]))
    (' !g', 'h ', 4)
    """
    return "".join(map(_pack, numbers))


def _pack(number: int) -> str:
    if not 0 <= number < LIMIT:
        raise ValueError(f"{number} cannot be packed: it is not in 0 to {LIMIT - 1}")
    if number < SINGLE:
        return ALPHABET[number]
    rest = number - SINGLE
    if rest < PAIRS:
        return ALPHABET[SINGLE + rest // SIZE] + ALPHABET[rest % SIZE]
    rest -= PAIRS
    high, low = divmod(rest, SIZE)
    return ALPHABET[-1] + ALPHABET[high // SIZE] + ALPHABET[high % SIZE] + ALPHABET[low]


def pack_gaps(gaps: Iterable[tuple[int, int]]) -> str:
    """Pairs of a number and its width: Rice codes, the high part in ones, the low one as is.

    >>> pack_gaps([(0, 0), (5, 2)])
    'S'
    """
    bits = "".join(_rice(number, width) for number, width in gaps)
    bits += "0" * (-len(bits) % 6)
    return "".join(DIGITS[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))


def _rice(number: int, width: int) -> str:
    low = f"{number & ((1 << width) - 1):0{width}b}" if width else ""
    return "1" * (number >> width) + "0" + low


def width_of(frequency: int, documents: int) -> int:
    """The width that suits the gaps of a term that so many of the documents have."""
    return max(((documents - frequency) // (frequency + 1)).bit_length() - 1, 0)


def pack_hashes(hashes: Sequence[int], bits: int) -> dict[str, object]:
    """Ascending numbers of so many bits, by their differences."""
    width = width_of(len(hashes), 1 << bits)
    steps = [after - before for before, after in zip([0, *hashes], hashes, strict=False)]
    return {"count": len(hashes), "width": width, "steps": pack_gaps((n, width) for n in steps)}


def pack_postings(
    terms: Iterable[str], postings: Mapping[str, Sequence[Posting]], documents: int
) -> tuple[str, dict[str, str]]:
    """Which documents hold each term, as gaps; and its counts there.

    Args:
        terms: in the order of the index.
        postings: by term its documents, ascending, each with its counts.
        documents: how many there are.
    """
    frequency: list[int] = []
    gaps: list[tuple[int, int]] = []
    counts: list[Posting] = []
    for term in terms:
        found = postings.get(term, ())
        frequency.append(len(found))
        last, width = -1, width_of(len(found), documents)
        for document, *numbers in found:
            gaps.append((document - last - 1, width))
            last = document
            counts.append(tuple(numbers))
    return pack_gaps(gaps), {"frequency": pack_numbers(frequency), **pack_rows(counts)}


def pack_rows(rows: Sequence[tuple[int, ...]]) -> dict[str, str]:
    """Rows of numbers that hang together, as one number each: the place in the list of kinds.

    The kinds stand by how common they are, so that most places are small.
    """
    common = Counter(rows)
    kinds = sorted(common, key=lambda row: (-common[row], row))
    place = {row: at for at, row in enumerate(kinds)}
    return {
        "kinds": pack_numbers(number for row in kinds for number in row),
        "rows": pack_numbers(place[row] for row in rows),
    }
