"""Check the text of one entry file. Input: ``EntryFile``. Output: problems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from triage.match.check_links import check_links
from triage.match.entries import EntryFile, cut_sections, walk_lines
from triage.match.problems import ProblemCode
from triage.records import Problem

SECTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fix": ("Symptom", "Cause", "Fix", "Check that it worked", "See also"),
        "howto": ("Steps", "Check that it worked", "See also"),
        "limitation": ("What is missing", "What to do instead", "See also"),
        "explanation": ("Explanation", "What to do", "See also"),
    }
)
"""The sections an entry of each kind must have, except *See also*."""
OPTIONAL_SECTIONS = frozenset({"Symptom", "See also", "Versions"})
ALLOWED_DIRECTIVES = frozenset({"doctest", "code-block", "not-run"})
MAX_LINES, MAX_CHARACTERS, MAX_LINE, MAX_ANSWER = 200, 16_000, 1_000, 700

CODE_SPAN = re.compile(r"``[^`]*``|`[^`]*`")
RAW_HTML = re.compile(r"<(?:[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])|/[a-zA-Z]|[!?])")
ROLE = re.compile(r"\{[a-zA-Z][\w:+.-]{0,60}\}`")
DIRECTIVE = re.compile(r"^\s*(?:`{3,}|~{3,}|:{3,})\s*\{([^}]{0,60})\}")
SUBSTITUTION = re.compile(r"\{\{|^\s*(?:%|\+\+\+|\([\w-]{1,60}\)=)")
HEADING = re.compile(r"(#{1,6})(?:\s|$)")
PROMPT = re.compile(r"^\s*>>> ", re.MULTILINE)
REPRODUCED_BLOCKS = 2

_Found = Iterator[tuple[ProblemCode, str, int]]


def check_text(file: EntryFile, known: set[str]) -> Iterator[Problem]:
    """The problems of one file's text; ``known`` are the names of all entry files."""
    checks = (
        _check_length(file),
        _check_sections(file),
        _check_lines(file, known),
        _check_headings(file),
        _check_evidence(file),
    )
    for check in checks:
        for code, message, line in check:
            yield Problem(code.code, str(file.path), message, line)


def _check_length(file: EntryFile) -> _Found:
    lines = file.text.splitlines()
    if len(lines) + file.first_line > MAX_LINES or len(file.text) > MAX_CHARACTERS:
        message = f"The file has more than {MAX_LINES} lines or {MAX_CHARACTERS} characters."
        yield ProblemCode.TOO_LONG, message, 1
    for number, line in enumerate(lines, file.first_line):
        if len(line) > MAX_LINE:
            yield ProblemCode.TOO_LONG, f"The line has more than {MAX_LINE} characters.", number
        if "TODO" in line:
            yield ProblemCode.TODO, "A TODO marker is left.", number


def _check_sections(file: EntryFile) -> _Found:
    answer, sections = cut_sections(file.text)
    if not answer or answer.startswith(("#", "```")) or len(answer) > MAX_ANSWER:
        message = f"There is no short answer of at most {MAX_ANSWER} characters at the top."
        yield ProblemCode.NO_ANSWER, message, file.first_line
    required = SECTIONS.get(str(file.front.get("kind")))
    if required is None:
        return
    filled = {heading for heading, text in sections if text}
    for heading in required:
        if heading not in filled and heading != "See also":
            message = f"The section {heading} is missing or empty."
            yield ProblemCode.MISSING_SECTION, message, file.first_line
    seen: set[str] = set()
    for heading, _ in sections:
        if heading in seen or heading not in OPTIONAL_SECTIONS.union(required):
            message = f"The section {heading} is not one of its kind, or stands twice."
            yield ProblemCode.UNKNOWN_SECTION, message, file.first_line
        seen.add(heading)


def _check_lines(file: EntryFile, known: set[str]) -> _Found:
    in_fence, number = False, file.first_line
    for number, line, in_fence in walk_lines(file.text, file.first_line):
        found = DIRECTIVE.match(line)
        if found and found[1] not in ALLOWED_DIRECTIVES:
            yield ProblemCode.DIRECTIVE, f"The directive {found[1]} is not used here.", number
        if not in_fence:
            yield from _check_prose(CODE_SPAN.sub("`", line), number)
            for code, message in check_links(CODE_SPAN.sub("`", line), file.path, known):
                yield code, message, number
            if ROLE.search(line):
                yield ProblemCode.DIRECTIVE, "A role is not used here.", number
    if in_fence and not file.text.rstrip().endswith(("```", "~~~")):
        yield ProblemCode.CODE_BLOCK, "A code block is never closed.", number


def _check_prose(line: str, number: int) -> _Found:
    if RAW_HTML.search(line):
        yield ProblemCode.RAW_HTML, "Raw HTML is not used here.", number
    if SUBSTITUTION.search(line):
        yield ProblemCode.DIRECTIVE, "MyST syntax beyond Markdown is not used here.", number


def _check_headings(file: EntryFile) -> _Found:
    level = 1
    for number, line, in_fence in walk_lines(file.text, file.first_line):
        found = None if in_fence else HEADING.match(line)
        if found:
            new = len(found[1])
            if new == 1 or new > level + 1:
                message = f"A heading of level {new} cannot stand here."
                yield ProblemCode.HEADING, message, number
            level = new


def _check_evidence(file: EntryFile) -> _Found:
    if file.front.get("evidence") != "reproduced":
        return
    with_prompt = sum(bool(PROMPT.search(block)) for block in _blocks(file.text))
    if with_prompt < REPRODUCED_BLOCKS:
        message = "evidence is reproduced, but fewer than two blocks can be executed."
        yield ProblemCode.NOT_EXECUTABLE, message, 1


def _blocks(text: str) -> list[str]:
    blocks = [""]
    for _, line, in_fence in walk_lines(text):
        if in_fence:
            blocks[-1] += line + "\n"
        elif blocks[-1]:
            blocks.append("")
    return blocks
