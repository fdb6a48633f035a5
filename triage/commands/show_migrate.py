"""A to-do list for people at a terminal: stage by stage, each symbol with its first place."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from triage.migrate.markdown import STAGE_TITLES, say_effort, say_files
from triage.migrate.model import STAGES
from triage.migrate.todo import Group, Task, make_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from triage.migrate.baseline import Step
    from triage.migrate.model import Report

INDENT = "  "
PLACE_AT = 44
"""The column at which places begin, where there is room."""
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
    from rich.text import Text

    if not tasks:
        return
    console.rule(Text(STAGE_TITLES[stage], style="bold"), align="left")
    for task in tasks:
        effort = f"{len(task.findings)} in {say_files(task.files)}, {say_effort(task.minutes)}"
        console.print(Text.assemble((task.kind.title, "bold"), f": {effort}"))
        advice = textwrap.wrap(task.kind.advice, console.width - len(INDENT))
        console.print(textwrap.indent("\n".join(advice), INDENT), markup=False, soft_wrap=True)
        groups = task.groups()
        for group in groups[:SYMBOLS]:
            _show_group(console, group)
        if len(groups) > SYMBOLS:
            console.print(
                f"       and {len(groups) - SYMBOLS} more symbols: --markdown has them all"
            )
        console.print()


def _show_group(console: Console, group: Group) -> None:
    """One line if it fits; else the place stands whole on a line of its own, to be copied."""
    from rich.text import Text

    becomes = f" → {group.to}" if group.to else ""
    what = f"{len(group.findings):5}  {group.symbol}{becomes}".ljust(PLACE_AT)
    first, more = group.findings[0], " …" if len(group.findings) > 1 else ""
    place = f"{first.path}:{first.line}{more}"
    fits = len(what) + 2 + len(place) <= console.width
    apart = "  " if fits else "\n       "
    line = Text.assemble(what if fits else what.rstrip(), apart, (place, "dim"))
    console.print(line, soft_wrap=True)


def _show_steps(console: Console, steps: Sequence[Step]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(title="Since the baseline", title_justify="left")
    for name in ("kind", "before", "done", "new", "left"):
        table.add_column(name, justify="left" if name == "kind" else "right")
    for step in steps:
        table.add_row(Text(step.kind), *map(str, (step.before, step.done, step.new, step.left)))
    console.print(table)
