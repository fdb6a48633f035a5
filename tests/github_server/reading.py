"""What can be read of issues and comments, with GitHub's filters, orders and caps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from email.utils import formatdate

from . import render
from .exchange import Answer, Context, Refusal
from .paging import cursored, numbered
from .rows import CommentRow, IssueRow, seconds

EARLIEST = seconds("1980-01-01T00:00:00Z")


def choice(context: Context, name: str, *allowed: str) -> str:
    """A query value that must be one of few; 422 for anything else, as GitHub says it."""
    value = context.request.query.get(name, allowed[0])
    if value not in allowed:
        error = {"resource": "Issue", "code": "invalid", "field": name, "value": value}
        raise Refusal(422, "Validation Failed", errors=[error])
    return value


def since(context: Context) -> int | None:
    """The ``since`` parameter in seconds."""
    text = context.request.query.get("since")
    if not text:
        return None
    try:
        return seconds(text)
    except ValueError:
        raise Refusal(422, "Validation Failed", errors=[]) from None


def issue_at(context: Context) -> IssueRow:
    """The issue of the path; 410 deleted, 301 transferred, 404 otherwise."""
    number = context.number("issue_number")
    if number in context.repo.gone:
        raise Refusal(410, "This issue was deleted")
    if number in context.repo.moved:
        target, moved = context.repo.moved[number]
        tail = context.request.path.split(f"/issues/{number}", 1)[1]
        url = f"{context.base}/repositories/{target.id}/issues/{moved}{tail}"
        status = 301 if context.request.method == "GET" else 307
        message = "Moved Permanently" if status == 301 else "Temporary Redirect"
        raise Refusal(status, message, url=url, headers={"Location": url})
    if number not in context.repo.issues:
        raise Refusal(404, "Not Found")
    return context.repo.issues[number]


def comment_at(context: Context) -> CommentRow:
    """The comment of the path, or 404."""
    row = context.repo.comments.get(context.number("comment_id"))
    if row is None:
        raise Refusal(404, "Not Found")
    return row


def _filters(context: Context) -> list[Callable[[IssueRow], bool]]:
    query = context.request.query
    tests: list[Callable[[IssueRow], bool]] = []
    state = choice(context, "state", "open", "closed", "all")
    if state != "all":
        tests.append(lambda row: row.state == state)
    if wanted := [name.strip().lower() for name in query.get("labels", "").split(",") if name]:
        tests.append(lambda row: set(wanted) <= {name.lower() for name in row.labels})
    if creator := query.get("creator"):
        tests.append(lambda row: row.user is not None and row.user.login == creator)
    if query.get("assignee", "none") not in {"none", "*"} or query.get("assignee") == "*":
        tests.append(lambda row: False)
    if mentioned := query.get("mentioned"):
        tests.append(lambda row: f"@{mentioned}" in (row.body or ""))
    if query.get("milestone", "none") != "none":
        tests.append(lambda row: False)
    return tests


def list_issues(context: Context) -> Answer:
    """Issues and pull requests of the repository."""
    sort = choice(context, "sort", "created", "updated", "comments")
    descending = choice(context, "direction", "desc", "asc") == "desc"
    tests, start = _filters(context), since(context)
    rows: list[IssueRow] = context.repo.ordered("issues", sort)  # type: ignore[assignment]
    if start is not None and start < EARLIEST:
        rows = []
    elif start is not None and sort == "updated":
        rows = rows[bisect_left(rows, start, key=lambda row: row.updated_at) :]
    elif start is not None:
        rows = [row for row in rows if row.updated_at >= start]
    if tests:
        rows = [row for row in rows if all(test(row) for test in tests)]
    if descending:
        rows = rows[::-1]
    if context.cursor_links:
        shown, headers = cursored(context, rows, sort, descending=descending)
    else:
        shown, headers = numbered(context, rows, None)
    return Answer.rows([render.issue(context.base, context.repo, row) for row in shown], headers)


def list_all_comments(context: Context) -> Answer:
    """Comments of the whole repository; ``direction`` counts only with ``sort``."""
    sort = choice(context, "sort", "created", "updated")
    direction = choice(context, "direction", "asc", "desc")
    start = since(context)
    rows: list[CommentRow] = context.repo.ordered("comments", sort)  # type: ignore[assignment]
    if start is not None and sort == "updated":
        rows = rows[bisect_left(rows, start, key=lambda row: row.updated_at) :]
    elif start is not None:
        rows = [row for row in rows if row.updated_at >= start]
    if "sort" in context.request.query and direction == "desc":
        rows = rows[::-1]
    shown, headers = numbered(context, rows, context.comment_cap)
    made = [render.comment(context.base, context.repo, row) for row in shown]
    return Answer.rows(made, headers)


def list_comments(context: Context) -> Answer:
    """Comments of one issue, oldest first."""
    start = since(context) or 0
    rows = [context.repo.comments[comment_id] for comment_id in issue_at(context).comment_ids]
    shown, headers = numbered(context, [row for row in rows if row.updated_at >= start], None)
    made = [render.comment(context.base, context.repo, row) for row in shown]
    return Answer.rows(made, headers)


def get_issue(context: Context) -> Answer:
    """One issue or pull request."""
    row = issue_at(context)
    return Answer(200, render.issue(context.base, context.repo, row), modified(row))


def get_comment(context: Context) -> Answer:
    """One comment."""
    row = comment_at(context)
    return Answer(200, render.comment(context.base, context.repo, row), modified(row))


def modified(row: IssueRow | CommentRow) -> dict[str, str]:
    """The ``Last-Modified`` header."""
    return {"Last-Modified": formatdate(row.updated_at, usegmt=True)}


def list_labels(context: Context) -> Answer:
    """The repository's labels by name."""
    rows = sorted(context.repo.labels.values(), key=lambda row: row.name.lower())
    shown, headers = numbered(context, rows, None)
    made = [render.label(context.base, context.repo, row, listed=True) for row in shown]
    return Answer.of(made, headers=headers)


