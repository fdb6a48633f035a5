"""Pages for many issues: the first build, one from kept verdicts, and one with nothing new.

Input: the bundled snapshot, multiplied with seeded words into ``--issues`` issues. Output: a
table, and with ``--json FILE`` the same figures. "pages alone" is rendering and writing in
this process; the builds are the command line as a person runs it, start of Python included.

Example: python -m benchmarks.build --json build.json
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from triage.config import entries_dir, snapshot_path
from triage.match.entries import load_entries
from triage.pages import IssueFacts, PageInput, render_pages, write_pages
from triage.records import CATEGORIES, ISSUE_TYPES, Cluster, MatchResult, Prediction

SEED = 20261122
TARGETS = {"pages from kept verdicts": 15.0, "nothing new": 3.0}


def make_rows(number: int) -> list[dict[str, object]]:
    """Issues that read like the real ones: each a real one with words of others mixed in."""
    rng = random.Random(SEED)
    real = [json.loads(line) for line in snapshot_path().read_text("utf-8").splitlines()]
    words = [word for row in real for word in row["title"].split()]
    rows = []
    for at in range(number):
        row = real[at % len(real)]
        extra = " ".join(rng.choices(words, k=12))
        rows.append(
            {
                "number": 20_000 + at,
                "state": row["state"],
                "title": f"{row['title']} {rng.choice(words)}",
                "body": f"{row['body']}\n\n{extra}",
                "labels": [],
                "created_at": f"{rng.randint(2016, 2025)}-{rng.randint(1, 12):02}-11T10:00:00Z",
            }
        )
    return rows


def make_input(rows: list[dict[str, object]]) -> PageInput:
    """What the earlier stages would hand over, without running them."""
    rng = random.Random(SEED)
    entries = tuple(load_entries(entries_dir()))
    numbers = [int(str(row["number"])) for row in rows]
    ids = [entry.id for entry in entries]
    return PageInput(
        entries=entries,
        issues=tuple(
            IssueFacts(n, str(row["title"]), str(row["created_at"]), str(row["state"]))
            for n, row in zip(numbers, rows, strict=True)
        ),
        predictions=tuple(
            Prediction(n, rng.choice(CATEGORIES), 0.9, {}, rng.choice(ISSUE_TYPES), 0.9)
            for n in numbers
        ),
        results=tuple(
            MatchResult(n, rng.choice(ids) if ids and rng.random() < 0.4 else None, 0.9)
            for n in numbers
        ),
        clusters=tuple(
            Cluster(tuple(numbers[at : at + 10]), str(rows[at]["title"]), ("word",), None, "E: x")
            for at in range(0, len(numbers) - 10, 50)
        ),
    )


def timed(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 2)


def triage(*arguments: str | Path) -> None:
    """One command, in a process of its own."""
    subprocess.run([sys.executable, "-m", "triage", *arguments], check=True, capture_output=True)


def measure(number: int, folder: Path) -> dict[str, float]:
    """All figures, in seconds."""
    rows = make_rows(number)
    data = make_input(rows)
    figures = {
        "pages alone, first": timed(lambda: write_pages(render_pages(data), folder / "alone")),
        "pages alone, nothing new": timed(
            lambda: write_pages(render_pages(data), folder / "alone")
        ),
    }
    source, db, out = folder / "issues.jsonl", f"sqlite:///{folder}/t.db", folder / "kb"
    source.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    triage("import", source, "--db", db)
    figures["classify, match, pages"] = timed(lambda: triage("build", "--db", db, "--out", out))
    shutil.rmtree(out)
    figures["pages from kept verdicts"] = timed(lambda: triage("build", "--db", db, "--out", out))
    figures["nothing new"] = timed(lambda: triage("build", "--db", db, "--out", out))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the generated pages.")
    parser.add_argument("--issues", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(options.issues, Path(folder))
    print(f"{options.issues:,} issues, {len(load_entries(entries_dir()))} entries\n")
    for name, seconds in figures.items():
        limit = f"  (target {TARGETS[name]:.0f} s)" if name in TARGETS else ""
        print(f"{name:28} {seconds:7.2f} s{limit}")
    if options.json:
        text = json.dumps({"issues": options.issues, "seconds": figures}, indent=2)
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
