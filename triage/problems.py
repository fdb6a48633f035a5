"""What a checker can report: a stable code, what it means, what to do; and the table of all codes.

A checker lists its own as members of an enum of ``Code``; ``records.Problem`` is one found.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Code(Enum):
    """One kind of problem: code, what it means, and what to do about it."""

    def __init__(self, code: str, meaning: str, remedy: str) -> None:
        self.code = code
        self.meaning = meaning
        self.remedy = remedy


def table_of_codes(codes: Iterable[Code]) -> str:
    """The Markdown table that documents every code."""
    rows = (f"| {item.code} | {item.meaning} | {item.remedy} |" for item in codes)
    return "\n".join(("| code | what is wrong | what to do |", "| --- | --- | --- |", *rows))
