"""What the bot did: ``triage bot log`` shows it, ``triage bot undo`` takes it back."""

from __future__ import annotations

import click

from triage.commands.common import IssueName, db_option, emit_json, issue_option, json_option
from triage.commands.show_bot import log_line
from triage.errors import WrongUse


@click.command("log", epilog="Example: triage bot log --since 2026-11-01 --json")
@click.option("--since", metavar="DATE", help="Only what was planned then or later.")
@issue_option("Only this issue.")
@db_option
@json_option
def log_(since: str | None, issue: IssueName | None, db: str | None, as_json: bool) -> None:
    """Everything that was planned and done, with reason, entry, confidence and model."""
    from triage.pipeline.bot_log import read_log

    for row in read_log(db, since, *(issue or (None, None))):
        if as_json:
            emit_json(row)
        else:
            click.echo(log_line(row))


@click.command(epilog="Example: triage bot undo --issue tensorflow/models#11069")
@click.option("--since", metavar="DATE", help="What was planned then or later.")
@issue_option("What was done on this issue.")
@click.option("--base-url", help="API address of a GitHub Enterprise server.")
@click.option("--pause", default=1.0, show_default=True, type=click.FloatRange(0, 60))
@db_option
@json_option
def undo(
    since: str | None, issue: IssueName | None, base_url: str | None, pause: float,
    db: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Take back what the bot applied: its labels and comments, nothing else."""
    if since is None and issue is None:
        raise WrongUse("Say what to take back.", "--since DATE or --issue OWNER/REPO#N.")
    from triage.pipeline.bot_log import undo as take_back
    from triage.pipeline.bot_setup import BotOptions, open_bots

    options = BotOptions("apply", None, base_url, None, pause, write=True)
    with open_bots(db, options) as (store, bots):
        taken = take_back(store, bots, since, *(issue or (None, None)))
    if as_json:
        emit_json({"undone": taken})
    else:
        click.echo(f"{taken} taken back")
