"""What the models say of an issue, in the shape that the bot's plan wants it.

In: an issue. Out: a ``Verdict``. With a configuration for another repository its own models, or
its path patterns alone, take the place of the packaged classifier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage import config as places
from triage.bot.config import BotConfig
from triage.bot.model import Duplicate, EntryLink, Verdict
from triage.errors import WrongUse
from triage.pipeline.duplicates import Duplicates, listed_issues
from triage.pipeline.judge import fingerprint, matcher_of, read_entries
from triage.records import Entry, Issue, MatchResult, Prediction
from triage.text import repository_paths

if TYPE_CHECKING:
    from triage.store import Store

Classify = Callable[[Issue], Prediction]
FindDuplicates = Callable[[Issue, MatchResult], Sequence[Duplicate]]
PATHS_SAY = 0.99
"""Confidence of a category whose path patterns alone match what an issue names."""
LINKS = 3
LEAST_WORDS = 3
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ROLE = re.compile(r"\{[a-z:]+\}(`[^`]*`)")


@dataclass(frozen=True, slots=True)
class Judge:
    """Classifier and matcher, ready to be asked about one issue after the other."""

    classify: Classify
    match: Callable[[Issue], MatchResult]
    links: dict[str, EntryLink]
    version: str
    duplicates: FindDuplicates

    def __call__(self, issue: Issue) -> Verdict:
        """The verdict on one issue."""
        found = self.match(issue)
        named = [self.links[match.entry] for match in found.matches[:LINKS]]
        alike = tuple(self.duplicates(issue, found))
        return Verdict(self.classify(issue), found, alike, tuple(named), self.version)


def make_judge(config: BotConfig, entries: str | None = None, store: Store | None = None) -> Judge:
    """A judge for a configuration; with a store it knows older issues as well.

    Raises:
        WrongUse: a model it names does not exist.
    """
    classify = classifier(config)
    listed = read_entries(entries)
    matcher = matcher_of(listed)
    return Judge(
        classify,
        lambda issue: matcher.match(issue, top=LINKS),
        links(listed),
        version_of(entries),
        _duplicates(config, listed, store),
    )


def links(listed: Sequence[Entry]) -> dict[str, EntryLink]:
    """What a comment says of each entry, by its id."""
    return {entry.id: link_of(entry) for entry in listed}


def version_of(entries: str | None) -> str:
    """A digest of what judges: code, models and entries."""
    folder = Path(entries) if entries else places.entries_dir()
    package = places.PACKAGE
    return fingerprint(package / "text", package / "classify", package / "match", folder)


def _duplicates(config: BotConfig, entries: Sequence[Entry], store: Store | None) -> FindDuplicates:
    if store is None or not config.does.mention_duplicates:
        return lambda _issue, _found: ()
    return Duplicates(store, listed_issues(entries), config.thresholds.duplicate)


def link_of(entry: Entry) -> EntryLink:
    """What a comment says of an entry: links and roles of the site become their text."""
    answer = _ROLE.sub(r"\1", _LINK.sub(r"\1", entry.answer))
    return EntryLink(entry.id, entry.question, answer.strip(), entry.category, entry.evidence)


def classifier(config: BotConfig, packaged: Classify | None = None) -> Classify:
    """The classifier of a configuration; ``packaged`` takes the place of the packaged one.

    Raises:
        WrongUse: a model it names does not exist.
    """
    category, kind = config.models.category, config.models.type
    packaged = (packaged or _packaged()) if config.models.packaged else None
    areas = {area.label: name for name, area in config.categories.items()}
    own_category = _own_model(category, areas) if category else None
    kinds = {label: name for name, label in config.types.items()}
    own_type = _own_model(kind, kinds) if kind else None

    def classify(issue: Issue) -> Prediction:
        found = packaged(issue) if packaged else _unknown(issue)
        if own_category:
            name, sure = own_category(issue)
            found = replace(found, category=name, confidence=sure, reasons=("your own model",))
        if own_type:
            name, sure = own_type(issue)
            found = replace(found, type=name, type_confidence=sure)
        return _by_paths(issue, found, config)

    return classify


def _packaged() -> Classify:
    from triage.classify import load_default

    return load_default().classify


def _own_model(folder: str, names: dict[str, str]) -> Callable[[Issue], tuple[Any, float]]:
    """A model of ``triage train``; the columns it learned from must be title and body.

    ``names`` by label: what it says may be either. A text with hardly a word that it learned gets
    no confidence: what is left to go by then is its length.
    """
    from triage.classify.generic import load_table_model

    if not Path(folder).is_dir():
        raise WrongUse(f"There is no model at {folder}.", "Make it with triage train --out.")
    model = load_table_model(Path(folder))

    def classify(issue: Issue) -> tuple[str, float]:
        said, sure = model.predict_text(issue.title, issue.body)
        knows = model.words_known(issue.title, issue.body) >= LEAST_WORDS
        return names.get(said, said), sure if knows else 0.0

    return classify


def _unknown(issue: Issue) -> Prediction:
    return Prediction(issue.number, None, 0.0, {}, "other", 0.0)


def _by_paths(issue: Issue, found: Prediction, config: BotConfig) -> Prediction:
    """The category whose patterns match the paths an issue names, if it is only one."""
    patterns = {name: area.paths for name, area in config.categories.items() if area.paths}
    if not patterns:
        return found
    paths = repository_paths(f"{issue.title}\n{issue.body}")
    hits = {
        name: path
        for name, globs in patterns.items()
        for path in paths
        if any(fnmatchcase(path, glob) for glob in globs)
    }
    if len(hits) != 1:
        return found
    ((name, path),) = hits.items()
    chosen: Any = name
    return replace(found, category=chosen, confidence=PATHS_SAY, reasons=(f"names {path}",))
