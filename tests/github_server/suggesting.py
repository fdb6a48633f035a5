"""Proposed labels: listed, approved, dismissed. All of it needs triage."""

from __future__ import annotations

from . import render
from .exchange import Answer, Context, Refusal
from .paging import numbered
from .reading import choice, issue_at
from .rights import me, needs
from .rows import IssueRow, Suggestion

STATES = ("pending", "applied", "approved", "dismissed", "replaced", "invalidated", "all")
ACTIONS = ("add_label", "set_type", "add_field", "add_assignee", "close_issue")


def _issue(context: Context) -> IssueRow:
    """404 for a pull request, and where the repository takes no suggestions."""
    issue = issue_at(context)
    if issue.pull_request or not context.repo.takes_suggestions:
        raise Refusal(404, "Not Found")
    return issue


@needs("triage")
def list_suggestions(context: Context) -> Answer:
    """The suggestions of an issue, pending ones unless told; only labels are proposed here."""
    issue = _issue(context)
    state, action = choice(context, "state", *STATES), choice(context, "action", *ACTIONS)
    rows = [row for row in issue.suggestions if state in ("all", row.state)]
    shown, headers = numbered(context, rows if action == "add_label" else [], None)
    return Answer.of([render.suggestion(issue, row) for row in shown], headers=headers)


def _resolve(context: Context, state: str) -> Answer:
    issue, number = _issue(context), context.number("suggestion_id")
    found: Suggestion | None = next((row for row in issue.suggestions if row.id == number), None)
    if found is None:
        raise Refusal(404, "Not Found")
    if found.state != "pending":
        error = {"resource": "IssueSuggestion", "field": "state", "code": "invalid"}
        raise Refusal(422, "Validation Failed", errors=[error])
    context.repo.resolve(issue.number, found, state, me(context))
    return Answer.of(render.suggestion(issue, found))


@needs("triage")
def approve(context: Context) -> Answer:
    """Do what was proposed."""
    return _resolve(context, "approved")


@needs("triage")
def dismiss(context: Context) -> Answer:
    """Do not."""
    return _resolve(context, "dismissed")
