"""A report as Markdown: a checklist in the order to work, to copy into an issue.

Names from someone's code are data: they are escaped and do nothing but show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from triage.migrate.baseline import Step
from triage.migrate.model import STAGES, Finding, Report
from triage.migrate.todo import Task, make_tasks
from triage.pages.escape import inline

STAGE_TITLES = {
    "prepare": "1. Prepare",
    "automatic": "2. Automatic",
    "manual": "3. By hand",
    "native": "4. Native TensorFlow 2",
    "test": "5. Test",
}
PLACES = 20
"""How many places of a symbol are listed."""


def render_markdown(name: str, report: Report, steps: Sequence[Step] = ()) -> str:
    """The to-do list of a scan; ``name``: what was scanned."""
    lines = [f"# Move {_code(name)} to native TensorFlow 2", ""]
    lines += [_say_totals(report), ""]
    if steps:
        lines += [*_progress(steps), ""]
    tasks = make_tasks(report.findings)
    for stage in STAGES:
        chosen = [task for task in tasks if task.kind.stage == stage]
        if chosen:
            lines += [f"## {STAGE_TITLES[stage]}", ""]
        for task in chosen:
            lines += [*_task(task), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def say_files(count: int) -> str:
    """``1 file``, ``2 files``."""
    return f"{count} file" if count == 1 else f"{count} files"


def say_effort(minutes: float) -> str:
    """A rule of thumb, rounded as such."""
    if minutes < 60:
        return f"about {max(5, round(minutes / 5) * 5):.0f} min"
    return f"about {minutes / 60:.0f} h"


def _say_totals(report: Report) -> str:
    read = f"{say_files(report.files)} ({report.lines} lines)"
    hours = report.summary["hours"]
    return f"{len(report.findings)} findings in {read}; effort by rule of thumb: about {hours} h."


def _task(task: Task) -> Iterator[str]:
    kind = task.kind
    effort = f"{len(task.findings)} in {say_files(task.files)}, {say_effort(task.minutes)}"
    yield f"### {kind.title}"
    yield ""
    yield f"{kind.advice} [How]({kind.url}) ({effort})"
    yield ""
    for group in task.groups():
        becomes = f" → {_code(group.to)}" if group.to else ""
        yield f"- [ ] {_code(group.symbol)}{becomes}: {_places(group.findings)}"
        if kind.name == "unparsable":
            yield from (f"  {inline(finding.advice)}" for finding in group.findings)


def _places(found: Sequence[Finding]) -> str:
    shown = [_code(_place(finding)) for finding in found[:PLACES]]
    rest = len(found) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _place(finding: Finding) -> str:
    if finding.cell:
        return f"{finding.path} cell {finding.cell} line {finding.line}"
    return f"{finding.path}:{finding.line}"


def _code(text: str) -> str:
    """As code, which nothing in it can leave; what holds a backtick as escaped text."""
    return f"`{text}`" if text.isprintable() and "`" not in text and text.strip() else inline(text)


def _progress(steps: Sequence[Step]) -> Iterator[str]:
    yield "| kind | before | done | new | left |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for step in steps:
        yield f"| {step.kind} | {step.before} | {step.done} | {step.new} | {step.left} |"
