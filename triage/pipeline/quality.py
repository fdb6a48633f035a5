"""Measure classifier and matcher on gold rows, and record what was measured for the site."""

from __future__ import annotations

import json
import platform
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from triage import __version__
from triage.errors import BadInput, TriageError, WrongUse
from triage.files import replace_file
from triage.pipeline.judge import read_entries, read_gold
from triage.records import CATEGORIES, ISSUE_TYPES, OTHER

MEASURED_WITH = ("numpy", "scipy", "scikit-learn")


def evaluate_gold(gold: str, folds: int | None, entries: str | None) -> dict[str, object]:
    """Category, type, match and cluster on gold rows, as the contract has them.

    Args:
        gold: a JSONL file whose rows have ``category``, ``type`` and ``faq``.
        folds: judge each row by models that never saw it; the models of the package if None.
        entries: the folder of the entries.

    Raises:
        BadInput: the file cannot be read, or no row has a label.
    """
    from triage import config
    from triage.classify import cross_validate, evaluate, load_default
    from triage.match.evaluate import evaluate_matches
    from triage.match.evaluate_clusters import evaluate_clusters
    from triage.match.ranker import Ranker

    rows = read_gold(Path(gold))
    names = (*CATEGORIES, OTHER)
    labelled = [row for row in rows if row.category in names and row.type is not None]
    if not labelled or any(row.type not in ISSUE_TYPES for row in labelled):
        hint = "Gold rows have category and type; other labels go with --target."
        raise BadInput(f"{gold} has no gold rows.", hint)
    judged = cross_validate(labelled, folds) if folds else evaluate(load_default(), labelled)
    if folds:
        match = evaluate_matches(read_entries(entries), labelled)
    else:
        known = read_gold(config.snapshot_path())
        match = evaluate_matches(read_entries(entries), labelled, known, Ranker.load())
    return {**judged.to_dict(), "match": match, "cluster": evaluate_clusters(labelled)}


def evaluate_table(
    data: str, columns: Sequence[str], target: str, folds: int | None, group: str | None
) -> dict[str, object]:
    """Any label column of any table, cross-validated; one model a value of ``group`` if given.

    Returns:
        ``{name of the file: figures}``; with ``group`` the mean of the groups' macro-F1 and
        each group's own.

    Raises:
        BadInput: the file or a column is missing, or a group has one label only.
        WrongUse: no number of folds.
    """
    from triage.classify.generic import cross_validate_rows, documents_of
    from triage.classify.tables import read_table

    if not folds:
        raise WrongUse("A table is measured by cross-validation.", "Say how: --cv 5")
    rows = read_table(Path(data), [*columns, target, *([group] if group else [])])
    groups = defaultdict(list)
    for row in rows:
        groups[row[group] if group else ""].append(row)
    scores = {
        name: asdict(cross_validate_rows(*documents_of(part, columns, target), folds=folds))
        for name, part in sorted(groups.items())
    }
    figures = (
        scores[""]
        if not group
        else {
            "rows": len(rows),
            "macro_f1": sum(score["macro_f1"] for score in scores.values()) / len(scores),
            "per_group": scores,
        }
    )
    return {Path(data).stem: figures}


def write_record(path: Path, result: Mapping[str, object], command: str) -> None:
    """Keep a result with its date, command and versions; other records in the file stay."""
    kept: dict[str, object] = {}
    if path.exists():
        try:
            kept = dict(json.loads(path.read_text(encoding="utf-8")))
        except ValueError:
            raise BadInput(f"{path} is not JSON.", "Name another file, or remove it.") from None
    versions = {name: version(name) for name in MEASURED_WITH}
    source = {
        "date": datetime.now(UTC).date().isoformat(),
        "command": command,
        "triage": __version__,
        "python": platform.python_version(),
        **versions,
    }
    for key, value in result.items():
        if isinstance(value, Mapping):
            kept[key] = {**source, **value}
    _replace(path, json.dumps(kept, indent=1, sort_keys=True) + "\n")


def _replace(path: Path, text: str) -> None:
    """Put a text in the place of a file in one step."""
    try:
        replace_file(path, text.encode())
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise TriageError(f"Cannot write {path}: {reason}.", "Name another file.") from None
