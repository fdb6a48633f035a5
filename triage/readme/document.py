"""A README as its parts: headings, sections, links, pictures, code blocks, tables.

In: Markdown as GitHub reads it. Out: ``Document``. markdown-it-py parses it, by the rules of
CommonMark and with tables; this module only says which token belongs to what.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from triage.readme.links import Link, html_links, html_names, inline_links


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside of quotes and lists: level from 1, words, line, and its anchor."""

    level: int
    text: str
    line: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced block: its language (empty: none), text, and whether it is closed."""

    language: str
    text: str
    line: int
    closed: bool


@dataclass(slots=True)
class Section:
    """What stands under a heading of level 1 or 2, those below it included."""

    heading: Heading | None
    links: list[Link] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    prose: list[tuple[int, str]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not (self.links or self.codes or self.cells or self.prose)


@dataclass(frozen=True, slots=True)
class Document:
    """The whole README; the first section is what stands before any heading.

    ``anchors`` are what a link within the page can lead to, in lower case.
    """

    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    anchors: frozenset[str]


def read_document(text: str) -> Document:
    """The parts of a Markdown text; anything is Markdown, so nothing is refused."""
    lines = text.split("\n")
    headings: list[Heading] = []
    sections = [Section(None)]
    counts: Counter[str] = Counter()
    anchors: set[str] = set()
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inside = ""
    for at, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 1
        if token.type in ("heading_open", "td_open", "th_open"):
            inside = token.type
        if token.type == "heading_open" and not token.level:
            words = _words(tokens[at + 1])
            headings.append(Heading(int(token.tag[1]), words, line, _anchor(words, counts)))
            if headings[-1].level <= 2:
                sections.append(Section(headings[-1]))
        elif token.type == "inline":
            _add_inline(sections[-1], token, line, inside)
            inside = ""
            anchors |= html_names(token)
        elif token.type in ("fence", "code_block", "html_block"):
            _add_block(sections[-1], token, line, lines)
            anchors |= html_names(token)
    anchors |= {heading.anchor for heading in headings}
    return Document(tuple(headings), tuple(sections), frozenset(anchors))


def _add_inline(section: Section, token: Token, line: int, inside: str) -> None:
    words = _words(token)
    if inside == "td_open":
        section.cells.append(words)
    elif words and inside != "heading_open":
        section.prose.append((line, words))
    section.links += inline_links(token, line)


def _add_block(section: Section, token: Token, line: int, lines: list[str]) -> None:
    if token.type == "html_block":
        section.links += html_links(token.content, line)
        words = " ".join(re.sub(r"<!--[\s\S]*?(?:-->|\Z)|<[^<>]*>", " ", token.content).split())
        section.prose += [(line, words)] if words else []
    elif token.type == "code_block":
        section.prose.append((line, token.content))
    else:
        first, end = token.map or (0, 1)
        last = lines[end - 1].strip(" \t>") if end - first > 1 else ""
        closed = last.startswith(token.markup) and not last.strip(token.markup[0])
        language = (token.info.split() or [""])[0]
        section.codes.append(Code(language, token.content, line, closed))


def _words(token: Token) -> str:
    """What a reader sees of inline content, without pictures."""
    kinds = {"softbreak": "\n", "hardbreak": "\n"}
    shown = (child for child in token.children or () if child.type not in ("html_inline", "image"))
    return "".join(kinds.get(child.type, child.content) for child in shown).strip()


def _anchor(words: str, counts: Counter[str]) -> str:
    """The anchor that GitHub gives a heading of these words; equal ones are counted."""
    anchor = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
    counts[anchor] += 1
    return f"{anchor}-{counts[anchor] - 1}" if counts[anchor] > 1 else anchor
