"""Markdown and HTML noise out, and code apart from prose.

In: an issue body. Out: text. Nothing is rendered and nothing is made safe here: this is for
reading by the classifier and the matcher, never for showing to people.
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\(([^()\s]{0,500})[^()\n]{0,200}\)")
_UPLOAD = re.compile(
    r"https?://(?:user-images\.githubusercontent\.com|github\.com/user-attachments)[^\s)]*"
)
_MARKS = re.compile(r"^[ ]{0,3}(?:#{1,6}[ ]|>[ ]?|[-*+][ ](?:\[[ xX]\][ ])?)|\*\*|__(?=\s|$)", re.M)


def split_code(text: str) -> tuple[str, str]:
    """Prose and code of a body: (outside the fences, inside them), both without the fences.

    A fence that is never closed runs to the end, as it does on GitHub.
    """
    prose: list[str] = []
    code: list[str] = []
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            else:
                code.append(line)
        elif mark:
            fence = mark[1]
        else:
            prose.append(line)
    return "\n".join(prose), "\n".join(code)


def strip_comments(text: str) -> str:
    """Text without HTML comments; one that is never closed is kept, for its text."""
    parts: list[str] = []
    rest = 0
    while (start := text.find("<!--", rest)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        parts.append(text[rest:start])
        rest = end + 3
    parts.append(text[rest:])
    return "".join(parts)


def strip_markup(text: str) -> str:
    """Text without HTML tags and comments, link brackets, bullets, heads and bold marks.

    A link keeps its words and its address: the address is often the only path in an issue.
    Addresses of uploaded pictures go.
    """
    text = strip_comments(text)
    text = _UPLOAD.sub(" ", text)
    text = _IMAGE_OR_LINK.sub(r"\1 \2", text)
    text = _TAG.sub(" ", text)
    return _MARKS.sub("", text)
