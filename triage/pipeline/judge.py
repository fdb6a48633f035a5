"""Classifier and matcher as the commands use them, and their verdicts kept in the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from triage import config
from triage.errors import BadInput
from triage.pipeline.sources import groups
from triage.records import Entry, GoldRow, Issue, MatchResult, Prediction
from triage.text.digest import issue_digest

if TYPE_CHECKING:
    from triage.match.matcher import Matcher
    from triage.store import Store

T = TypeVar("T")
BATCH = 512


def read_entries(entries: str | None) -> tuple[Entry, ...]:
    """The entries of a folder, or of the project."""
    from triage.match.entries import load_entries

    folder = Path(entries) if entries else config.entries_dir()
    if not folder.is_dir():
        raise BadInput(f"{folder} is not a folder.", "Name the folder of the entries: --entries.")
    return tuple(load_entries(folder))


def read_gold(path: Path) -> list[GoldRow]:
    """Gold rows of a JSONL file; a line that cannot be read is an error here."""
    from triage.github.jsonl import LineError, read_jsonl

    rows = []
    for row in read_jsonl(path):
        if isinstance(row, LineError):
            raise BadInput(f"{path}: {row}.", "Gold rows must all be readable; mend the line.")
        rows.append(row.gold)
    return rows


def build_matcher(entries: str | None = None) -> Matcher:
    """The matcher over the entries, with the bundled judged issues behind them."""
    return matcher_of(read_entries(entries))


def matcher_of(listed: Sequence[Entry]) -> Matcher:
    """The same over entries that were read already."""
    from triage.match.matcher import Matcher

    return Matcher.build(listed, read_gold(config.snapshot_path()))


def fingerprint(*paths: Path) -> str:
    """A digest of files and of the files in folders: another content, another version."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class Verdicts:
    """Predictions and matches of the issues in a store; only what changed is judged again.

    A verdict is kept with the digest of the issue's text and the version of what made it:
    code, model, entries and judged issues. Classifier and matcher are loaded when needed.
    """

    def __init__(self, store: Store, repo: str, entries: str | None) -> None:
        self._store, self._repo, self._entries = store, repo, entries
        text, folder = config.PACKAGE / "text", config.entries_dir()
        self._model = fingerprint(text, config.PACKAGE / "classify")
        self._matcher_version = fingerprint(
            text, config.PACKAGE / "match", Path(entries) if entries else folder,
            config.snapshot_path(),
        )  # fmt: skip
        self._seen = hashlib.sha256(f"{self._model} {self._matcher_version}".encode())
        self._predictions = store.predictions(self._model, repo)
        self._matches = store.matches(self._matcher_version, repo)

    @cached_property
    def _classify(self) -> Callable[[list[Issue]], list[Prediction]]:
        from triage.classify import load_default

        return load_default().classify_many

    @cached_property
    def _match(self) -> Callable[[list[Issue]], list[MatchResult]]:
        return build_matcher(self._entries).match_many

    @property
    def version(self) -> str:
        """A digest of the issues judged so far and of what judged them."""
        return self._seen.hexdigest()[:16]

    def of(self, issues: Iterable[Issue]) -> Iterator[tuple[Issue, Prediction, MatchResult]]:
        """Each issue with its verdicts, in input order; new ones are saved on the way."""
        for group in groups(issues, BATCH):
            yield from self._judge(group)

    def _judge(self, group: list[Issue]) -> Iterator[tuple[Issue, Prediction, MatchResult]]:
        digests = [issue_digest(issue) for issue in group]
        for issue, digest in zip(group, digests, strict=True):
            self._seen.update(f"{issue.number} {digest}\n".encode())
        predictions, fresh = _complete(group, digests, self._predictions, lambda: self._classify)
        self._store.save_predictions(self._model, [(self._repo, *row) for row in fresh])
        matches, found = _complete(group, digests, self._matches, lambda: self._match)
        self._store.save_matches(self._matcher_version, [(self._repo, *row) for row in found])
        return zip(group, predictions, matches, strict=True)


def _complete(
    group: list[Issue],
    digests: list[str],
    kept: dict[int, tuple[str, T]],
    judge: Callable[[], Callable[[list[Issue]], list[T]]],
) -> tuple[list[T], list[tuple[int, str, T]]]:
    """All verdicts of a group, and those that had to be made, with number and digest."""
    known = [kept.get(issue.number or 0, ("", None)) for issue in group]
    stale = [at for at, (digest, _) in enumerate(known) if digest != digests[at]]
    made = judge()([group[at] for at in stale]) if stale else []
    verdicts = [verdict for _, verdict in known]
    for at, verdict in zip(stale, made, strict=True):
        verdicts[at] = verdict
    fresh = [
        (group[at].number or 0, digests[at], verdict)
        for at, verdict in zip(stale, made, strict=True)
    ]
    return [verdict for verdict in verdicts if verdict is not None], fresh
