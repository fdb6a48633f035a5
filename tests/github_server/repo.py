"""One repository and every way it changes.

Changes go through the methods of ``Repo`` so that update times, events, counters and the
rendered JSON stay right.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .rows import CommentRow, Event, IssueRow, Label, Reaction, Suggestion, User

if TYPE_CHECKING:
    from .world import World


class Repo:
    """One repository: issues, pull requests (same numbers), comments, labels.

    ``gone`` holds the numbers of deleted issues, ``moved`` where a transferred issue went.
    ``version`` grows with every change.
    """

    def __init__(self, world: World, repo_id: int, full_name: str) -> None:
        self.world = world
        self.id = repo_id
        self.full_name = full_name
        self.issues: dict[int, IssueRow] = {}
        self.comments: dict[int, CommentRow] = {}
        self.labels: dict[str, Label] = {}
        self.gone: set[int] = set()
        self.moved: dict[int, tuple[Repo, int]] = {}
        self.version = 0
        self.takes_suggestions = True
        self._sorted: dict[str, tuple[int, list[IssueRow] | list[CommentRow]]] = {}

    def next_number(self) -> int:
        """The number the next issue or pull request gets: numbers are never used twice."""
        return max(itertools.chain(self.issues, self.gone, self.moved), default=0) + 1

    def ordered(self, kind: str, sort: str) -> list[IssueRow] | list[CommentRow]:
        """All ``issues`` or ``comments`` ascending by created, updated or comments, then id."""
        key = f"{kind}:{sort}"
        version, rows = self._sorted.get(key, (-1, []))
        if version != self.version:
            source: Iterable[IssueRow | CommentRow] = getattr(self, kind).values()
            rows = sorted(source, key=lambda row: (sort_value(row, sort), row.id))  # type: ignore[assignment]
            self._sorted[key] = (self.version, rows)
        return rows

    def changed(self, *rows: IssueRow | CommentRow) -> None:
        """Forget what was rendered of the rows."""
        self.version += 1
        for row in rows:
            row.cache.clear()

    def touch(self, row: IssueRow) -> None:
        """The issue was updated now."""
        row.updated_at = self.world.now
        self.changed(row)

    def add_issue(
        self, user: User | None, title: str, body: str | None = "", *, pull_request: bool = False
    ) -> IssueRow:
        """Open an issue or a pull request now."""
        now = self.world.now
        number = self.next_number()
        row = IssueRow(
            self.world.new_id(), number, title, body, user, now, now, pull_request=pull_request
        )
        self.issues[number] = row
        self.changed()
        return row

    def add_comment(self, number: int, user: User | None, body: str) -> CommentRow:
        """Comment on an issue now; the issue counts as updated."""
        now = self.world.now
        row = CommentRow(self.world.new_id(), number, body, user, now, now)
        self.comments[row.id] = row
        self.issues[number].comment_ids.append(row.id)
        self.touch(self.issues[number])
        return row

    def edit_comment(self, comment_id: int, body: str) -> CommentRow:
        """Replace a comment's text now."""
        row = self.comments[comment_id]
        row.body, row.updated_at = body, self.world.now
        self.changed(row)
        return row

    def minimize_comment(self, row: CommentRow, reason: str) -> None:
        """Hide a comment; GitHub records no event of it."""
        row.minimized = reason
        self.changed(row)

    def delete_comment(self, comment_id: int) -> None:
        """Delete a comment; its issue keeps its update time, so nobody is told."""
        row = self.comments.pop(comment_id)
        issue = self.issues[row.number]
        issue.comment_ids.remove(comment_id)
        self.changed(issue)

    def event(self, row: IssueRow, kind: str, actor: User, **more: object) -> Event:
        """Record what happened to the issue now; it counts as updated."""
        event = Event(self.world.new_id(), kind, actor, self.world.now, **more)  # type: ignore[arg-type]
        row.events.append(event)
        self.touch(row)
        return event

    def set_labels(self, number: int, names: Iterable[str], actor: User) -> None:
        """Give the issue exactly these labels, with an event for each difference."""
        row = self.issues[number]
        wanted = list(dict.fromkeys(self.label(name).name for name in names))
        for name in [name for name in row.labels if name not in wanted]:
            row.labels.remove(name)
            self.event(row, "unlabeled", actor, label=self.label(name))
        for name in [name for name in wanted if name not in row.labels]:
            row.labels.append(name)
            self.event(row, "labeled", actor, label=self.label(name))

    def suggest_label(
        self, number: int, name: str, actor: User, rationale: str | None, confidence: str | None
    ) -> Suggestion:
        """Propose a label; the actor's pending proposal of the same one is replaced."""
        label, now = self.label(name), self.world.now
        for row in self.issues[number].suggestions:
            if row.state == "pending" and row.label is label and row.actor is actor:
                row.state, row.updated_at = "replaced", now
        made = Suggestion(self.world.new_id(), label, actor, rationale, confidence, now, now)
        self.issues[number].suggestions.append(made)
        return made

    def resolve(self, number: int, suggestion: Suggestion, state: str, actor: User) -> None:
        """Approve a suggestion, which puts the label on, or dismiss it."""
        issue = self.issues[number]
        same = [row for row in issue.suggestions if row.label is suggestion.label]
        for row in same if state == "approved" else [suggestion]:
            if row.state == "pending":
                row.state, row.updated_at = "dismissed", self.world.now
                row.resolved_by = actor
        suggestion.state = state
        if state == "approved" and suggestion.label.name not in issue.labels:
            self.set_labels(number, [*issue.labels, suggestion.label.name], actor)
            suggestion.event = issue.events[-1].id

    def label(self, name: str) -> Label:
        """The label of that name (case does not matter), made when there is none."""
        found = self.labels.get(name.lower())
        if found is None:
            found = self.labels[name.lower()] = Label(self.world.new_id(), name)
        return found

    def rename_issue(self, number: int, title: str, actor: User) -> None:
        """Change the title, with the event that keeps the one before."""
        row = self.issues[number]
        old, row.title = row.title, title
        self.event(row, "renamed", actor, rename=(old, title))

    def set_state(self, number: int, state: str, reason: str | None, actor: User) -> None:
        """Close or reopen."""
        row = self.issues[number]
        row.state = state
        closed = state == "closed"
        row.state_reason = (reason or "completed") if closed else "reopened"
        row.closed_at = self.world.now if closed else None
        row.closed_by = actor if closed else None
        if row.pull_request:
            row.state_reason = None
        kind = "closed" if closed else "reopened"
        self.event(row, kind, actor, state_reason=row.state_reason if closed else None)

    def set_lock(self, number: int, reason: str | None, actor: User, *, locked: bool) -> None:
        """Lock or unlock the conversation."""
        row = self.issues[number]
        row.locked, row.lock_reason = locked, reason if locked else None
        self.event(row, "locked" if locked else "unlocked", actor, lock_reason=row.lock_reason)

    def react(self, row: IssueRow | CommentRow, user: User, content: str) -> tuple[Reaction, bool]:
        """A user's reaction, and whether it is new (the same one twice counts once)."""
        for reaction in row.reactions:
            if reaction.user is user and reaction.content == content:
                return reaction, False
        reaction = Reaction(self.world.new_id(), user, content, self.world.now)
        row.reactions.append(reaction)
        self.changed(row)
        return reaction, True

    def delete_issue(self, number: int) -> None:
        """Delete an issue with its comments: 410 from now on."""
        for comment_id in self.issues.pop(number).comment_ids:
            del self.comments[comment_id]
        self.gone.add(number)
        self.changed()

    def transfer_issue(self, number: int, target: Repo) -> IssueRow:
        """Move an issue with its comments to another repository: 301 from now on."""
        row = self.issues.pop(number)
        row.number = target.next_number()
        target.issues[row.number] = row
        for comment_id in row.comment_ids:
            comment = target.comments[comment_id] = self.comments.pop(comment_id)
            comment.number = row.number
            comment.cache.clear()
        for name in row.labels:
            target.label(name)
        self.moved[number] = (target, row.number)
        self.changed(row)
        target.touch(row)
        return row


def sort_value(row: IssueRow | CommentRow, sort: str) -> int:
    """What ``row`` is sorted by: ``created`` or ``updated`` seconds, or its comments' number."""
    if sort == "updated":
        return row.updated_at
    if sort == "comments" and isinstance(row, IssueRow):
        return len(row.comment_ids)
    return row.created_at
