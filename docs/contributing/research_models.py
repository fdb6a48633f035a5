"""Writes research-models.csv: every model folder of tensorflow/models, and how far it has come.

    python docs/contributing/research_models.py CLONE --commit master --archive origin/archive

CLONE is a git clone of tensorflow/models or its git directory, of any fork that has the two
commits as well. States, counts and evidence are read from it; *model*, *paper*, *issues* and
*successor* are what people wrote into the table, and stay. Nothing of the clone is run.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from research_code import STATES, judge_source
from research_git import NoClone, git, read_blobs, read_tree, removals

TABLE = Path(__file__).with_name("research-models.csv")
COLUMNS = (
    "folder", "model", "paper", "state", "tf1", "tf1_compat", "tf2", "evidence", "issues",
    "successor", "commit", "committed", "checked",
)  # fmt: skip
WRITTEN = ("model", "paper", "issues", "successor")


def judge_folder(clone: Path, files: list[tuple[str, str]]) -> tuple[Counter[str], str]:
    """How many files are in each state, and the first one of the worst with what decided."""
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    texts = read_blobs(clone, [blob for _, blob in files]) if files else iter(())
    for (path, _), text in zip(files, texts, strict=True):
        judged = judge_source(path, text)
        if judged:
            counts[judged[0]] += 1
            first.setdefault(judged[0], f"{path}: {judged[1]}")
    worst = next((state for state in STATES[:-1] if state in first), "")
    return counts, first.get(worst, "")


def sum_up(counts: Counter[str]) -> str:
    """The state of a folder: the worst that more than one in ten of its files are in."""
    limit = sum(counts.values()) / 10
    if counts["tf1"] > limit:
        return "tf1"
    return "tf1-compat" if counts["tf1"] + counts["tf1-compat"] > limit else "tf2"


def make_rows(clone: Path, commit: str, archive: str, day: str) -> Iterator[dict[str, str]]:
    """A row a folder that uses TensorFlow: those of the commit and those it no longer has."""
    live, old = read_tree(clone, commit), read_tree(clone, archive)
    gone = {folder: how for folder, how in removals(clone, commit).items() if folder not in live}
    for folder in sorted({*live, *gone}):
        place, files = (commit, live[folder]) if folder in live else (archive, old.get(folder, []))
        if folder not in live and folder not in old:
            place = f"{gone[folder][0]}^"
            files = read_tree(clone, place, folder).get(folder, [])
        counts, evidence = judge_folder(clone, files)
        state = sum_up(counts)
        if folder in gone:
            state, evidence = "archived" if folder in old else "removed", gone[folder][1]
        if folder in gone or counts:
            asked = ("log", "-1", "--no-show-signature", "--format=%H %cs", place)
            commit_id, committed = git(clone, *asked).decode().split()
            numbers = {state.replace("-", "_"): str(counts[state]) for state in STATES}
            yield {"folder": folder, "state": state, "evidence": evidence, "commit": commit_id[:12],
                   "committed": committed, "checked": day} | numbers  # fmt: skip


def main() -> int:
    """Write the table; 2 for wrong use, 1 where git fails."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("clone", type=Path)
    parser.add_argument("--commit", default="origin/master")
    parser.add_argument("--archive", default="origin/archive")
    parser.add_argument("--date", default=f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}")
    parser.add_argument("--out", type=Path, default=TABLE)
    options = parser.parse_args()
    written = {}
    if options.out.exists():
        with options.out.open(encoding="utf-8", newline="") as file:
            written = {row["folder"]: row for row in csv.DictReader(file)}
    try:
        rows = list(make_rows(options.clone, options.commit, options.archive, options.date))
    except (NoClone, OSError) as error:
        print(f"research_models: {error}. Name a clone and two commits of it.", file=sys.stderr)
        return 1
    with options.out.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        table.writeheader()
        for row in rows:
            kept = written.get(row["folder"], {})
            table.writerow(row | {name: kept.get(name, "") for name in WRITTEN})
    print(f"{options.out.name}: {len(rows)} folders")
    return 0


if __name__ == "__main__":
    sys.exit(main())