def get_label(context: Context) -> Answer:
    """One label."""
    found = context.repo.labels.get(context.values["name"].lower())
    if found is None:
        raise Refusal(404, "Not Found")
    return Answer.of(render.label(context.base, context.repo, found, listed=True))


def list_issue_labels(context: Context) -> Answer:
    """The labels of one issue."""
    rows = [context.repo.label(name) for name in issue_at(context).labels]
    shown, headers = numbered(context, rows, None)
    made = [render.label(context.base, context.repo, row, listed=True) for row in shown]
    return Answer.of(made, headers=headers)


def list_events(context: Context) -> Answer:
    """What happened to an issue, oldest first."""
    shown, headers = numbered(context, issue_at(context).events, None)
    return Answer.of(
        [render.event(context.base, context.repo, row) for row in shown], headers=headers
    )


def list_timeline(context: Context) -> Answer:
    """Events and comments of an issue, mixed by time."""
    issue = issue_at(context)
    mixed: list[tuple[int, int, render.Json]] = [
        (row.created_at, row.id, render.event(context.base, context.repo, row))
        for row in issue.events
    ]
    for comment_id in issue.comment_ids:
        row = context.repo.comments[comment_id]
        mixed.append(
            (row.created_at, row.id, render.timeline_comment(context.base, context.repo, row))
        )
    rows = [payload for _, _, payload in sorted(mixed, key=lambda item: item[:2])]
    shown, headers = numbered(context, rows, None)
    return Answer.of(list(shown), headers=headers)


def list_reactions(context: Context) -> Answer:
    """The reactions to an issue or a comment."""
    row = comment_at(context) if "comment_id" in context.values else issue_at(context)
    shown, headers = numbered(context, row.reactions, None)
    return Answer.of([render.reaction(context.base, item) for item in shown], headers=headers)
