"""A to-do list for people at a terminal: one table a stage, the places of what is rare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.migrate.markdown import STAGE_TITLES, say_effort, say_files
from triage.migrate.model import STAGES
from triage.migrate.todo import Task, make_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from triage.migrate.baseline import Step
    from triage.migrate.model import Report

SYMBOLS = 8
"""How many symbols of a kind are shown; --markdown and --json have all."""


def show_report(report: Report, steps: Sequence[Step]) -> None:
    """Print it on stdout."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    tasks = make_tasks(report.findings)
    for stage in STAGES:
        _show_stage(console, stage, [task for task in tasks if task.kind.stage == stage])
    if steps:
        _show_steps(console, steps)
    rate = f"{report.lines} lines of {report.files} files in {report.seconds:.1f} s"
    console.print(f"{len(report.findings)} findings in {rate}", markup=False)
    if report.summary["safe"]:
        text = (
            f"--apply writes {report.summary['safe']} of them: names that changed and nothing else"
        )
        console.print(text, markup=False)


def _show_stage(console: Console, stage: str, tasks: Sequence[Task]) -> None:
    from rich.table import Table
    from rich.text import Text

    if not tasks:
        return
    table = Table(title=STAGE_TITLES[stage], title_justify="left", expand=False)
    table.add_column("what", no_wrap=True)
    table.add_column("count", justify="right")
    table.add_column("becomes")
    table.add_column("where", overflow="fold")
    for task in tasks:
        table.add_section()
        effort = f"{len(task.findings)} in {say_files(task.files)}, {say_effort(task.minutes)}"
        table.add_row(Text(task.kind.title, style="bold"), "", Text(task.kind.advice), Text(effort))
        groups = task.groups()
        for group in groups[:SYMBOLS]:
            first, more = group.findings[0], " …" if len(group.findings) > 1 else ""
            place = Text(f"{first.path}:{first.line}{more}")
            count = str(len(group.findings))
            table.add_row(Text(f"  {group.symbol}"), count, Text(group.to or ""), place)
        if len(groups) > SYMBOLS:
            table.add_row(Text(f"  and {len(groups) - SYMBOLS} more"), "", "", "")
    console.print(table)


def _show_steps(console: Console, steps: Sequence[Step]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(title="Since the baseline", title_justify="left")
    for name in ("kind", "before", "done", "new", "left"):
        table.add_column(name, justify="left" if name == "kind" else "right")
    for step in steps:
        table.add_row(Text(step.kind), *map(str, (step.before, step.done, step.new, step.left)))
    console.print(table)
