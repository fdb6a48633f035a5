"""The command that says what is stale, unanswered or unverified, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.commands.common import db_option, emit_json, entries_option, json_option, note

if TYPE_CHECKING:
    from triage.pipeline.good_first import Task
    from triage.pipeline.status import OldRun, Status

SHOWN = 10


@click.command(epilog="Example: triage status --offline")
@click.option("--offline", is_flag=True, help="Do not ask the package index for new releases.")
@click.option("--all", "everything", is_flag=True, help=f"Every line, not the first {SHOWN}.")
@click.option(
    "--records", default="docs/records", show_default=True, help="Folder of the records.",
    type=click.Path(file_okay=False, path_type=Path),
)  # fmt: skip
@entries_option
@db_option
@json_option
def status(
    offline: bool,
    everything: bool,
    records: Path,
    entries: str | None,
    db: str | None,
    as_json: bool,
) -> None:
    """Say what is stale, failing, never verified or unanswered, and what to do next.

    Good first tasks are small ones to begin with, each with the command that starts it.
    """
    from triage.pipeline.status import read_status

    found = read_status(Path.cwd(), records, db, entries, offline=offline, on_note=note)
    if as_json:
        emit_json(found)
        return
    for title, lines in _sections(found):
        click.echo(f"{title}: {len(lines) or 'none'}")
        shown = lines if everything else lines[:SHOWN]
        for line in shown:
            click.echo(f"  {line}")
        if len(lines) > len(shown):
            click.echo(f"  … and {len(lines) - len(shown)} more (--all)")


def _sections(found: Status) -> Iterator[tuple[str, list[str]]]:
    from triage.commands.show import cluster_line, shorten

    newest = found.release or "no release yet"
    yield "New releases on the package index", list(found.new_releases)
    yield "Failing", [f"{_run(run)}: {shorten(run.error or '', 90)}" for run in found.failing]
    yield f"Changed since verified on {newest}", [_run(run) for run in found.changed]
    yield f"Stale on {newest}", [_run(run) for run in found.stale]
    yield f"Never verified on {newest}", list(found.unverified)
    yield "Blocks that are not run", [f"{b.page}.md:{b.line}: {b.reason}" for b in found.not_run]
    yield "Questions without an answer", [cluster_line(c) for c in found.unanswered]
    yield "Good first tasks", [_task(task) for task in found.good_first]
    yield "What to do next", list(found.next)


def _task(task: Task) -> str:
    from triage.commands.show import shorten

    about = shorten(task.about, 60)
    return f"{task.kind} ({task.effort}) {about}: {shorten(task.what, 90)}: {task.command}"


def _run(run: OldRun) -> str:
    failed = f", {run.failed} failed" if run.failed else ""
    return f"{run.page} on {run.release} ({run.date}{failed})"
