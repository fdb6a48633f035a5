"""Text of strangers made inert for a comment on GitHub.

In: titles, error lines, names from issues. Out: text that shows the same and does nothing: no
mention, no reference, no markup, no hidden character. Comments hold strangers' text only inside
code, where GitHub resolves neither mentions nor references.
"""

from __future__ import annotations

import re

from triage.pages.escape import clip, visible

MAX_INLINE = 160
_RUN = re.compile(r"`+")
_MENTION = re.compile(r"@(?=[A-Za-z0-9])")


def code(text: str, limit: int = MAX_INLINE) -> str:
    """One line as a code span that nothing in it can leave.

    >>> code("see @someone and `x`")
    '`` see @someone and `x` ``'
    """
    line = clip(visible(" ".join(text[: 20 * limit].split())), limit)
    if not line:
        return "` `"
    fence = "`" * (1 + max((len(run) for run in _RUN.findall(line)), default=0))
    pad = " " if "`" in line else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def unmentioned(text: str) -> str:
    """Our own Markdown, in which an @ must not become a mention: a joiner of no width follows it.

    >>> unmentioned("mAP@0.5 for @someone") == "mAP@\u20600.5 for @\u2060someone"
    True
    """
    return _MENTION.sub("@\u2060", text)
