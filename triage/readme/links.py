"""The links and pictures of a README, in Markdown and in the raw HTML between it.

In: tokens of markdown-it-py, or HTML. Out: ``Link`` values with their lines.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Link:
    """Where something leads; ``words`` is what a picture says instead, else empty."""

    target: str
    line: int
    picture: bool = False
    words: str = ""


def inline_links(token: Token, line: int) -> Iterator[Link]:
    """Those of a paragraph or a cell that begins in a line."""
    at = line
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            at += 1
        elif child.type == "link_open":
            yield Link(str(child.attrs.get("href", "")), at)
        elif child.type == "image":
            yield Link(str(child.attrs.get("src", "")), at, True, child.content)
        elif child.type == "html_inline":
            yield from html_links(child.content, at)


class _Tags(HTMLParser):
    """Gathers the links and pictures of raw HTML."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.first = line
        self.found: list[Link] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep ``href`` of links, ``src`` and ``alt`` of pictures, and what can be linked to."""
        values = dict(attrs)
        self.names |= {(values.get(key) or "").lower() for key in ("id", "name")}
        line = self.first + self.getpos()[0] - 1
        if tag == "a" and values.get("href") is not None:
            self.found.append(Link(values["href"] or "", line))
        if tag == "img" and values.get("src") is not None:
            self.found.append(Link(values["src"] or "", line, True, values.get("alt") or ""))


def html_links(html: str, line: int) -> list[Link]:
    """Those of raw HTML that begins in a line."""
    return _read(html, line).found


def html_names(token: Token) -> set[str]:
    """The anchors that raw HTML in a token sets, in lower case."""
    parts = [child.content for child in token.children or () if child.type == "html_inline"]
    parts += [token.content] if token.type == "html_block" else []
    return {name for part in parts for name in _read(part, 1).names}


def _read(html: str, line: int) -> _Tags:
    tags = _Tags(line)
    # The parser raises its own words for some broken declarations: what came before counts.
    with contextlib.suppress(AssertionError, ValueError):
        tags.feed(html)
    return tags
