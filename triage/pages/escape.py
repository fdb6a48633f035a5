"""Hostile text made harmless: titles as plain inline text, error lines as literal blocks.

Inputs: text from issues. Outputs: MyST source that shows that text and does nothing else.
Every function is linear in its input. Entry text is ours and does not pass through here.
"""

from __future__ import annotations

import re
import unicodedata

TITLE_LIMIT = 300
BLOCK_LIMIT = 20_000

_PUNCTUATION = re.compile(r"[!-/:-?\[-`{-~]")  # all of ASCII's, except "@"
_RUN = re.compile(r"`+")
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")
# What has no glyph of its own, or moves the glyphs of others: shown by its number. Besides
# the format characters (Cf: bidi controls, zero width, tags) these are the fillers that
# render as nothing although Unicode calls them letters, marks or symbols.
_HIDDEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def visible(text: str, keep: str = "") -> str:
    r"""Text with control, bidi and zero-width characters as ``\u202e``; ``keep`` excepted."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in keep or not _is_invisible(c) else _number(c) for c in text)


def _is_invisible(char: str) -> bool:
    if char.isascii():
        return not char.isprintable()
    if unicodedata.category(char) in _INVISIBLE or char in _HIDDEN:
        return True
    # Variation selectors: harmless one by one, a way to smuggle bytes in a row.
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _number(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def clip(text: str, limit: int) -> str:
    """At most ``limit`` characters, the last one an ellipsis if some were left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain(text: str) -> str:
    """One line of plain text: whitespace collapsed, nothing invisible, bounded."""
    return clip(visible(" ".join(text[: 20 * TITLE_LIMIT].split())), TITLE_LIMIT)


def inline(text: str) -> str:
    """A title, label or name as inline MyST that renders as exactly its (visible) text.

    Every ASCII punctuation character is escaped, so nothing can open a role, link, image,
    tag, table cell or list. ``@`` becomes an entity: escaped, it would still read as a
    mention where the source is shown on GitHub.
    """
    escaped = _PUNCTUATION.sub(r"\\\g<0>", plain(text))
    return escaped.replace("@", "&#64;") or "(no title)"


def quoted(text: str) -> str:
    """A name in the lines of a figure: one cell of CSV, which is never read as MyST."""
    return '"' + plain(text).replace('"', '""') + '"'


def literal(text: str, limit: int = BLOCK_LIMIT) -> str:
    """A literal block that nothing in ``text`` can leave: the fence outgrows every run."""
    body = visible(text[:limit].replace("\r\n", "\n").replace("\r", "\n"), keep="\n\t").strip("\n")
    if len(text) > limit:
        body += "\n… truncated, the issue has the rest"
    fence = "`" * max(3, 1 + max((len(run) for run in _RUN.findall(body)), default=0))
    return f"{fence}text\n{body}\n{fence}"


def issue_url(repo: str, number: int) -> str:
    """The address of an issue, rebuilt from its parts; never copied from anywhere."""
    return f"{repository_url(repo)}/issues/{int(number)}"


def repository_url(repo: str) -> str:
    """The address of a repository.

    Raises:
        ValueError: ``repo`` is not ``owner/name``.
    """
    if not _SLUG.match(repo):
        raise ValueError(f"not a repository: {repo!r}")
    return f"https://github.com/{repo}"
