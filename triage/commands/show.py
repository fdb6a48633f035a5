"""What people see of a result on a terminal. Issue text is shown without control characters."""

from __future__ import annotations

from collections.abc import Mapping

from triage.pages.escape import visible
from triage.records import Cluster, MatchResult, Prediction

TITLE_WIDTH = 60


def shorten(text: str, width: int = TITLE_WIDTH) -> str:
    """One safe line of at most ``width`` characters."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= width else line[: width - 1] + "…"


def prediction_line(title: str, prediction: Prediction) -> str:
    """``odapi 0.98  bug 0.71  title — because …``."""
    number = f"#{prediction.number} " if prediction.number is not None else ""
    reasons = "; ".join(visible(reason) for reason in prediction.reasons[:2])
    return (
        f"{prediction.category or '-':8} {prediction.confidence:.2f}  "
        f"{prediction.type:13} {prediction.type_confidence:.2f}  "
        f"{number}{shorten(title)}" + (f" — {reasons}" if reasons else "")
    )


def match_lines(title: str, result: MatchResult) -> str:
    """The issue, then its entries; ``=`` marks the one that is safe to say in public."""
    number = f"#{result.number} " if result.number is not None else ""
    lines = [f"{number}{shorten(title)}"]
    for match in result.matches:
        mark = "=" if match.entry == result.answer else " "
        reasons = "; ".join(visible(reason) for reason in match.reasons[:2])
        lines.append(
            f"  {mark} {match.score:.2f} {match.entry}" + (f" — {reasons}" if reasons else "")
        )
    return "\n".join(lines)


def cluster_line(cluster: Cluster) -> str:
    """``4 issues  odapi  title  #1 #2 …  (words)``."""
    numbers = " ".join(f"#{number}" for number in cluster.numbers[:8])
    return (
        f"{len(cluster.numbers):3} issues  {cluster.category or '-':8} "
        f"{shorten(cluster.title)}  {numbers}  ({', '.join(visible(t) for t in cluster.terms[:5])})"
    )


def quality_table(result: Mapping[str, object]) -> str:
    """The figures of an evaluation, one section a subject."""
    lines: list[str] = []
    for subject, figures in result.items():
        if not isinstance(figures, Mapping):
            continue
        lines.append(subject)
        for name, value in figures.items():
            if isinstance(value, float):
                lines.append(f"  {name:24} {value:.3f}")
            elif name == "per_class" and isinstance(value, Mapping):
                lines.extend(_class_line(label, scores) for label, scores in value.items())
            elif name == "per_group" and isinstance(value, Mapping):
                lines.extend(f"    {group:32} {s['macro_f1']:.3f}" for group, s in value.items())
    return "\n".join(lines)


def _class_line(label: str, scores: Mapping[str, float] | float) -> str:
    if not isinstance(scores, Mapping):
        return f"    {label:14} F1 {scores:.3f}"
    return (
        f"    {label:14} precision {scores['precision']:.3f}  recall {scores['recall']:.3f}  "
        f"F1 {scores['f1']:.3f}  ({scores['support']:.0f} rows)"
    )
