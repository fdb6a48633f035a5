"""Labels: on an issue (needs triage), and of the repository (needs write)."""

from __future__ import annotations

from typing import Any

from . import render
from .exchange import Answer, Context, Refusal
from .reading import issue_at
from .rights import invalid, me, needs, text
from .rows import IssueRow


def label_names(values: Any) -> list[str]:
    """Names from every form GitHub takes: ``["a"]``, ``{"labels": […]}``, names or objects."""
    listed = values.get("labels", []) if isinstance(values, dict) else values
    if not isinstance(listed, list):
        raise invalid("Label", "labels", "invalid")
    names = [item.get("name") if isinstance(item, dict) else item for item in listed]
    if not all(isinstance(name, str) and name.strip() for name in names):
        raise invalid("Label", "name", "invalid")
    return [str(name) for name in names]


def suggested(context: Context, values: Any) -> dict[str, dict[str, Any]]:
    """By name what is only proposed (``suggest: true``) and not put on the issue.

    Where the repository takes no suggestions the key means nothing: the label is put on.
    """
    listed = values.get("labels", []) if isinstance(values, dict) else values
    wanted = [item for item in listed if isinstance(item, dict) and item.get("suggest")]
    return {item["name"]: item for item in wanted} if context.repo.takes_suggestions else {}


def _labels(context: Context, issue: IssueRow) -> Answer:
    rows = [context.repo.label(name) for name in issue.labels]
    return Answer.of([render.label(context.base, context.repo, row, listed=True) for row in rows])


@needs("triage")
def add_labels(context: Context) -> Answer:
    """Put labels on an issue, beside those it has."""
    issue, values = issue_at(context), context.payload()
    all_names, proposed = label_names(values), suggested(context, values)
    for name, item in proposed.items():
        why, sure = item.get("rationale"), item.get("confidence")
        context.repo.suggest_label(issue.number, name, me(context), why, sure)
    names = [name for name in all_names if name not in proposed]
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
    issue, name = issue_at(context), context.values["name"].lower()
    kept = [label for label in issue.labels if label.lower() != name]
    if len(kept) == len(issue.labels):
        raise Refusal(404, "Label does not exist")
    context.repo.set_labels(issue.number, kept, me(context))
    return _labels(context, issue)


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
    key = context.values["name"].lower()
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
    name = context.values["name"].lower()
    if name not in context.repo.labels:
        raise Refusal(404, "Not Found")
    for row in list(context.repo.issues.values()):
        if name in (label.lower() for label in row.labels):
            kept = [label for label in row.labels if label.lower() != name]
            context.repo.set_labels(row.number, kept, me(context))
    del context.repo.labels[name]
    return Answer(204)
