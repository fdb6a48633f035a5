"""The facts of issues that an entry can start from: error lines, signatures, versions.

Input: issues. Output: plain strings without paths of people's machines; error lines are inert.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from triage.match.pointers import inert
from triage.match.signature import QUOTES
from triage.records import Issue
from triage.text import error_lines, normalise_error, versions

MAX_SHOWN = 5
PLACEHOLDER = re.compile(r"'?<(?:n|hex)>'?|<path>(?:/[^\s'\",:;()]*)?")
STARS = re.compile(r"\*[\s*]*\*")
PACKAGES = ("tensorflow", "tf-models-official", "tf-nightly", "numpy", "protobuf")


def generalise(line: str) -> str:
    """A signature from an error line: paths, numbers and addresses become ``*``.

    >>> generalise("OSError: /home/me/a.so: undefined symbol 0x7f21 at line 12")
    'oserror: *: undefined symbol * at line *'
    """
    return STARS.sub("*", PLACEHOLDER.sub("*", normalise_error(line))).strip()


def shown_lines(issues: Sequence[Issue]) -> list[str]:
    """One error line for each shape, the shapes that most issues share first."""
    count: Counter[str] = Counter()
    written: dict[str, str] = {}
    for issue in issues:
        shapes = {}
        for line in error_lines(f"{issue.title}\n{issue.body}"):
            if not line.startswith("File "):
                shapes[normalise_error(line)] = inert(line.translate(QUOTES))
        count.update(shapes.keys())
        for shape, line in shapes.items():
            written.setdefault(shape, line)
    order = sorted(count, key=lambda shape: (-count[shape], shape))
    return [written[shape] for shape in order[:MAX_SHOWN]]


def versions_seen(issues: Sequence[Issue]) -> str:
    """``tensorflow 1.12.0 1.13.1, numpy 1.16``: every version that an issue names."""
    seen: dict[str, set[str]] = {}
    for issue in issues:
        for package, version in versions(f"{issue.title}\n{issue.body}").items():
            name = "tensorflow" if package.startswith("tensorflow") else package
            if name in PACKAGES:
                seen.setdefault(name, set()).add(version)
    return ", ".join(f"{package} {' '.join(sorted(found))}" for package, found in seen.items())
