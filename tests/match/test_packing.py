"""Numbers as printable text, and Python's patterns as JavaScript's."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.match.browser_patterns import BOUNDARY, to_javascript
from triage.match.browser_rules import PATTERNS
from triage.match.packing import (
    ALPHABET,
    DIGITS,
    LIMIT,
    SINGLE,
    SIZE,
    pack_gaps,
    pack_hashes,
    pack_numbers,
    pack_postings,
    pack_rows,
    width_of,
)


def unpack_numbers(text: str) -> list[int]:
    """What the page documents, written again from its words."""
    digits = iter(ALPHABET.index(character) for character in text)
    found = []
    for lead in digits:
        if lead < SINGLE:
            found.append(lead)
        elif lead < SIZE - 1:
            found.append(SINGLE + (lead - SINGLE) * SIZE + next(digits))
        else:
            high = next(digits) * SIZE + next(digits)
            found.append(SINGLE + (SIZE - 1 - SINGLE) * SIZE + high * SIZE + next(digits))
    return found


def unpack_gaps(text: str, widths: list[int]) -> list[int]:
    bits = iter("".join(f"{DIGITS.index(character):06b}" for character in text))
    found = []
    for width in widths:
        high = next(at for at, bit in enumerate(bits) if bit == "0")
        low = "".join(next(bits) for _ in range(width))
        found.append((high << width) + int(low or "0", 2))
    return found


@given(st.lists(st.integers(0, LIMIT - 1)))
def test_numbers_come_back(numbers):
    packed = pack_numbers(numbers)
    assert unpack_numbers(packed) == numbers
    assert json.dumps(packed) == f'"{packed}"'  # nothing to escape, so nothing grows


@pytest.mark.parametrize("number", [-1, LIMIT])
def test_a_number_that_has_no_code_is_refused(number):
    with pytest.raises(ValueError, match=f"^{number} cannot be packed"):
        pack_numbers([number])


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 12))))
def test_gaps_come_back(gaps):
    assert unpack_gaps(pack_gaps(gaps), [width for _, width in gaps]) == [n for n, _ in gaps]


def test_hashes_are_packed_by_their_steps():
    packed = pack_hashes([3, 3, 900], 10)
    widths = [packed["width"]] * packed["count"]
    assert unpack_gaps(packed["steps"], widths) == [3, 0, 897]


def test_postings_are_packed_by_term():
    found = {"tpu": [(0, 2, 1), (4, 1, 0)], "gpu": [(3, 7, 7)]}
    gaps, packed = pack_postings(["gpu", "nan", "tpu"], found, 5)
    assert unpack_gaps(gaps, [width_of(1, 5), *[width_of(2, 5)] * 2]) == [3, 0, 3]
    numbers = {name: unpack_numbers(text) for name, text in packed.items()}
    kinds = numbers["kinds"]
    rows = [tuple(kinds[2 * place : 2 * place + 2]) for place in numbers["rows"]]
    assert numbers["frequency"] == [1, 0, 2]
    assert rows == [(7, 7), (2, 1), (1, 0)]


def test_common_rows_have_small_places():
    packed = pack_rows([(1, 0), (3, 2), (3, 2)])
    assert unpack_numbers(packed["rows"]) == [1, 0, 0]
    assert unpack_numbers(packed["kinds"]) == [3, 2, 1, 0]


@pytest.mark.parametrize(
    ("python", "javascript"),
    [
        (r"\w+", r"[\p{L}\p{N}_]+"),
        (r"[\w./\\-]", r"[\p{L}\p{N}_./\\-]"),
        (r"[^\W\d_a-zA-Z]", r"(?:(?![\p{Nd}_a-zA-Z])[\p{L}\p{N}_])"),
        (r"a.\.b", r"a[^\n]\.b"),
        (r"\"\`", '"`'),
        (r"\bKilled\b|x", r"(?<![\p{L}\p{N}_])Killed(?![\p{L}\p{N}_])|x"),
        (r"\w+\b:", rf"[\p{{L}}\p{{N}}_]+{BOUNDARY}:"),
    ],
)
def test_patterns_are_translated(python, javascript):
    assert to_javascript(re.compile(python)) == javascript


@pytest.mark.parametrize("source", [r"(?P<a>b)", r"\Aa", r"(b)\1"])
def test_syntax_that_has_no_translation_is_refused(source):
    with pytest.raises(ValueError, match="not translated"):
        to_javascript(re.compile(source))


def test_flags_are_refused():
    with pytest.raises(ValueError, match="flags"):
        to_javascript(re.compile("a", re.IGNORECASE))


def test_every_shared_pattern_can_be_translated():
    assert all(to_javascript(pattern) for pattern in PATTERNS.values())
