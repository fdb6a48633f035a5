"""The command that runs the snippets of pages and writes records."""

from __future__ import annotations

from pathlib import Path

import click

from triage.commands.common import emit_json, json_option, note
from triage.commands.verify_output import left_out, page_progress
from triage.errors import TriageError, WrongUse


@click.command(epilog="Example: triage verify docs/models --json")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--release", metavar="X", help="The release that must be installed.")
@click.option(
    "--environment", metavar="NAME",
    help="The environment this is: pages that need it run, and no others.",
)  # fmt: skip
@click.option(
    "--unpinned", is_flag=True,
    help="Run no page: install the newest release, or --release X, without constraints, use it, "
    "and say what that gives today. Takes minutes and 4 GB.",
)  # fmt: skip
@click.option(
    "--where", is_flag=True,
    help="Run no page: say for each where it runs first, as an argument of make verify.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Run pages again that have passed unchanged.")
@click.option("--workers", type=click.IntRange(min=1), help="Pages at once [by memory and cores].")
@click.option(
    "--timeout", default=600.0, show_default=True, type=click.FloatRange(min=0.1),
    help="Seconds after which a page is ended.",
)  # fmt: skip
@click.option(
    "--records", default="docs/records", show_default=True, help="Folder of the records.",
    type=click.Path(file_okay=False, path_type=Path),
)  # fmt: skip
@json_option
def verify(
    paths: tuple[Path, ...],
    release: str | None,
    environment: str | None,
    unpinned: bool,
    where: bool,
    force: bool,
    workers: int | None,
    timeout: float,
    records: Path,
    as_json: bool,
) -> None:
    """Run the snippets of pages with the installed models, and record what passed.

    Without PATH: every page of docs and every entry of kb/entries that has snippets.
    """
    if unpinned:
        _install_plainly(paths, release, records, as_json)
        return
    if where:
        _say_where(paths, as_json)
        return
    from triage.verify import choose_pages, find_pages, read_environment, verify_pages

    installed = read_environment(release)
    found = find_pages(Path.cwd(), paths)
    sources, others = choose_pages(found, installed.release, environment)
    for line in left_out(others, environment):
        note(line)
    if not found:
        note("there is no snippet there: a snippet is a fenced block of python")
    with page_progress(len(sources)) as step:
        report = verify_pages(
            sources, installed, records=records, force=force, workers=workers,
            timeout=timeout, on_page=step,
        )  # fmt: skip
    if as_json:
        emit_json(report)
    else:
        click.echo(
            f"{report.pages} pages: {report.passed} of {report.snippets} snippets passed "
            f"on tf-models-official {installed.release}, in {report.seconds:.1f} s"
        )
    if report.failed:
        raise TriageError(f"{report.failed} snippets failed.", "Each is named above with its line.")


def _install_plainly(
    paths: tuple[Path, ...], release: str | None, records: Path, as_json: bool
) -> None:
    """Tell what a plain installation does; a failure of it is a result, not one of ours."""
    from triage.verify.unpinned import measure

    if paths:
        raise WrongUse("--unpinned takes no pages.", "Leave out the paths.")
    note("installing into a fresh environment, which is removed afterwards")
    found = measure(release, records, Path("docs/constraints/use_release.py"))
    if as_json:
        failed = {"step": found.failed[0], "error": found.failed[1]} if found.failed else None
        facts = {"release": found.release, "date": found.date, "steps": found.steps}
        emit_json(facts | {"failed": failed, "changed": found.changed})
        return
    for step in found.steps:
        result = "passed" if step["ok"] else f"failed: {step['error']}"
        click.echo(f"{step['name']:<9} {step['seconds']:>6.1f} s  {result}")
    click.echo(f"tf-models-official {found.release}, installed plainly, {found.verdict}")


def _say_where(paths: tuple[Path, ...], as_json: bool) -> None:
    from triage.verify import find_pages
    from triage.verify.targets import find_targets

    found = find_targets(find_pages(Path.cwd(), paths), Path.cwd())
    if as_json:
        emit_json(found)
        return
    for target, pages in found.items():
        click.echo(" ".join([target, *(f"{page}.md" for page in pages)]))
