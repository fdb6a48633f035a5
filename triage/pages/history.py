"""What the issues say about an entry: how often it was met, when, and where to read it.

Inputs: ``PageInput``. Outputs: one ``History`` per entry or category, sorted and dated only
by what the issues say.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from triage.pages.model import IssueFacts, PageInput
from triage.records import CATEGORIES, Category

_DATE = re.compile(r"(\d{4})(?:-\d{2}){0,2}(?=T|\Z)")


@dataclass(frozen=True, slots=True)
class History:
    """Issues in a row: numbers ascending, days (ISO 8601, possibly a month) ascending."""

    numbers: tuple[int, ...]
    days: tuple[str, ...]

    @property
    def per_year(self) -> dict[int, int]:
        """Issues opened per year, from the first to the last, years without any included."""
        counts = Counter(int(day[:4]) for day in self.days)
        return {y: counts[y] for y in range(min(counts), max(counts) + 1)} if counts else {}


def make_history(numbers: Iterable[int], known: Mapping[int, IssueFacts]) -> History:
    """The history of some issues; one that is not known counts, without a day."""
    ordered = tuple(sorted(set(numbers)))
    days = (day(known[number].created_at) for number in ordered if number in known)
    return History(ordered, tuple(sorted(found for found in days if found)))


def day(moment: str | None) -> str | None:
    """The date part of a time, or None where it is no date between 2008 and 2099."""
    found = _DATE.match(moment or "")
    return found.group() if found and 2008 <= int(found.group(1)) <= 2099 else None


def entry_histories(data: PageInput, known: Mapping[int, IssueFacts]) -> dict[str, History]:
    """By entry id: the issues it names and those it answers."""
    numbers = {entry.id: set(entry.issues_in(data.repo)) for entry in data.entries}
    for result in data.results:
        if result.answer in numbers and result.number is not None:
            numbers[result.answer].add(result.number)
    return {key: make_history(found, known) for key, found in numbers.items()}


def category_histories(data: PageInput, known: Mapping[int, IssueFacts]) -> dict[Category, History]:
    """By category: the issues predicted to belong to it."""
    numbers: defaultdict[Category, list[int]] = defaultdict(list)
    for prediction in data.predictions:
        if prediction.category is not None and prediction.number is not None:
            numbers[prediction.category].append(prediction.number)
    return {category: make_history(numbers[category], known) for category in CATEGORIES}
