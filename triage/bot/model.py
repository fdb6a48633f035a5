"""What the bot sees and what it may do: frozen records, in the words of GitHub.

A ``Situation`` is everything a plan depends on; a ``Plan`` is what comes out. Nothing here
touches the network, the store or a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from triage.records import Action, Correction, Issue, MatchResult, Prediction

Permission = Literal["none", "read", "triage", "write", "maintain", "admin"]
MAY_COMMAND: frozenset[str] = frozenset({"write", "maintain", "admin"})
"""Whose commands count."""


@dataclass(frozen=True, slots=True)
class Command:
    """One ``/triage …`` line of a comment, as written by somebody with write access.

    ``name`` is ``not-helpful``, ``category``, ``explain``, ``ignore`` or ``resume``; ``value``
    its argument, ``""`` when it takes none.
    """

    name: str
    value: str
    author: str
    comment_id: int
    created_at: str


@dataclass(frozen=True, slots=True)
class LabelEvent:
    """A label put on or taken off the issue, from its timeline; oldest first in a situation."""

    label: str
    added: bool
    actor: str | None
    by_bot: bool
    """Whether this bot's own account did it."""
    created_at: str


@dataclass(frozen=True, slots=True)
class OwnComment:
    """The bot's marked comment on the issue; ``digest`` is of the text it was made from."""

    github_id: int
    node_id: str
    body: str
    digest: str
    minimised: bool = False


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An older issue that is likely the same question, with the reason."""

    number: int
    title: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class EntryLink:
    """What a comment says of an entry: our own words, without links of the site's pages."""

    id: str
    question: str
    answer: str
    category: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the models say about the issue, with the version of what said it."""

    prediction: Prediction
    matches: MatchResult
    duplicates: tuple[Duplicate, ...] = ()
    entries: tuple[EntryLink, ...] = ()
    """The entries of ``matches``, in their order."""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """One issue as it stands on GitHub, what the bot did before, and what the models say.

    Args:
        issue: the issue; ``labels`` as they are now.
        verdict: of the models.
        label_events: the timeline's, of all labels.
        comment: the bot's own comment, if it has one; found by marker and author.
        commands: of people with write access, oldest first; others are never in here.
        first_issue: the author has no earlier issue here (GitHub's author association).
        answered_by: login of the maintainer who answered last, or None.
        existing_labels: the labels the repository has; no other is ever put on.
        transferred: the issue now lives elsewhere.
        quiet_days: whole days since a person last said something, the issue itself included.
        done: keys of the actions that were carried out on this issue before.
        undone: keys of those that people took back with ``triage bot undo``.
        writes_left: how many writes the limits still allow.
    """

    issue: Issue
    verdict: Verdict
    label_events: tuple[LabelEvent, ...] = ()
    comment: OwnComment | None = None
    comment_deleted: bool = False
    """The bot once commented and somebody deleted it: it never comments again."""
    commands: tuple[Command, ...] = ()
    first_issue: bool = False
    answered_by: str | None = None
    existing_labels: frozenset[str] = frozenset()
    suggested: frozenset[str] | None = frozenset()
    """Labels ever suggested here, by whomever; None: the server takes no suggestions."""
    quiet_days: int | None = None
    done: frozenset[str] = frozenset()
    undone: frozenset[str] = frozenset()
    transferred: bool = False
    writes_left: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """The actions for one issue in the order to do them; ``silence``: why none, or not all."""

    repo: str
    number: int
    actions: tuple[Action, ...] = ()
    corrections: tuple[Correction, ...] = ()
    silence: str | None = None
