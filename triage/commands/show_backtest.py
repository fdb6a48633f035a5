"""A backtest as people read it on a terminal. Issue text is shown without control characters."""

from __future__ import annotations

from collections.abc import Mapping

from triage.commands.show import shorten
from triage.pages.backtest import interval
from triage.pages.figures import part, rows, share, whole

WIDTH = 30


def backtest_table(result: Mapping[str, object]) -> str:
    """The figures in short, the parts, and the worst mistakes."""
    labels, answers = part(result, "labels"), part(result, "answers")
    theirs = part(labels, "maintainers")
    likely, alike = part(result, "likely"), part(result, "duplicates")
    lines = [
        f"{whole(result, 'issues')} of {result.get('repo')} replayed; {whole(result, 'gold')} with "
        f"gold labels, {whole(result, 'cross_validated')} judged by models that never saw them",
        f"labelled          {whole(labels, 'issues')} ({share(labels, 'share')})",
        f"labels            {whole(labels, 'said')}, right {interval(part(labels, 'gold'))}",
        f"  category        right {interval(part(labels, 'gold_category'))}",
        f"  type            right {interval(part(labels, 'gold_type'))}",
        f"  maintainers'    {whole(theirs, 'judged')}: same {whole(theirs, 'same')}, wider "
        f"{whole(theirs, 'finer')}, another {whole(theirs, 'other')}",
        f"answers           {whole(answers, 'said')}, right {interval(answers)}",
        f"likely answers    {whole(likely, 'said')}, right {interval(likely)}",
        f"alike, older      {whole(alike, 'said')}, right {interval(alike)}",
        f"asked for more    {whole(result, 'asked')}",
        f"silence           {whole(result, 'silent')}",
    ]
    missing = result.get("missing_labels")
    if isinstance(missing, list) and missing:
        lines.append(f"not in the repository, so never put on: {', '.join(map(str, missing))}")
    if result.get("own_models"):
        lines.append("a model of the configuration may have seen these issues before")
    for name in ("per_category", "per_type"):
        lines += ["", *_parts(part(result, name))]
    mistakes = [_mistake(row) for row in rows(result, "mistakes")]
    return "\n".join([*lines, "", "worst mistakes:" if mistakes else "no mistakes", *mistakes])


def _parts(parts: Mapping[str, object]) -> list[str]:
    return [
        f"{name:14} {whole(part(parts, name), 'issues'):>6} issues, "
        f"{whole(part(parts, name), 'labelled')} labelled "
        f"({share(part(part(parts, name), 'labels'), 'precision')} right), "
        f"{whole(part(part(parts, name), 'answers'), 'judged')} answered "
        f"({share(part(part(parts, name), 'answers'), 'precision')} right)"
        for name in parts
    ]


def _mistake(row: Mapping[str, object]) -> str:
    return (
        f"  {share(row, 'confidence')} #{row.get('number')} {row.get('kind')}: "
        f"{shorten(str(row.get('said')), WIDTH)}, people say "
        f"{shorten(str(row.get('truth')), WIDTH)}: {shorten(str(row.get('title')))}"
    )
