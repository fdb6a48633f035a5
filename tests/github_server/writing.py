"""What can be changed: issues, comments, reactions, locks.

Who may: anybody signed in comments and reacts; state and locks need triage; somebody else's
comment needs write.
"""

from __future__ import annotations

from . import render
from .exchange import Answer, Context, Refusal
from .labelling import label_names
from .reading import comment_at, issue_at
from .rights import invalid, me, needs, text
from .rows import CommentRow


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
