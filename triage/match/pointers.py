"""What a scaffold tells the person who finishes it: candidate fixes, nearest entries, common facts.

Input: records. Output: Markdown of an entry file in which every part begins with TODO, so that
``triage check-entries`` reports what was not worked off. Text of issues stands in fences it
cannot leave, addresses are rebuilt from checked parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from triage.match.candidates import Candidate
from triage.records import Match

MAX_LINE = 200
FENCE = re.compile(r"`{3,}|~{3,}|:{3,}")
SLUG = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9_][\w.-]*", re.ASCII)
WORD = re.compile(r"\w{1,60}")
KINDS = {
    "recorded": "what people recorded about the issue",
    "change": "links a change",
    "reported": "says that something worked",
    "maintainer": "by a maintainer",
    "command": "names a command",
}


def inert(line: str) -> str:
    """One line for a fence of an entry: nothing invisible, nothing that ends or opens a fence."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in line[:MAX_LINE])
    return FENCE.sub("'''", shown)


def render_candidates(candidates: Sequence[Candidate]) -> str:
    """A list of links with the commands below them; a plain TODO when there is nothing."""
    if not candidates:
        return "TODO"
    items = [_item(candidate) for candidate in candidates]
    head = "TODO read these candidates, say in your own words what holds, remove the list:"
    return "\n".join([head, "", *items]).rstrip("\n")


def _item(candidate: Candidate) -> str:
    where = f"{candidate.number}, comment" if candidate.comment else f"{candidate.number}"
    address = _address(candidate)
    link = f"[#{where}]({address})" if address else f"#{where}"
    reasons = [KINDS[kind] for kind in candidate.kinds]
    if candidate.association:
        reasons.append(f"author is {candidate.association}")
    changes = [f"<{address}>" for address in candidate.changes]
    text = f"- TODO {link}: {', '.join(reasons)}" + "".join(f", {change}" for change in changes)
    if not candidate.lines:
        return text
    return "\n".join(
        [text, "", "  ```text", *(f"  {inert(line)}" for line in candidate.lines), "  ```", ""]
    )


def _address(candidate: Candidate) -> str:
    if not SLUG.fullmatch(candidate.repo):
        return ""
    place = f"#issuecomment-{int(candidate.comment)}" if candidate.comment else ""
    return f"https://github.com/{candidate.repo}/issues/{int(candidate.number)}{place}"


def render_nearest(nearest: Sequence[Match]) -> str:
    """The entries that may answer already, as links, so that nobody writes one twice."""
    if not nearest:
        return ""
    items = [
        f"- [{match.entry}]({match.entry}.md), likeness {match.score:.2f}" for match in nearest
    ]
    head = "TODO how does this question differ from these? If it does not, add the issues there:"
    return "\n".join([head, "", *items])


def render_common(words: Sequence[str], dates: Sequence[str], category: str | None) -> str:
    """What the issues share, as comments of the front matter."""
    plain = [word for word in words if WORD.fullmatch(word)]
    days = sorted(day[:10] for day in dates if re.fullmatch(r"\d{4}(?:-\d\d){0,2}.*", day))
    lines = [
        f"# TODO words in common: {' '.join(plain)}" if plain else "",
        f"# TODO asked from {days[0]} to {days[-1]}" if days else "",
        f"# TODO category by the classifier: {category}" if category else "",
    ]
    return "".join(f"{line}\n" for line in lines if line)
