"""The nouns of the project: frozen records that every stage takes and returns.

No stage hands a raw ``dict`` to another. What each noun means is said once, in
``docs/contributing/concepts.md``.

Times are strings in ISO 8601, UTC (``2019-08-01T12:00:00Z``), with reduced precision
(``2019-08``) where the source has no more: they compare and sort as text, and nothing is
invented on the way through the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Category = Literal["odapi", "official", "research"]
CATEGORIES: tuple[Category, ...] = ("odapi", "official", "research")
OTHER = "other"
"""The class of issues that belong to no category; the prediction says ``None`` for it."""

IssueType = Literal["bug", "support", "feature", "docs", "build_install", "performance", "other"]
ISSUE_TYPES: tuple[IssueType, ...] = (
    "bug", "support", "feature", "docs", "build_install", "performance", "other",
)  # fmt: skip

DEFAULT_REPO = "tensorflow/models"
"""Rows that do not name their repository (``url``) are taken to come from this one."""


def _empty() -> Mapping[str, object]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue, or (``is_pull_request``) one pull request, as GitHub holds it.

    ``raw`` is the payload it was parsed from, without anything secret; it is kept beside
    the record in the store so that a parser of tomorrow can read it again.
    """

    number: int | None
    title: str
    body: str = ""
    repo: str = DEFAULT_REPO
    github_id: int | None = None
    state: str = "open"
    state_reason: str | None = None
    labels: tuple[str, ...] = ()
    author: str | None = None
    author_is_bot: bool = False
    locked: bool = False
    is_pull_request: bool = False
    created_at: str | None = None
    updated_at: str | None = None
    closed_at: str | None = None
    raw: Mapping[str, object] = field(default_factory=_empty, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment on an issue or a pull request (``number`` within ``repo``)."""

    github_id: int
    number: int
    body: str = ""
    repo: str = DEFAULT_REPO
    author: str | None = None
    author_is_bot: bool = False
    on_pull_request: bool = False
    created_at: str | None = None
    updated_at: str | None = None
    raw: Mapping[str, object] = field(default_factory=_empty, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far one stream (``issues`` or ``comments``) of a repository has been read.

    Every row with ``updated_at`` before ``since`` is in the store; the next request asks for
    ``since`` inclusively. ``etag`` belongs to the last request of a pass that found nothing
    new, so that the next pass can ask conditionally. ``complete`` is False while a pass is
    under way.
    """

    repo: str
    stream: Literal["issues", "comments"]
    since: str | None = None
    etag: str | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """One page of a stream, to be saved with its checkpoint in one transaction."""

    checkpoint: Checkpoint
    issues: tuple[Issue, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Prediction:
    """Category and type of an issue. ``category`` is None for none of the three, or unsure."""

    number: int | None
    category: Category | None
    confidence: float
    scores: Mapping[str, float]
    type: IssueType
    type_confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One recurring question with its answer: a file of ``kb/entries``.

    ``sections`` holds (heading, Markdown text) in file order; ``answer`` is the text before
    the first heading. ``errors`` are signatures: how the error line looks, ``*`` a wildcard.
    """

    id: str
    question: str
    category: Category
    topic: str
    kind: str
    evidence: str
    reviewed: str
    answer: str
    sections: tuple[tuple[str, str], ...]
    applies_to: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    errors: tuple[str, ...] = ()
    issues: tuple[int, ...] = ()
    path: str = ""

    def issues_in(self, repo: str) -> tuple[int, ...]:
        """The issues it names, which are those of one repository: in another there are none."""
        return self.issues if repo.lower() == DEFAULT_REPO else ()


@dataclass(frozen=True, slots=True)
class Match:
    """One entry that may answer an issue; ``score`` is a probability."""

    entry: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The entries for one issue, best first; ``answer`` only where it is safe to say."""

    number: int | None
    answer: str | None
    confidence: float
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Similar issues that no entry answers yet: a candidate entry.

    ``terms`` are the words that tell it from the rest; ``error`` is their common error line.
    """

    numbers: tuple[int, ...]
    title: str
    terms: tuple[str, ...]
    category: Category | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class GoldRow:
    """An issue with what people decided about it: labels to train and to score with."""

    issue: Issue
    category: str | None = None
    type: str | None = None
    faq: str | None = None
    error: str | None = None
    resolution: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with an entry or a README: a stable code, the file, and what to do."""

    code: str
    path: str
    message: str
    line: int | None = None


Mode = Literal["shadow", "suggest", "apply"]
MODES: tuple[Mode, ...] = ("shadow", "suggest", "apply")
"""Record what would be done; propose labels where GitHub offers it; do it."""

ActionKind = Literal[
    "add_label", "remove_label", "suggest_label", "comment", "edit_comment", "minimise_comment",
    "react",
]  # fmt: skip

ActionStatus = Literal["planned", "shadow", "applied", "failed", "undone"]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do on one issue. ``key`` is the same for the same thing, whenever planned.

    Args:
        kind: what to do.
        repo: ``owner/name``.
        number: of the issue.
        label: of label actions.
        body: the whole text of a comment, marker included.
        comment_id: the comment to edit, minimise or react to; ``content`` of a reaction in body.
        reason: for people, one line.
        entry: the entry that answers, if the action says so.
        confidence: between 0 and 1.
        version: of the models.
    """

    kind: ActionKind
    repo: str
    number: int
    reason: str
    label: str | None = None
    body: str | None = None
    comment_id: int | None = None
    node_id: str | None = None
    entry: str | None = None
    confidence: float | None = None
    version: str = ""

    @property
    def key(self) -> str:
        """What makes it the same action: kind, and the label, comment or one comment an issue."""
        what = self.label or (str(self.comment_id) if self.comment_id else "")
        return f"{self.kind}:{what}"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a maintainer said instead: a label to train with (``category``, ``type`` or ``faq``)."""

    repo: str
    number: int
    field: str
    value: str | None
    author: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Event:
    """A webhook or Actions event, reduced to what decides which issue to look at.

    Args:
        delivery: GitHub's id of the delivery, or "" when it came another way.
        name: ``issues``, ``issue_comment``, ``ping``, …
        action: ``opened``, ``edited``, ``created``, …
        repo: ``owner/name``.
        number: of the issue; None when the event has none.
        sender: login, and whether it is a bot.
    """

    delivery: str
    name: str
    action: str
    repo: str
    number: int | None
    sender: str | None = None
    sender_is_bot: bool = False
    is_pull_request: bool = False


@dataclass(frozen=True, slots=True)
class DoneAction:
    """An action as the store remembers it: when it was planned, and what became of it.

    ``status`` is ``planned`` (about to be done), ``shadow`` (only recorded), ``applied``,
    ``failed`` or ``undone``; ``github_id`` is of the comment it made.
    """

    id: int
    action: Action
    mode: Mode
    status: ActionStatus
    planned_at: str
    applied_at: str | None = None
    github_id: int | None = None
    delivery: str = ""
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A delivery that a worker has taken from the queue, and how often it was tried."""

    id: int
    event: Event
    received_at: str
    attempts: int
