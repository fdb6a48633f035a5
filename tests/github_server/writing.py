"""What can be changed: comments, labels, issues, reactions, locks.

Who may: anybody signed in comments and reacts; labels, state and locks need triage; somebody
else's comment needs write.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from . import render
from .exchange import Answer, Context, Refusal
from .reading import comment_at, issue_at
from .rows import CommentRow, IssueRow, User

Handler = Callable[[Context], Answer]
BODY_LIMIT = 65_536


def needs(role: str) -> Callable[[Handler], Handler]:
    """Refuse whoever has not that role (401 unsigned, 403), and move the rows' time on."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        def checked(context: Context) -> Answer:
            if context.who.user is None:
                raise Refusal(401, "Requires authentication")
            if not context.who.may(role):
                raise Refusal(403, "Must have admin rights to Repository.")
            context.world.tick()
            return handler(context)

        return checked

    return decorate


def me(context: Context) -> User:
    """The signed-in user."""
    assert context.who.user is not None
    return context.who.user


def invalid(resource: str, name: str, code: str = "missing_field") -> Refusal:
    """422 for a field that is wrong or not there."""
    error = {"resource": resource, "field": name, "code": code}
    return Refusal(422, "Validation Failed", errors=[error])


def text(values: Any, name: str, resource: str, *, limit: int = BODY_LIMIT) -> str:
    """A text field that must be there, not blank and not too long."""
    value = values.get(name) if isinstance(values, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise invalid(resource, name)
    if len(value) > limit:
        raise Refusal(
            422, "Validation Failed",
            errors=[{
                "resource": resource, "field": name, "code": "custom",
                "message": f"{name} is too long (maximum is {limit} characters)",
            }],
        )  # fmt: skip
    return value


def _comment(context: Context, row: CommentRow, status: int) -> Answer:
    headers = {
        "Location": f"{context.base}/repos/{context.repo.full_name}/issues/comments/{row.id}"
    }
    body = render.comment(context.base, context.repo, row)
    return Answer(status, body, headers if status == 201 else {})


@needs("read")
def create_comment(context: Context) -> Answer:
    """Comment on an issue; a locked one takes comments only from people with write access."""
    issue = issue_at(context)
    if issue.locked and not context.who.may("write"):
        raise Refusal(403, "Unable to create comment because issue is locked.")
    body = text(context.payload(), "body", "IssueComment")
    return _comment(context, context.repo.add_comment(issue.number, me(context), body), 201)


def _own(context: Context) -> CommentRow:
    row = comment_at(context)
    if row.user is not me(context) and not context.who.may("write"):
        raise Refusal(403, "Must have admin rights to Repository.")
    return row


@needs("read")
def update_comment(context: Context) -> Answer:
    """Replace the text of a comment."""
    row = _own(context)
    body = text(context.payload(), "body", "IssueComment")
    return _comment(context, context.repo.edit_comment(row.id, body), 200)


@needs("read")
def delete_comment(context: Context) -> Answer:
    """Delete a comment."""
    context.repo.delete_comment(_own(context).id)
    return Answer(204)


@needs("read")
def add_reaction(context: Context) -> Answer:
    """React to a comment: 201, or 200 when that reaction is there already."""
    row, values = comment_at(context), context.payload()
    content = values.get("content") if isinstance(values, dict) else None
    if content not in render.REACTIONS:
        raise invalid("Reaction", "content", "invalid")
    made, new = context.repo.react(row, me(context), content)
    return Answer.of(render.reaction(context.base, made), 201 if new else 200)


@needs("read")
def delete_reaction(context: Context) -> Answer:
    """Take a reaction back."""
    row, number = comment_at(context), context.number("reaction_id")
    kept = [reaction for reaction in row.reactions if reaction.id != number]
    if len(kept) == len(row.reactions):
        raise Refusal(404, "Not Found")
    row.reactions[:] = kept
    context.repo.changed(row)
    return Answer(204)


def label_names(values: Any) -> list[str]:
    """Names from every form GitHub takes: ``["a"]``, ``{"labels": […]}``, names or objects."""
    listed = values.get("labels", []) if isinstance(values, dict) else values
    if not isinstance(listed, list):
        raise invalid("Label", "labels", "invalid")
    names = [item.get("name") if isinstance(item, dict) else item for item in listed]
    if not all(isinstance(name, str) and name.strip() for name in names):
        raise invalid("Label", "name", "invalid")
    return [str(name) for name in names]


def suggested(values: Any) -> set[str]:
    """The labels that are only proposed (``suggest: true``): they are not put on the issue."""
    listed = values.get("labels", []) if isinstance(values, dict) else values
    return {item["name"] for item in listed if isinstance(item, dict) and item.get("suggest")}


def _labels(context: Context, issue: IssueRow) -> Answer:
    rows = [context.repo.label(name) for name in issue.labels]
    return Answer.of([render.label(context.base, context.repo, row, listed=True) for row in rows])


@needs("triage")
def add_labels(context: Context) -> Answer:
    """Put labels on an issue, beside those it has."""
    issue, values = issue_at(context), context.payload()
    names = [name for name in label_names(values) if name not in suggested(values)]
    context.repo.set_labels(issue.number, [*issue.labels, *names], me(context))
    return _labels(context, issue)


@needs("triage")
def set_labels(context: Context) -> Answer:
    """Give an issue exactly these labels."""
    issue = issue_at(context)
    context.repo.set_labels(issue.number, label_names(context.payload()), me(context))
    return _labels(context, issue)


@needs("triage")
def remove_all_labels(context: Context) -> Answer:
    """Take all labels off an issue."""
    context.repo.set_labels(issue_at(context).number, [], me(context))
    return Answer(204)


@needs("triage")
def remove_label(context: Context) -> Answer:
    """Take one label off an issue; 404 when it is not on it."""
    issue, name = issue_at(context), unquote(context.values["name"]).lower()
    kept = [label for label in issue.labels if label.lower() != name]
    if len(kept) == len(issue.labels):
        raise Refusal(404, "Label does not exist")
    context.repo.set_labels(issue.number, kept, me(context))
    return _labels(context, issue)


@needs("read")
def create_issue(context: Context) -> Answer:
    """Open an issue; labels count only from somebody who may set them."""
    values = context.payload()
    title = text(values, "title", "Issue", limit=256)
    row = context.repo.add_issue(me(context), title, values.get("body"))
    if context.who.may("triage") and values.get("labels"):
        context.repo.set_labels(row.number, label_names(values), me(context))
    return Answer(201, render.issue(context.base, context.repo, row))


@needs("read")
def update_issue(context: Context) -> Answer:
    """Change title, text, labels or state; needs triage, or to be the author."""
    row, values = issue_at(context), context.payload()
    if row.user is not me(context) and not context.who.may("triage"):
        raise Refusal(403, "Must have admin rights to Repository.")
    repo, number = context.repo, row.number
    if "state" in values and values["state"] not in {"open", "closed"}:
        raise invalid("Issue", "state", "invalid")
    if "title" in values and text(values, "title", "Issue", limit=256) != row.title:
        repo.rename_issue(number, values["title"], me(context))
    if "body" in values:
        row.body = values["body"]
        repo.touch(row)
    if "labels" in values and context.who.may("triage"):
        repo.set_labels(number, label_names(values), me(context))
    reason = values.get("state_reason")
    if values.get("state", row.state) != row.state:
        repo.set_state(number, values["state"], reason, me(context))
    return Answer(200, render.issue(context.base, repo, row))


@needs("triage")
def lock(context: Context) -> Answer:
    """Lock the conversation, with a reason or without."""
    values = context.payload() or {}
    reason = values.get("lock_reason")
    context.repo.set_lock(issue_at(context).number, reason, me(context), locked=True)
    return Answer(204)


@needs("triage")
def unlock(context: Context) -> Answer:
    """Unlock the conversation."""
    context.repo.set_lock(issue_at(context).number, None, me(context), locked=False)
    return Answer(204)


@needs("write")
def create_label(context: Context) -> Answer:
    """Make a label of the repository; 422 when it exists."""
    values = context.payload()
    name = text(values, "name", "Label", limit=50)
    if name.lower() in context.repo.labels:
        raise invalid("Label", "name", "already_exists")
    made = context.repo.label(name)
    made.color, made.description = values.get("color", made.color), values.get("description")
    return Answer.of(render.label(context.base, context.repo, made, listed=True), 201)


@needs("write")
def update_label(context: Context) -> Answer:
    """Change name, colour or description of a label."""
    repo, values = context.repo, context.payload()
    key = unquote(context.values["name"]).lower()
    if key not in repo.labels:
        raise Refusal(404, "Not Found")
    label = repo.labels.pop(key)
    old, label.name = label.name, values.get("new_name", label.name)
    label.color = values.get("color", label.color)
    label.description = values.get("description", label.description)
    repo.labels[label.name.lower()] = label
    for row in repo.issues.values():
        if old in row.labels:
            row.labels[row.labels.index(old)] = label.name
            repo.changed(row)
    return Answer.of(render.label(context.base, repo, label, listed=True))


@needs("write")
def delete_label(context: Context) -> Answer:
    """Delete a label from the repository and every issue."""
    name = unquote(context.values["name"]).lower()
    if name not in context.repo.labels:
        raise Refusal(404, "Not Found")
    for row in list(context.repo.issues.values()):
        if name in (label.lower() for label in row.labels):
            kept = [label for label in row.labels if label.lower() != name]
            context.repo.set_labels(row.number, kept, me(context))
    del context.repo.labels[name]
    return Answer(204)
