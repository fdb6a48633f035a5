"""The page "How good is this": what the last recorded evaluation measured, and nothing else.

Inputs: ``docs/records/quality.json`` as read. Its keys are ``category``, ``type``, ``match``,
``cluster`` and ``nlbse24_train``; each has ``date`` and ``command`` (or the whole file has), and
the figures of ``triage evaluate --json``; ``nlbse24_train`` has ``macro_f1`` and ``per_group``.
Outputs: the source of ``quality.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from triage.pages.escape import inline, plain
from triage.pages.figures import NONE, code, issues_judged, part, rows, share, whole
from triage.pages.markdown import chart, page_text, table

Figures = Mapping[str, object]

NOT_MEASURED = "Not measured yet."
NAMES = {"null": "none of the three", "other": "none of the three"}
PER_CLASS = ("precision", "recall", "f1")
TOTALS = {
    "macro_f1": "Macro-F1",
    "real_macro_f1": "Over the issues that belong to one of the three, the best of the three:",
    "accuracy": "Share of all issues judged rightly:",
    "calibration_error": "Mean distance between confidence and share right:",
}
MATCH = {
    "hit@1": "The right answer is the first one found",
    "hit@3": "It is among the first three",
    "hit@5": "It is among the first five",
    "answered": "Issues with an answer here that get it said in public",
    "answer_precision": "Answers said in public that are right",
    "false_answers": "Issues without an answer here that get one nevertheless",
}
CLUSTER = {
    "f1": "B-cubed F1: how far the groups are those that people made",
    "precision": "Precision: issues in a group that ask the same question",
    "recall": "Recall: issues with the same question that are in one group",
    "cross_checked_f1": "F1 on half of the questions, with the threshold chosen on the others",
    "alone_f1": "F1 if nothing was grouped at all",
}
CLUSTER_RULE = (
    "Every answer is hidden, and the issues are grouped by their text alone. Issues that people "
    "gave the same answer belong together; one without an answer belongs to nobody. Precision and "
    "recall are means over the issues, F1 is their harmonic mean."
)
INTRODUCTION = (
    "Figures come from issues whose right answer people decided on, and that the tool had not "
    "seen when it judged them. 1 is perfect. Every figure says when it was measured and by "
    "which command; run the command to measure it again."
)


def render_quality(quality: Figures) -> str:
    """The whole page; a part without a record says so."""
    return page_text(
        "How good is this",
        INTRODUCTION,
        *_section("Which part of the Model Garden is it about?", quality, "category", _category),
        *_section("What type of issue is it?", quality, "type", _type),
        *_section("Which answer fits?", quality, "match", _match),
        *_section("Which issues ask the same?", quality, "cluster", _cluster),
        *_section("Other repositories: the NLBSE'24 issues", quality, "nlbse24_train", _nlbse),
        "## And the bot?",
        "[What the bot would have done](backtest.md) on issues of the past: labels, answers, "
        "silence, and its worst mistakes.",
    )


def _section(
    heading: str, quality: Figures, key: str, body: Callable[[Figures], list[str]]
) -> list[str]:
    figures = part(quality, key)
    title = f"## {inline(heading)}"
    if not figures:
        return [title, NOT_MEASURED]
    date = figures.get("date") or quality.get("date")
    command = figures.get("command") or quality.get("command")
    issues = issues_judged(figures)
    when = f"Measured {inline(plain(str(date)))}" if date else "Measured on an unrecorded day"
    on = f" on {issues:,} issues" if issues else ""
    how = f" by {code(command)}" if command else ""
    return [title, f"{when}{on}{how}.", *body(figures)]


def _category(figures: Figures) -> list[str]:
    return _classes(figures, NAMES)


def _type(figures: Figures) -> list[str]:
    return _classes(figures, {})


def _classes(figures: Figures, names: Mapping[str, str]) -> list[str]:
    """Figures of a classifier: one number, per class, and how far its confidence holds."""
    classes = part(figures, "per_class")
    totals = [
        f"{text} {share(figures, key)}."
        for key, text in TOTALS.items()
        if key in figures or key == "macro_f1"
    ]
    per_class = [
        [inline(names.get(name, name)), *(share(part(classes, name), key) for key in PER_CLASS),
         whole(part(classes, name), "support")]
        for name in sorted(classes, key=lambda name: (name in names, name))
    ]  # fmt: skip
    header = ("Class", "Precision", "Recall", "F1", "Issues")
    return [
        " ".join(totals),
        table(header, per_class) if per_class else "",
        *_reliability(figures),
        *_coverage(figures),
    ]


def _reliability(figures: Figures) -> list[str]:
    """Said confidence against how often it was right, for bins that hold any issue."""
    points = [
        (share(row, "confidence"), share(row, "accuracy"))
        for row in rows(figures, "reliability")
        if row.get("count", 1)
    ]
    points = [point for point in points if NONE not in point]
    if not points:
        return []
    return [
        "### Does the confidence hold?",
        "Of the issues judged with a confidence of 0.8, four in five should be right: points on "
        "the diagonal say the tool knows how sure it may be.",
        chart("lines", "Confidence and how often it was right", ("Confidence", "Right"), points,
              ":diagonal:", ":xmax: 1", ":ymax: 1"),
    ]  # fmt: skip


def _coverage(figures: Figures) -> list[str]:
    """What is left, and how right it is, when only confident judgements count."""
    points = [
        (share(row, "threshold"), share(row, "coverage"), share(row, "precision"))
        for row in rows(figures, "coverage")
    ]
    points = [point for point in points if NONE not in point]
    if not points:
        return []
    header = ("Least confidence", "Share judged", "Right among them")
    return [
        "### What if it stays silent when unsure?",
        chart("lines", "Issues judged, and how many rightly, by least confidence", header, points,
              ":xmax: 1", ":ymax: 1"),
    ]  # fmt: skip


def _match(figures: Figures) -> list[str]:
    return [_measured(figures, MATCH)]


def _cluster(figures: Figures) -> list[str]:
    counts = [f"{whole(figures, key)} {key}" for key in ("questions", "groups") if key in figures]
    return [CLUSTER_RULE, _measured(figures, CLUSTER), f"{', '.join(counts)}." if counts else ""]


def _measured(figures: Figures, names: Mapping[str, str]) -> str:
    measured = [(text, share(figures, key)) for key, text in names.items() if key in figures]
    return table(("Figure", "Share"), measured) if measured else NOT_MEASURED


def _nlbse(figures: Figures) -> list[str]:
    repositories = part(figures, "per_group")
    cells = [
        (inline(name), share(part(repositories, name) or {"macro_f1": found}, "macro_f1"))
        for name, found in sorted(repositories.items())
    ]
    mean = f"Mean macro-F1 over the repositories {share(figures, 'macro_f1')}."
    return [mean, table(("Repository", "Macro-F1"), cells) if cells else ""]
