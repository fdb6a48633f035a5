"""Measure classifier and matcher on gold rows, and record what was measured for the site."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from triage import __version__
from triage.errors import BadInput, TriageError
from triage.pipeline.judge import read_entries, read_gold
from triage.records import CATEGORIES, ISSUE_TYPES, OTHER

MEASURED_WITH = ("numpy", "scipy", "scikit-learn")


def evaluate_gold(gold: str, folds: int | None, entries: str | None) -> dict[str, object]:
    """Category, type and match on gold rows, as the contract has them.

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
    from triage.match.ranker import Ranker

    rows = read_gold(Path(gold))
    labelled = [row for row in rows if row.category in (*CATEGORIES, OTHER)]
    if not labelled or any(row.type not in ISSUE_TYPES for row in labelled):
        hint = "Gold rows have category and type; other labels go with --target."
        raise BadInput(f"{gold} has no gold rows.", hint)
    judged = cross_validate(labelled, folds) if folds else evaluate(load_default(), labelled)
    if folds:
        match = evaluate_matches(read_entries(entries), rows)
    else:
        known = read_gold(config.snapshot_path())
        match = evaluate_matches(read_entries(entries), rows, known, Ranker.load())
    return {**judged.to_dict(), "match": match}


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
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise TriageError(f"Cannot write {path}: {reason}.", "Name another file.") from None
