"""Replay history from the store: what the bot would have done, and how often people agree.

No issue is judged by what knows it: one of the bundled issues goes to a classifier trained on the
other folds and to a matcher without it. A model of the configuration is used as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from triage import config as places
from triage.bot.backtest import Figures, add_up
from triage.bot.replay import History, Outcome, replay
from triage.errors import BadInput, WrongUse
from triage.match.evaluate_duplicates import LEAST
from triage.pipeline.bot_judge import LINKS, Judge, classifier, links, version_of
from triage.pipeline.duplicates import Duplicates, listed_issues
from triage.pipeline.judge import read_entries, read_gold
from triage.pipeline.sources import choose_repo, groups, open_or_snapshot
from triage.records import DEFAULT_REPO, GoldRow, Issue, MatchResult, Prediction

if TYPE_CHECKING:
    from triage.bot.config import BotConfig
    from triage.store import Store

FOLDS = 5
BATCH = 256
NO_SITE = "https://kb.invalid"
"""Stands for the site where none is configured: else there would be no answers to measure."""
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Window:
    """Which issues: opened from one day to another, both included; None: no bound."""

    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no date.

        Raises:
            WrongUse: a bound is no date, or the first one is after the last one.
        """
        for name, value in (("--from", self.since), ("--to", self.until)):
            if value is not None and not _DATE.fullmatch(value):
                raise WrongUse(f"{name} {value!r} is no date.", "Write 2020, 2020-05 or 2020-05-31")
        if self.since and self.until and self.since > self.until:
            raise WrongUse(f"--from {self.since} is after --to {self.until}.", "Exchange them.")

    def holds(self, moment: str | None) -> bool:
        """Whether a time, maybe of reduced precision, may lie within."""
        if self.since is None and self.until is None:
            return True
        if moment is None:
            return False
        early = self.since is not None and moment < self.since[: len(moment)]
        late = self.until is not None and moment[: len(self.until)] > self.until
        return not early and not late


def backtest(
    db: str | None,
    repo: str | None,
    window: Window,
    config: BotConfig,
    entries: str | None = None,
    on_note: Callable[[str], None] = lambda _text: None,
) -> Figures:
    """The figures of a backtest; see ``triage.bot.backtest``.

    Raises:
        BadInput: no issue of the repository was opened within the window.
        WrongUse: the database has no such repository, or several.
    """
    store, bundled = open_or_snapshot(db)
    if bundled:
        on_note("no database here: the bundled issues are replayed")
    with store:
        name = choose_repo(store, repo)
        issues = list(store.issues(name))
        chosen = [issue for issue in issues if window.holds(issue.created_at)]
        if not chosen:
            raise BadInput(
                f"No issue of {name} was opened then.", "Choose other dates, or sync first."
            )
        asked = replace(config, site=config.site or NO_SITE)
        judge, known = _held_out_judge(store, asked, entries, chosen)
        existing = frozenset(label for issue in issues for label in issue.labels)
        outcomes = list(_replay(store, name, chosen, judge, asked, existing))
    return {
        "repo": name,
        "from": window.since,
        "to": window.until,
        "undated": sum(issue.created_at is None for issue in issues),
        "cross_validated": known,
        "gold": sum(one.history.gold is not None for one in outcomes),
        "own_models": bool(config.models.category or config.models.type),
        "missing_labels": sorted(config.managed() - existing),
        "thresholds": asdict(config.thresholds),
        "version": judge.version,
        **add_up(outcomes, asked),
    }


def _replay(
    store: Store,
    repo: str,
    issues: list[Issue],
    judge: Judge,
    config: BotConfig,
    existing: frozenset[str],
) -> Iterator[Outcome]:
    gold = {row.issue.number: row for row in store.gold(repo)}
    questions = {number: row.faq for number, row in gold.items() if number is not None}
    own = {
        (row.action.number, row.action.label)
        for row in store.memory.log(repo)
        if row.status == "applied" and row.action.kind == "add_label"
    }
    for issue in issues:
        theirs = tuple(name for name in issue.labels if (issue.number, name) not in own)
        history = History(gold.get(issue.number), theirs, questions)
        yield replay(issue, judge(issue), history, config, existing)


def _held_out_judge(
    store: Store, config: BotConfig, entries: str | None, issues: list[Issue]
) -> tuple[Judge, int]:
    """A judge that knows none of the issues, and how many of them had to be held out."""
    from triage.match.held_out import HeldOutMatcher

    rows = read_gold(places.snapshot_path())
    listed = read_entries(entries)
    matcher = HeldOutMatcher(listed, rows)
    matches: dict[int | None, MatchResult] = {}
    for part in groups(issues, BATCH):
        results = matcher.match_many(part, LINKS)
        matches |= {issue.number: found for issue, found in zip(part, results, strict=True)}
    held_out = sum(matcher.knows(issue) for issue in issues)
    judge = Judge(
        classifier(config, _held_out_classify(rows) if held_out else None),
        lambda issue: matches[issue.number],
        links(listed),
        version_of(entries),
        Duplicates(store, listed_issues(listed), LEAST),
    )
    return judge, held_out


def _held_out_classify(rows: list[GoldRow]) -> Callable[[Issue], Prediction]:
    from triage.classify import load_default
    from triage.classify.evaluation import cross_train

    classifiers, fold_of = cross_train(rows, folds=FOLDS)
    fold = {row.issue.number: at for row, at in zip(rows, fold_of, strict=True)}
    packaged = load_default()

    def classify(issue: Issue) -> Prediction:
        known = issue.repo == DEFAULT_REPO and issue.number in fold
        return (classifiers[fold[issue.number]] if known else packaged).classify(issue)

    return classify
