"""Start a new entry from the facts its issues give.

Input: an id, issues, and what is known around them. Output: the text of an entry file, with TODO
markers where a person has to write; ``triage check-entries`` reports each of them. No sentence of
an issue is copied: only error lines, versions, commands and numbers, which are facts.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass

from triage.errors import WrongUse
from triage.match.candidates import Candidate
from triage.match.check_front import ID, MAX_ID
from triage.match.issue_facts import generalise, shown_lines, versions_seen
from triage.match.pointers import render_candidates, render_common, render_nearest
from triage.match.signature import is_too_broad
from triage.records import Category, Issue, Match

MAX_SIGNATURES = 3

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
{common}---
TODO the short answer, in one or two sentences.

## Symptom

TODO what people see.

```text
{lines}
```

## Cause

TODO

## Fix

{candidates}

## Check that it worked

TODO

## See also

{nearest}"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known around the issues of a new entry: all of it is for its author only.

    ``candidates``: where a fix may stand; ``nearest``: entries that may answer already;
    ``words``: what the issues have in common; ``category``: that of most of them.
    """

    candidates: Sequence[Candidate] = ()
    nearest: Sequence[Match] = ()
    words: Sequence[str] = ()
    category: Category | None = None


def new_entry(
    slug: str,
    issues: Sequence[Issue],
    today: datetime.date | None = None,
    around: Surroundings | None = None,
) -> str:
    """The text of a new entry file.

    Args:
        slug: the id and name of the file.
        issues: the issues it shall answer.
        today: what ``reviewed`` says; the present day (UTC) by default.
        around: candidate fixes, nearest entries and common facts, if they were looked for.

    Raises:
        WrongUse: the id is not lower-case words joined by ``-``.
    """
    check_slug(slug)
    around = around or Surroundings()
    dates = [issue.created_at for issue in issues if issue.created_at]
    nearest = render_nearest(around.nearest)
    day = today or datetime.datetime.now(datetime.UTC).date()
    lines = shown_lines(issues)
    signatures = list(dict.fromkeys(generalise(line) for line in lines))
    signatures = [item for item in signatures if not is_too_broad(item)][:MAX_SIGNATURES]
    errors = "".join(f"\n  - {json.dumps(item, ensure_ascii=False)}" for item in signatures)
    return TEMPLATE.format(
        slug=slug,
        versions=versions_seen(issues) or "none",
        errors=errors or " []",
        numbers=", ".join(map(str, sorted({item.number for item in issues if item.number}))),
        today=day.isoformat(),
        common=render_common(around.words, dates, around.category),
        lines="\n".join(lines) or "TODO",
        candidates=render_candidates(around.candidates),
        nearest=nearest + "\n" if nearest else "",
    )


def check_slug(slug: str) -> None:
    """Refuse what cannot be an id (and the name of a file), before any work is done.

    Raises:
        WrongUse: it is not lower-case words joined by ``-``.
    """
    if not ID.fullmatch(slug) or len(slug) > MAX_ID:
        raise WrongUse(f"{slug!r} cannot be an id.", "Use lower-case words joined by -.")
