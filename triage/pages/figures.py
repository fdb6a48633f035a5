"""Measured figures as read from JSON: typed access that never fails on what is missing.

Inputs: the mapping of ``docs/records/quality.json`` or a part of it. Outputs: numbers as
text, ``-`` where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triage.pages.escape import plain

NONE = "-"


def part(figures: Mapping[str, object], key: str) -> Mapping[str, object]:
    """The mapping under ``key``; empty if there is none."""
    found = figures.get(key)
    return found if isinstance(found, Mapping) else {}


def rows(figures: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    """The mappings in the list under ``key``."""
    found = figures.get(key)
    if not isinstance(found, Sequence) or isinstance(found, str):
        return []
    return [row for row in found if isinstance(row, Mapping)]


def share(figures: Mapping[str, object], key: str) -> str:
    """A number between 0 and 1 with three digits."""
    found = figures.get(key)
    return f"{found:.3f}" if isinstance(found, int | float) else NONE


def whole(figures: Mapping[str, object], key: str) -> str:
    """A count."""
    found = figures.get(key)
    return f"{found:,.0f}" if isinstance(found, int | float) else NONE


def code(text: object) -> str:
    """A command as inline code, whatever characters it has."""
    shown = plain(str(text)).replace("`", "'")
    return f"`{shown}`"


def issues_judged(figures: Mapping[str, object]) -> int:
    """How many issues were judged: as recorded, or counted up from the parts."""
    classes = part(figures, "per_class")
    found = [figures.get(key) for key in ("rows", "with_entry", "without_entry")]
    found += [part(classes, name).get("support") for name in classes] if not any(found) else []
    return sum(number for number in found if isinstance(number, int))
