"""The page "What the bot would have done": the last recorded backtest, and nothing else.

Inputs: ``backtest`` of ``docs/records/backtest.json`` as read: the figures of ``triage bot
backtest --json`` with date and command. Outputs: the source of ``backtest.md``. Titles of issues
and reasons are hostile text.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.pages.escape import inline, issue_url, plain
from triage.pages.figures import NONE, code, part, rows, share, whole
from triage.pages.markdown import chart, page_text, table
from triage.records import DEFAULT_REPO

Figures = Mapping[str, object]

NOT_MEASURED = "Not measured yet."
KINDS = {
    "category": "Category labels",
    "type": "Type labels",
    "answer": "Answers",
    "duplicate": "Older issues named as alike",
}
INTRODUCTION = (
    "The bot was led through issues of the past, one by one, as if each had just been opened, and "
    "what it would have done was compared with what people decided. No issue was judged by a model "
    "that knew it: classifiers were trained on other issues, and the matcher had neither the issue "
    "nor its question to learn from."
)
LIMITS = (
    "- Thresholds were chosen on these same issues. What a threshold chosen on one half gives on "
    "the other stands below each figure.\n"
    "- Whoever wrote the answers had read issues of this kind, these among them.\n"
    "- Issues are taken as they read today, and as opened without labels.\n"
    "- How rare a word is, for older issues that are alike, was counted over all of them."
)
SAMPLE = (
    "\n- They are the issues that come with this project, chosen, and told in our own words and "
    "shortly, so that more seems to be missing in them. Those of your repository are others: run "
    "it there before you switch the bot on."
)


def render_backtest(figures: Figures) -> str:
    """The whole page; without a record it says so."""
    if not figures:
        return page_text("What the bot would have done", INTRODUCTION, NOT_MEASURED)
    sample = figures.get("cross_validated") == figures.get("issues")
    return page_text(
        "What the bot would have done",
        INTRODUCTION,
        _measured(figures),
        "## In short",
        *_short(figures),
        "## Labels",
        *_labels(figures),
        "## By part of the Model Garden, and by type",
        _parts(part(figures, "per_category"), "Category"),
        _parts(part(figures, "per_type"), "Type"),
        "## How sure is sure enough?",
        *(block for kind in KINDS for block in _curve(figures, kind)),
        "## The worst mistakes",
        *_mistakes(figures),
        "## What this does not say",
        LIMITS + (SAMPLE if sample else ""),
    )


def _measured(figures: Figures) -> str:
    since, until = figures.get("from"), figures.get("to")
    window = f", opened from {since or 'the first'} to {until or 'the last'}"
    return (
        f"Measured {inline(plain(str(figures.get('date') or 'on an unrecorded day')))} on "
        f"{whole(figures, 'issues')} issues of {inline(str(figures.get('repo', '')))}"
        f"{inline(window) if since or until else ''} by {code(figures.get('command', ''))}."
    )


def interval(found: Figures) -> str:
    """``0.983 (0.966 to 0.991)``: a share, and where the true one lies 19 times of 20."""
    if share(found, "precision") == NONE:
        return NONE
    return f"{share(found, 'precision')} ({share(found, 'low')} to {share(found, 'high')})"


def _short(figures: Figures) -> list[str]:
    labels, answers = part(figures, "labels"), part(figures, "answers")
    likely, alike = part(figures, "likely"), part(figures, "duplicates")
    cells = [
        ("Issues with a label", f"{whole(labels, 'issues')} ({share(labels, 'share')})", NONE),
        ("Labels", whole(labels, "said"), interval(part(labels, "gold"))),
        ("Answers", whole(answers, "said"), interval(answers)),
        ("Two or three likely answers", whole(likely, "said"), interval(likely)),
        ("Older issues named as alike", whole(alike, "said"), interval(alike)),
        ("Issues asked for what is missing", whole(figures, "asked"), NONE),
        ("Issues left in silence", whole(figures, "silent"), NONE),
    ]
    note = (
        "Right is what people who looked at the issue for this project decided, with the interval "
        "in which the true share lies 19 times of 20."
    )
    return [table(("What", "How many", "Right"), cells), note]


def _labels(figures: Figures) -> list[str]:
    labels = part(figures, "labels")
    theirs, each = part(labels, "maintainers"), part(labels, "per_label")
    cells = [
        (inline(name), whole(part(each, name), "said"), interval(part(each, name)),
         *(whole(part(part(each, name), "maintainers"), key).replace(NONE, "0")
           for key in ("same", "finer", "other")))
        for name in sorted(each)
    ]  # fmt: skip
    said = (
        f"Category labels are right in {interval(part(labels, 'gold_category'))}, type labels in "
        f"{interval(part(labels, 'gold_type'))}. The maintainers of the repository set a label of "
        f"the same group themselves in {whole(theirs, 'judged')} cases: the same one in "
        f"{whole(theirs, 'same')}, a wider one of the same name in {whole(theirs, 'finer')}, "
        f"another one in {whole(theirs, 'other')}."
    )
    header = ("Label", "Said", "Right", "Maintainers: same", "wider", "another")
    return [said, table(header, cells)] if cells else [said]


def _parts(parts: Figures, name: str) -> str:
    cells = []
    for key in sorted(parts, key=lambda key: (key in ("other", "unknown"), key)):
        row = part(parts, key)
        cells.append((inline(key), whole(row, "issues"), whole(row, "labelled"),
                      share(part(row, "labels"), "precision"),
                      whole(part(row, "answers"), "judged"),
                      share(part(row, "answers"), "precision"), whole(row, "silent")))  # fmt: skip
    header = (name, "Issues", "Labelled", "Labels right", "Answers", "Answers right", "Silence")
    return table(header, cells) if cells else ""


def _curve(figures: Figures, kind: str) -> list[str]:
    points = [
        (share(row, "threshold"), share(row, "share"), share(row, "precision"))
        for row in rows(part(figures, "curves"), kind)
    ]
    points = [point for point in points if NONE not in point]
    if not points:
        return []
    check = part(part(figures, "cross_checked"), kind)
    set_to = share(part(figures, "thresholds"), kind)
    said = (
        f"The threshold is {set_to}. If the least one that is right in {share(check, 'target')} of "
        f"one half of the issues is chosen, {whole(check, 'said')} are said on the other halves, "
        f"and {share(check, 'precision')} of them are right."
    )
    header = ("Least confidence", "Said per issue", "Right among them")
    drawn = chart("lines", f"{KINDS[kind]}: how many are said, and how many rightly", header,
                  points, ":xmax: 1")  # fmt: skip
    return [f"### {KINDS[kind]}", said, drawn]


def _mistakes(figures: Figures) -> list[str]:
    repo = str(figures.get("repo") or DEFAULT_REPO)
    cells = []
    for row in rows(figures, "mistakes"):
        number, title = row.get("number"), inline(str(row.get("title", "")))
        if isinstance(number, int):
            title = f"[\\#{number} {title}]({issue_url(repo, number)})"
        cells.append((title, inline(str(row.get("kind", ""))), inline(str(row.get("said", ""))),
                      inline(str(row.get("truth", ""))), share(row, "confidence")))  # fmt: skip
    if not cells:
        return ["None."]
    return [
        "What was wrong, the surest first.",
        table(("Issue", "What", "It says", "People say", "Sure"), cells, words=4),
    ]
