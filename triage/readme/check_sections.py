"""Check title, sections, their order and levels. In: ``Document``. Out: problems."""

from __future__ import annotations

from collections.abc import Iterator

from triage.readme.document import Document, Section
from triage.readme.problems import ProblemCode
from triage.readme.template import PARTS, part_of

Found = Iterator[tuple[ProblemCode, str, int]]


def check_sections(document: Document) -> Found:
    """What is wrong with the structure."""
    yield from _check_title(document)
    yield from _check_levels(document)
    yield from _check_parts(document)
    for section in document.sections[1:]:
        if section.heading and section.heading.level == 2 and section.empty:
            heading = section.heading
            yield ProblemCode.EMPTY_SECTION, f"Nothing is in {heading.text[:80]!r}.", heading.line


def find_section(document: Document, name: str) -> Section | None:
    """The section of the template with this name, if the README has it."""
    place = next(at for at, part in enumerate(PARTS) if part.name == name)
    for section in document.sections:
        if (
            section.heading
            and section.heading.level == 2
            and part_of(section.heading.text) == place
        ):
            return section
    return None


def _check_title(document: Document) -> Found:
    titles = [heading for heading in document.headings if heading.level == 1]
    if not titles or not titles[0].text:
        yield ProblemCode.TITLE, "There is no title.", titles[0].line if titles else 1
    for heading in titles[1:]:
        yield ProblemCode.TITLE, f"{heading.text[:80]!r} is a second title.", heading.line


def _check_levels(document: Document) -> Found:
    level = 1
    for heading in document.headings:
        if heading.level > level + 1:
            message = f"{heading.text[:80]!r} is of level {heading.level} below level {level}."
            yield ProblemCode.LEVEL, message, heading.line
        level = heading.level


def _check_parts(document: Document) -> Found:
    seen: dict[int, int] = {}
    last = -1
    for heading in document.headings:
        place = part_of(heading.text) if heading.level == 2 else None
        if place is None:
            continue
        if place in seen:
            message = f"{PARTS[place].name} also stands in line {seen[place]}."
            yield ProblemCode.TWICE, message, heading.line
            continue
        seen[place] = heading.line
        if place < last:
            message = f"{PARTS[place].name} comes before {PARTS[last].name}."
            yield ProblemCode.ORDER, message, heading.line
        last = max(place, last)
    for place, part in enumerate(PARTS):
        if place not in seen:
            yield ProblemCode.MISSING_SECTION, f"There is no section {part.name}.", 1
