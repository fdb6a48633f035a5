"""Commands that move issues: sync from GitHub, import from files, export."""

from __future__ import annotations

import click

from triage import config
from triage.commands.common import (
    BadLines,
    db_option,
    emit_json,
    json_line,
    json_option,
    repo_option,
)


@click.command(epilog="Example: GITHUB_TOKEN=… triage sync tensorflow/models")
@click.argument("repo", metavar="OWNER/REPO")
@click.option("--base-url", help="API address of a GitHub Enterprise server.")
@click.option("--full", is_flag=True, help="Read everything again, not only what changed.")
@click.option("--since", metavar="DATE", help="Read only what changed since DATE (2026-01-31).")
@click.option("--prune", is_flag=True, help="Also find deleted and transferred issues.")
@db_option
@json_option
def sync(
    repo: str, base_url: str | None, full: bool, since: str | None, prune: bool,
    db: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Fetch the issues and comments of OWNER/REPO; a stopped sync continues where it was.

    The token is read from GITHUB_TOKEN, or an App signs in with GITHUB_APP_ID and
    GITHUB_APP_PRIVATE_KEY. Without either GitHub allows 60 requests an hour.
    """
    from triage.commands.progress import SyncProgress
    from triage.pipeline.sync import SyncOptions, sync_repository

    options = SyncOptions(full=full, since=since, prune=prune, base_url=base_url)
    with SyncProgress() as progress:
        report = sync_repository(repo, db, config.github_credentials(), options, progress)
    if as_json:
        emit_json(report)
    else:
        click.echo(
            f"{report.issues} issues, {report.comments} comments read: {report.created} new, "
            f"{report.updated} changed, {report.deleted} gone; {report.requests} requests "
            f"({report.not_modified} not modified) in {report.seconds:.1f} s"
        )


@click.command("import", epilog="Example: triage import kb/data/issues.jsonl")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--repo", metavar="OWNER/REPO", help="Only this repository; else whose rows name none."
)
@db_option
@json_option
def import_(files: tuple[str, ...], repo: str | None, db: str | None, as_json: bool) -> None:
    """Load JSONL files or GH Archive hours (.json.gz); - is standard input."""
    from triage.pipeline.sources import import_files

    bad_lines = BadLines()
    report = import_files(files, db, repo, bad_lines)
    if as_json:
        emit_json(report)
    else:
        click.echo(
            f"{report.read} read: {report.created} new, {report.updated} changed, "
            f"{report.skipped} skipped"
        )
    bad_lines.finish()


@click.command(epilog="Example: triage export --out issues.jsonl")
@click.option("--out", type=click.Path(dir_okay=False), help="File to write [standard output].")
@click.option("--gold", is_flag=True, help="Only issues that people labelled, with the labels; "
              "what maintainers told the bot counts most.")  # fmt: skip
@repo_option
@db_option
@click.option("--json", "as_json", is_flag=True, help="JSONL is what export writes anyway.")
def export(out: str | None, gold: bool, repo: str | None, db: str | None, as_json: bool) -> None:
    """Write issues with their comments as JSONL, the reverse of import."""
    from triage.pipeline.sources import export_gold, export_rows

    del as_json  # the only format
    # "atomic": a file that exists is replaced when all rows are written, or not at all.
    with click.open_file(out or "-", "wb", atomic=out is not None) as stream:
        for row in export_gold(db, repo) if gold else export_rows(db, repo):
            stream.write(json_line(row))
