"""Matching side by side: the project's matcher against a plain TF-IDF cosine, in the same run.

Prints issues per second on one core (60 entries, and as many as 150), the time to be ready, and
the quality of both, leave-one-out on the bundled issues.

    python benchmarks/match.py --json match.json
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from triage.config import entries_dir, snapshot_path  # noqa: E402
from triage.match.entries import load_entries  # noqa: E402
from triage.match.evaluate import evaluate_matches  # noqa: E402
from triage.match.matcher import Matcher  # noqa: E402
from triage.match.train import read_rows  # noqa: E402
from triage.records import Entry, GoldRow, Issue  # noqa: E402

MANY_ENTRIES = 150
MIN_ISSUES = 2000
LONG_BODY = 3000
"""Characters of the longer bodies: real issues with a filled template and a log."""
PRECISION = 0.95


def entry_text(entry: Entry) -> str:
    return " ".join([entry.question, entry.answer, *entry.errors, *(t for _, t in entry.sections)])


def issue_text(issue: Issue) -> str:
    return f"{issue.title} {issue.body}"


def plain_cosines(entries: Sequence[Entry], issues: Sequence[Issue]) -> object:
    """The plain way: words and pairs of words, TF-IDF, cosine with the entries' own text."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    documents = vectorizer.fit_transform([entry_text(entry) for entry in entries])
    return (vectorizer.transform([issue_text(issue) for issue in issues]) @ documents.T).toarray()


def plain_quality(entries: Sequence[Entry], rows: Sequence[GoldRow]) -> dict[str, float]:
    """The same measures; its threshold is the best one in hindsight, which favours it."""
    import numpy as np

    scores = np.asarray(plain_cosines(entries, [row.issue for row in rows]))
    row_of = {entry.id: at for at, entry in enumerate(entries)}
    truth = np.array([row_of.get(row.faq or "", -1) for row in rows])
    has = truth >= 0
    place = (np.argsort(-scores, axis=1, kind="stable") == truth[:, None]).argmax(axis=1)
    found = {f"hit@{k}": round(float((place[has] < k).mean()), 4) for k in (1, 3, 5)}
    sure, right = scores.max(axis=1), has & (place == 0)
    found |= {"answered": 0.0, "answer_precision": 0.0, "false_answers": 0.0}
    for threshold in sorted(sure):
        said = sure >= threshold
        if right[said].mean() >= PRECISION:
            found["answered"] = round(float((said & has).sum() / has.sum()), 4)
            found["answer_precision"] = round(float(right[said].mean()), 4)
            found["false_answers"] = round(float((said & ~has).sum() / (~has).sum()), 4)
            break
    return found


def per_second(count: int, run: Callable[[], object]) -> float:
    """The best of three runs: other work on the machine only ever slows one down."""
    best = min(_seconds(run) for _ in range(3))
    return round(count / best)


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def many(entries: Sequence[Entry]) -> list[Entry]:
    """Copies under other ids until there are enough."""
    copies = (
        replace(entry, id=f"{entry.id}-{n}", issues=()) for n in range(9) for entry in entries
    )
    return [*entries, *copies][:MANY_ENTRIES]


def measure() -> dict[str, object]:
    entries, rows = load_entries(entries_dir()), read_rows(snapshot_path())
    issues = [row.issue for row in rows] * (MIN_ISSUES // len(rows) + 1)
    filler = " ".join(issue.body for issue in issues[:200])
    long = [
        replace(issue, body=f"{issue.body}\n{filler[at * 97 % 9000 :][:LONG_BODY]}")
        for at, issue in enumerate(issues)
    ]
    ready = _seconds(lambda: Matcher.build(entries, rows))
    crowd = many(entries)
    few, lots = Matcher.build(entries, rows), Matcher.build(crowd, rows)
    plain_cosines(crowd, issues[:1])  # loads the library before the clock starts
    return {
        "entries": len(entries),
        "issues": len(issues),
        "ready_seconds": round(ready, 3),
        "issues_per_second": {
            f"matcher, {len(entries)} entries": per_second(
                len(issues), lambda: few.match_many(issues)
            ),
            f"matcher, {len(crowd)} entries": per_second(
                len(issues), lambda: lots.match_many(issues)
            ),
            f"matcher, {len(crowd)} entries, bodies of {LONG_BODY} characters": per_second(
                len(issues), lambda: lots.match_many(long)
            ),
            f"TF-IDF cosine, {len(crowd)} entries": per_second(
                len(issues), lambda: plain_cosines(crowd, issues)
            ),
            f"TF-IDF cosine, {len(crowd)} entries, bodies of {LONG_BODY} characters": per_second(
                len(issues), lambda: plain_cosines(crowd, long)
            ),
        },
        "quality": {
            "matcher": evaluate_matches(entries, rows),
            "TF-IDF cosine": plain_quality(entries, rows),
        },
    }


def show(figures: dict[str, object]) -> str:
    speed, quality = figures["issues_per_second"], figures["quality"]
    assert isinstance(speed, dict)
    assert isinstance(quality, dict)
    lines = [f"ready in {figures['ready_seconds']} s with {figures['entries']} entries", ""]
    lines += [f"{value:>8,.0f} issues/s  {name}" for name, value in speed.items()]
    names = list(quality["TF-IDF cosine"])
    lines += ["", " " * 16 + "".join(f"{name:>18}" for name in names)]
    for method, values in quality.items():
        lines.append(f"{method:<16}" + "".join(f"{values[name]:>18.3f}" for name in names))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write the figures here")
    arguments = parser.parse_args()
    figures = measure()
    sys.stdout.write(show(figures) + "\n")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
