"""Text to words, and identifiers to their parts.

In: any text. Out: lists of words. The tokeniser of the classifier and of the matcher, so that
both mean the same by "word".
"""

from __future__ import annotations

import re

MAX_WORD = 60
"""Longer runs are base64, hashes or hostile: they say nothing and are dropped."""

_WORD = re.compile(r"\w+")
# One alternative per kind of part; every character starts at most one match.
_PART = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+|[^\W\d_a-zA-Z]+")


def words(text: str) -> list[str]:
    """Lower-case words in reading order; an identifier such as ``label_map_util`` is one word.

    >>> words("cannot import name 'string_int_label_map_pb2'")
    ['cannot', 'import', 'name', 'string_int_label_map_pb2']
    """
    return [word for word in _WORD.findall(text.lower()) if len(word) <= MAX_WORD]


def identifier_parts(identifier: str) -> list[str]:
    """The words inside an identifier, lower-case: snake case, camel case and mixtures.

    A word with nothing to split comes back alone; digits stay with the letters before them.

    >>> identifier_parts("string_int_label_map_pb2")
    ['string', 'int', 'label', 'map', 'pb2']
    >>> identifier_parts("InvalidArgumentError")
    ['invalid', 'argument', 'error']
    """
    return [part.lower() for part in _PART.findall(identifier)]
