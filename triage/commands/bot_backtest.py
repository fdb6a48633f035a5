"""``triage bot backtest``: what the bot would have done with issues of the past."""

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
)


@click.command(epilog="Example: triage bot backtest --from 2019-01 --to 2020-12")
@click.option("--from", "since", metavar="DATE", help="Issues opened then or later.")
@click.option("--to", "until", metavar="DATE", help="Issues opened then or before.")
@click.option("--config", "config_path", type=click.Path(), help="[.github/triage.toml]")
@click.option("--record", type=click.Path(dir_okay=False), help="Also write the result here.")
@entries_option
@repo_option
@db_option
@json_option
def backtest(
    since: str | None, until: str | None, config_path: str | None, record: str | None,
    entries: str | None, repo: str | None, db: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Replay issues of the past: what the bot would have done, and how often people agree.

    Reads the database only, or without one the bundled issues. Recorded to
    docs/records/backtest.json, triage build makes a page of it.
    """
    from triage.bot.config_file import load_config
    from triage.commands.show_backtest import backtest_table
    from triage.pipeline.backtest import Window, backtest
    from triage.pipeline.quality import write_record

    config = load_config(Path(config_path) if config_path else None)
    result = backtest(db, repo, Window(since, until), config, entries, note)
    if record:
        options = {"from": since, "to": until, "repo": repo}
        given = [f"--{name} {value}" for name, value in options.items() if value]
        write_record(Path(record), {"backtest": result}, " ".join(["triage bot backtest", *given]))
        note(f"recorded in {record}")
    if as_json:
        emit_json(result)
    else:
        click.echo(backtest_table(result))
