"""Start a new entry from the facts its issues give.

Input: an id and issues. Output: the text of an entry file, with TODO markers where a person has
to write; ``triage check-entries`` reports each of them. No sentence of an issue is copied: only
error lines, versions and numbers, which are facts.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Sequence

from triage.errors import WrongUse
from triage.match.check_front import ID, MAX_ID
from triage.match.signature import QUOTES, is_too_broad
from triage.records import Issue
from triage.text import error_lines, normalise_error, versions

MAX_SIGNATURES = 3
MAX_SHOWN = 5
MAX_LINE = 200
PLACEHOLDER = re.compile(r"'?<(?:n|hex)>'?|<path>(?:/[^\s'\",:;()]*)?")
STARS = re.compile(r"\*[\s*]*\*")
FENCE = re.compile(r"`{3,}|~{3,}")
PACKAGES = ("tensorflow", "tf-models-official", "tf-nightly", "numpy", "protobuf")

TEMPLATE = """\
---
id: {slug}
question: TODO ask it in the words of the people who have it?
category: TODO
topic: TODO
kind: fix
applies_to: {{}}                 # TODO versions seen: {versions}
errors:{errors}
issues: [{numbers}]
evidence: inferred
reviewed: {today}
---
TODO the short answer, in one or two sentences.

## Symptom

TODO what people see.

```text
{lines}
```

## Cause

TODO

## Fix

TODO

## Check that it worked

TODO

## See also
"""


def new_entry(slug: str, issues: Sequence[Issue], today: datetime.date | None = None) -> str:
    """The text of a new entry file.

    Args:
        slug: the id and name of the file.
        issues: the issues it shall answer.
        today: what ``reviewed`` says; the present day (UTC) by default.

    Raises:
        WrongUse: the id is not lower-case words joined by ``-``.
    """
    if not ID.fullmatch(slug) or len(slug) > MAX_ID:
        raise WrongUse(f"{slug!r} cannot be an id.", "Use lower-case words joined by -.")
    day = today or datetime.datetime.now(datetime.UTC).date()
    lines = _lines(issues)
    signatures = list(dict.fromkeys(generalise(line) for line in lines))
    signatures = [item for item in signatures if not is_too_broad(item)][:MAX_SIGNATURES]
    errors = "".join(f"\n  - {json.dumps(item, ensure_ascii=False)}" for item in signatures)
    return TEMPLATE.format(
        slug=slug,
        versions=_versions(issues) or "none",
        errors=errors or " []",
        numbers=", ".join(map(str, sorted({item.number for item in issues if item.number}))),
        today=day.isoformat(),
        lines="\n".join(lines) or "TODO",
    )


def generalise(line: str) -> str:
    """A signature from an error line: paths, numbers and addresses become ``*``.

    >>> generalise("OSError: /home/me/a.so: undefined symbol 0x7f21 at line 12")
    'oserror: *: undefined symbol * at line *'
    """
    return STARS.sub("*", PLACEHOLDER.sub("*", normalise_error(line))).strip()


def _lines(issues: Sequence[Issue]) -> list[str]:
    """One error line for each shape, the shapes that most issues share first."""
    count: Counter[str] = Counter()
    written: dict[str, str] = {}
    for issue in issues:
        shapes = {}
        for line in error_lines(f"{issue.title}\n{issue.body}"):
            if not line.startswith("File "):
                shapes[normalise_error(line)] = FENCE.sub("'''", line.translate(QUOTES))[:MAX_LINE]
        count.update(shapes.keys())
        for shape, line in shapes.items():
            written.setdefault(shape, line)
    order = sorted(count, key=lambda shape: (-count[shape], shape))
    return [written[shape] for shape in order[:MAX_SHOWN]]


def _versions(issues: Sequence[Issue]) -> str:
    seen: dict[str, set[str]] = {}
    for issue in issues:
        for package, version in versions(f"{issue.title}\n{issue.body}").items():
            name = "tensorflow" if package.startswith("tensorflow") else package
            if name in PACKAGES:
                seen.setdefault(name, set()).add(version)
    return ", ".join(f"{package} {' '.join(sorted(found))}" for package, found in seen.items())
