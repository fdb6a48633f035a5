"""The links and pictures of a README, in Markdown and in the raw HTML between it.

In: tokens of markdown-it-py, or HTML. Out: ``Link`` values with their lines.
"""

from __future__ import annotations

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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep ``href`` of links, and ``src`` and ``alt`` of pictures."""
        values = dict(attrs)
        line = self.first + self.getpos()[0] - 1
        if tag == "a" and values.get("href") is not None:
            self.found.append(Link(values["href"] or "", line))
        if tag == "img" and values.get("src") is not None:
            self.found.append(Link(values["src"] or "", line, True, values.get("alt") or ""))


def html_links(html: str, line: int) -> list[Link]:
    """Those of raw HTML that begins in a line; none where it cannot be read."""
    tags = _Tags(line)
    try:
        tags.feed(html)
    except (AssertionError, ValueError):  # the parser's own words for some broken declarations
        return []
    return tags.found
