"""What the bot plans and did, as text or as JSON lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from triage.commands.common import emit_json, note
from triage.records import DoneAction

if TYPE_CHECKING:
    from triage.pipeline.bot import Handled


def show_all(found: Iterable[Handled], as_json: bool) -> None:
    """Print each plan as it comes."""
    for handled in found:
        show(handled, as_json)


def show(handled: Handled, as_json: bool) -> None:
    """Print a plan, and how much of it was carried out."""
    plan = handled.plan
    issue = f"{plan.repo}#{plan.number}"
    if as_json:
        actions = [
            {key: value for key, value in dataclasses.asdict(action).items() if value is not None}
            for action in plan.actions
        ]
        shown = {"issue": issue, "actions": actions, "applied": handled.applied}
        emit_json({**shown, "silence": plan.silence})
        return
    said = [f"{len(plan.actions)} to do"] if plan.actions else []
    click.echo(f"{issue}: {'; '.join([*said, *filter(None, [plan.silence])])}")
    for action in plan.actions:
        click.echo(f"  {action.kind} {action.label or ''}".rstrip() + f": {action.reason}")
        if action.body and action.kind != "react":
            click.echo("".join(f"    | {line}\n" for line in action.body.splitlines()), nl=False)
    if plan.actions and not handled.applied:
        note("nothing was written; --apply carries it out")


def log_line(row: DoneAction) -> str:
    """One action of the log on one line."""
    action = row.action
    sure = "" if action.confidence is None else f" ({action.confidence:.2f})"
    return (
        f"{row.planned_at[:19]}  {row.status:8}  {action.repo}#{action.number}  {action.kind} "
        f"{action.label or action.entry or ''}{sure}: {action.reason}"
    )
