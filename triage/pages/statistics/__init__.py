"""Pages of statistics: what is asked, when, about what, what is answered and what is missing.

Inputs: ``PageInput`` with its histories. Outputs: the pages under ``statistics/``, each figure
with the numbers behind it and with the issues and the repository it is from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage.pages.history import History
from triage.pages.model import IssueFacts, Page, PageInput
from triage.pages.statistics.answers import render_answers
from triage.pages.statistics.facts import gather
from triage.pages.statistics.missing import render_missing
from triage.pages.statistics.overview import render_overview
from triage.pages.statistics.questions import render_questions
from triage.pages.statistics.versions import render_versions

__all__ = ["render_statistics"]


def render_statistics(
    data: PageInput, known: Mapping[int, IssueFacts], histories: Mapping[str, History]
) -> Iterator[Page]:
    """Every page of statistics, in a fixed order."""
    facts = gather(data, known, histories)
    yield Page("statistics/index.md", render_overview(facts))
    yield Page("statistics/questions.md", render_questions(facts))
    yield Page("statistics/answers.md", render_answers(facts))
    yield Page("statistics/versions.md", render_versions(facts))
    yield Page("statistics/missing.md", render_missing(facts))
