"""The command that reads someone's TensorFlow 1 code and says what there is to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.commands.common import emit_json, json_option, note
from triage.errors import TriageError, WrongUse

if TYPE_CHECKING:
    from triage.migrate.baseline import Step
    from triage.migrate.model import Report


@click.command(epilog="Example: triage migrate research/attention_ocr --markdown > todo.md")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--markdown", is_flag=True, help="The to-do list as Markdown, to copy into an issue.")
@click.option(
    "--baseline", type=click.Path(dir_okay=False, path_type=Path),
    help="What an earlier --json printed: show progress since, and fail if anything is new.",
)  # fmt: skip
@click.option("--check", is_flag=True, help="Fail (exit 1) while there is anything to do.")
@click.option(
    "--apply", "write", is_flag=True, help="Write the safe renames; wants a clean git tree."
)
@json_option
def migrate(
    path: Path, markdown: bool, baseline: Path | None, check: bool, write: bool, as_json: bool
) -> None:
    """Find what of TensorFlow 1 the code under PATH has, as a to-do list for native TensorFlow 2.

    Reads Python 3, Python 2 and notebooks; imports nothing and, without --apply, writes nothing.
    """
    if markdown and as_json:
        raise WrongUse("--markdown and --json are two outputs.", "Choose one.")
    from triage.migrate.baseline import compare, read_baseline
    from triage.migrate.scan import scan

    before = read_baseline(baseline) if baseline else None
    report = _apply(path) if write else scan(path)
    steps = compare(before, report.findings) if before is not None else []
    _show(path, report, steps, markdown, as_json)
    new = sum(step.new for step in steps)
    if new:
        raise TriageError(f"{new} findings are new since the baseline.", "They are named above.")
    if check and report.findings:
        raise TriageError(f"{len(report.findings)} findings are left.", "They are listed above.")


def _apply(path: Path) -> Report:
    """Write what is safe, say what was written, and scan again."""
    from triage.migrate.apply import apply_renames, require_clean_tree
    from triage.migrate.scan import scan

    report = scan(path)
    require_clean_tree(path)
    applied = apply_renames(path if path.is_dir() else path.parent, report.findings)
    for name, reason in applied.left.items():
        note(f"{name}: left as it is, {reason}")
    names = sum(applied.renamed.values())
    note(f"renamed {names} names in {len(applied.renamed)} files; git diff shows them")
    return scan(path)


def _show(path: Path, report: Report, steps: list[Step], markdown: bool, as_json: bool) -> None:
    from triage.migrate.markdown import render_markdown

    if as_json:
        extra = {"progress": [_progress(step) for step in steps]} if steps else {}
        emit_json(
            {"files": report.files, "seconds": report.seconds, "findings": report.findings,
             "summary": {**report.summary, **extra}}
        )  # fmt: skip
    elif markdown:
        click.echo(render_markdown(path.resolve().name, report, steps), nl=False)
    else:
        from triage.commands.show_migrate import show_report

        show_report(report, steps)


def _progress(step: Step) -> dict[str, object]:
    return {
        "kind": step.kind, "before": step.before, "done": step.done, "new": step.new,
        "left": step.left,
    }  # fmt: skip
