"""Commands that work on the answers: build pages, cluster, scaffold and check entries."""

from __future__ import annotations

from pathlib import Path

import click

from triage.commands.common import (
    db_option,
    emit_json,
    entries_option,
    json_option,
    note,
    repo_option,
    report_problems,
)
from triage.errors import BadInput, WrongUse


@click.command(epilog="Example: triage build --out kb")
@click.option("--out", default="kb", show_default=True, type=click.Path(file_okay=False))
@entries_option
@db_option
@repo_option
@json_option
def build(out: str, entries: str | None, db: str | None, repo: str | None, as_json: bool) -> None:
    """Write the generated pages, only those that changed.

    Without a database, the pages come from the issues bundled with the project.
    """
    from triage.pipeline.build import build_pages

    report = build_pages(db, Path(out), entries, repo, on_note=note)
    if as_json:
        emit_json(report)
    else:
        click.echo(
            f"{report.pages} pages: {report.written} written, {report.unchanged} unchanged, "
            f"{report.removed} removed, in {report.seconds:.1f} s"
        )


@click.command(epilog="Example: triage clusters --json")
@entries_option
@db_option
@repo_option
@json_option
def clusters(entries: str | None, db: str | None, repo: str | None, as_json: bool) -> None:
    """List recurring questions that no entry answers yet, the largest first."""
    from triage.commands.show import cluster_line
    from triage.pipeline.build import unanswered

    found = unanswered(db, entries, repo)
    if as_json:
        emit_json(found)
    else:
        for cluster in found:
            click.echo(cluster_line(cluster))


@click.command(
    "new-entry",
    epilog="Example: triage new-entry odapi-tpu-oom --issues 3450,5532 --db sqlite:///t.db",
)
@click.argument("slug")
@click.option("--issues", required=True, help="Numbers of its issues, by comma.")
@entries_option
@db_option
@repo_option
@json_option
def new_entry(
    slug: str, issues: str, entries: str | None, db: str | None, repo: str | None, as_json: bool
) -> None:
    """Scaffold the entry SLUG from the facts of its issues; a person finishes it.

    It lists candidate fixes with links, what the issues have in common, and the nearest entries.
    """
    from triage.pipeline.scaffold import scaffold_entry

    try:
        numbers = [int(part.strip().lstrip("#")) for part in issues.split(",")]
    except ValueError:
        raise WrongUse(f"--issues {issues!r} are not numbers.", "Write --issues 1,2,3") from None
    path = scaffold_entry(slug, numbers, db, entries, repo, on_note=note)
    if as_json:
        emit_json({"id": slug, "path": str(path)})
    else:
        click.echo(f"{path}: finish what says TODO, then run triage check-entries")


@click.command("check-entries", epilog="Example: triage check-entries kb/entries/odapi-tpu-oom.md")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@entries_option
@json_option
def check_entries(paths: tuple[Path, ...], entries: str | None, as_json: bool) -> None:
    """Check every entry; each problem has a code explained in the reference.

    With PATH: only what concerns these entries, as themselves and beside all others.
    """
    from triage import config
    from triage.match.check import check_entries as check

    folder = Path(entries) if entries else config.entries_dir()
    if not folder.is_dir():
        raise BadInput(
            f"{folder} is not a folder.", "Name the folder of the entries with --entries."
        )
    problems = check(folder, only=_names(paths, folder) if paths else None)
    report_problems(problems, "the entries", "docs/reference/entry-problems.md", as_json)


def _names(paths: tuple[Path, ...], folder: Path) -> set[str]:
    """The names of entry files of the folder.

    Raises:
        WrongUse: one of the paths is no entry of the folder.
    """
    from triage.match.entries import entry_files

    known = {path.resolve(): path.name for path in entry_files(folder)}
    for path in paths:
        if path.resolve() not in known:
            raise WrongUse(f"{path} is no entry of {folder}.", "Name files such as kb/entries/x.md")
    return {known[path.resolve()] for path in paths}
