"""What the error finder shows of each entry: question, short answer, versions, evidence, stamp.

Inputs: entries, the verification records. Output: plain values for JSON, one list a kind in the
order of the entries' ids. The stamp is the newest run's state, as the page itself says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from stamps import SENTENCES

from triage.pages.entry_page import EVIDENCE
from triage.pages.markdown import CATEGORY_NAMES
from triage.records import CATEGORIES, Entry
from triage.verify.survey import PageReport, survey_page

MAX_ANSWER = 160
"""Characters of an answer that a list of results shows: the page has the rest."""
WORDS = {"verified": "verified", "stale": "stale, last verified", "failed": "fails, last run",
         "changed": "changed since it was verified"}  # fmt: skip
NEVER = {"none": "○ never run", "empty": "– no snippet to run"}

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"(?<![\w`*])\*{1,2}([^*`]+)\*{1,2}(?![\w*])")
_SENTENCE = re.compile(r"(?:[^.!?]|[.!?](?!\s|$))*[.!?](?=\s|$)")


def entry_facts(entries: Sequence[Entry], records: Path, now: datetime) -> dict[str, object]:
    """Columns of what is shown; categories and evidence are places in the lists of names."""
    evidence = list(EVIDENCE)
    return {
        "categoryKeys": CATEGORIES,
        "categoryNames": [CATEGORY_NAMES[key] for key in CATEGORIES],
        "evidenceNames": list(EVIDENCE.values()),
        "questions": [entry.question for entry in entries],
        "answers": [short_answer(entry.answer) for entry in entries],
        "categories": [CATEGORIES.index(entry.category) for entry in entries],
        "evidence": [evidence.index(entry.evidence) for entry in entries],
        "versions": [applies_to(entry) for entry in entries],
        "stamps": [stamp_of(entry, records, now) for entry in entries],
    }


def short_answer(answer: str) -> str:
    """The first sentences of an answer that fit, as text; code keeps its backticks."""
    text = _EMPHASIS.sub(r"\1", _LINK.sub(r"\1", " ".join(answer.split())))
    end = 0
    for sentence in _SENTENCE.finditer(text):
        if sentence.end() > MAX_ANSWER:
            break
        # A full stop within code ends no sentence.
        end = end if text.count("`", 0, sentence.end()) % 2 else sentence.end()
    if end:
        return text[:end].strip()
    shown = text[:MAX_ANSWER].rpartition(" ")[0] if len(text) > MAX_ANSWER else text
    # A backtick whose other half was cut off would make the rest code.
    shown = shown.rpartition("`")[0] if shown.count("`") % 2 else shown
    return f"{shown.rstrip(' ,;:')}…" if shown != text else text


def applies_to(entry: Entry) -> str:
    """The versions as the entry's page says them."""
    return ", ".join(f"{name} {spec}" for name, spec in sorted(entry.applies_to.items()))


def stamp_of(entry: Entry, records: Path, now: datetime) -> tuple[str, str]:
    """A state (a CSS class) and a few words with a sign."""
    text = Path(entry.path).read_text(encoding="utf-8")
    report = survey_page(f"kb/entries/{entry.id}", text, records, now)
    return report.state, _say(report)


def _say(report: PageReport) -> str:
    if not report.runs:
        return NEVER[report.state]
    record = next(iter(report.runs.values())).record
    sign = SENTENCES[report.state][0]
    return f"{sign} {WORDS[report.state]} {record.date:%Y-%m-%d} on {record.release}"
