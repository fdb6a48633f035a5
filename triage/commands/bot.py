"""``triage bot``: look at an issue and plan, serve, or poll; its record has commands of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.commands.bot_backtest import backtest
from triage.commands.bot_log import log_, undo
from triage.commands.common import (
    IssueName,
    db_option,
    entries_option,
    issue_option,
    json_option,
    note,
)
from triage.commands.show_bot import show, show_all
from triage.errors import WrongUse
from triage.records import MODES, Mode

if TYPE_CHECKING:
    from triage.pipeline.bot import Handled
    from triage.pipeline.bot_setup import BotOptions, Bots


@click.group(
    invoke_without_command=True,
    epilog="Example: triage bot --issue tensorflow/models#11069   (plans, writes nothing)",
)
@click.option("--event", type=click.Path(dir_okay=False), help="Payload of an event, - for stdin.")
@click.option("--event-name", envvar="GITHUB_EVENT_NAME", help="Its name [GITHUB_EVENT_NAME].")
@issue_option("Look at this issue.")
@click.option("--plan", type=click.Path(dir_okay=False), help="A plan of --json, to carry out.")
@click.option("--serve", is_flag=True, help="Receive webhooks; TRIAGE_WEBHOOK_SECRET is checked.")
@click.option("--repo", "repos", multiple=True, metavar="OWNER/REPO", help="Poll it; or serve it.")
@click.option("--since", metavar="DATE", help="Poll what changed since [the last poll].")
@click.option("--apply", "apply", is_flag=True, help="Carry the plan out; without it nothing is.")
@click.option(
    "--mode",
    default="apply",
    show_default=True,
    type=click.Choice(MODES),
    help="What to plan: everything, label suggestions only, or what --apply would not do.",
)
@click.option("--config", "config_path", type=click.Path(), help="[.github/triage.toml]")
@click.option("--base-url", help="API address of a GitHub Enterprise server.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where --serve listens.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 32))
@click.option("--pause", default=1.0, show_default=True, type=click.FloatRange(0, 60),
              help="Seconds between two writes.")  # fmt: skip
@entries_option
@db_option
@json_option
@click.pass_context
def bot(
    context: click.Context, event: str | None, event_name: str | None, issue: IssueName | None,
    plan: str | None, serve: bool, repos: tuple[str, ...], since: str | None, apply: bool,
    mode: Mode, config_path: str | None, base_url: str | None, host: str, port: int, workers: int,
    pause: float, entries: str | None, db: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Plan what to do about an issue: labels, one comment, or silence. --apply does it.

    The issue comes from an event (--event), by number (--issue), by polling (--repo), or by
    webhook (--serve). Signs in as triage sync does.
    """
    if context.invoked_subcommand:
        return
    ways = (
        event is not None,
        issue is not None,
        plan is not None,
        serve,
        bool(repos) and not serve,
    )
    if sum(ways) != 1:
        raise WrongUse(
            "Say which issue, once.",
            "--event FILE, --issue OWNER/REPO#N, --plan FILE, --repo or --serve.",
        )
    from triage.pipeline.bot_setup import BotOptions, open_bots

    options = BotOptions(
        mode, Path(config_path) if config_path else None, base_url, entries, pause,
        write=apply,
    )  # fmt: skip
    if serve:
        _serve(db, options, host, port, workers, repos)
        return
    with open_bots(db, options) as (store, bots):
        if event is not None:
            show_all(_of_event(bots, event, event_name), as_json)
        elif issue is not None:
            show(bots.of(issue[0]).handle(*issue), as_json)
        elif plan is not None:
            show_all(_of_plan(bots, plan), as_json)
        else:
            from triage.pipeline.poll import poll

            for repo in repos:
                show_all(poll(store, bots.of(repo), repo, since), as_json)


def _of_event(bots: Bots, path: str, name: str | None) -> Iterator[Handled]:
    import orjson

    from triage.bot.events import event_name, parse_event

    try:
        payload = orjson.loads(_read(path, "Give a payload."))
    except ValueError:
        raise WrongUse(f"{path} is no JSON.", "Give the payload of an event.") from None
    event = parse_event(name or event_name(payload), payload)
    if event is None or event.number is None:
        note("nothing to do for this event")
        return
    yield bots.of(event.repo).handle(event.repo, event.number)


def _read(path: str, hint: str) -> bytes:
    try:
        with click.open_file(path, "rb") as file:
            found: bytes = file.read()
            return found
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}.", hint) from None


def _of_plan(bots: Bots, path: str) -> Iterator[Handled]:
    from triage.pipeline.bot_plan_file import carry_out, read_plans

    for issue, actions in read_plans(_read(path, "Give what triage bot --json wrote.")):
        yield carry_out(bots.of(issue.rpartition("#")[0]), issue, actions)


def _serve(
    db: str | None, options: BotOptions, host: str, port: int, workers: int, repos: tuple[str, ...]
) -> None:
    try:
        from triage.pipeline.serve import ServeOptions, log_as_json, serve, webhook_secrets
    except ImportError:
        hint = "Install it: pip install 'model-garden-kb[serve]'."
        raise WrongUse("--serve needs the packages of the extra serve.", hint) from None
    from triage.pipeline.bot_setup import open_bots

    secrets = webhook_secrets()
    log_as_json()
    with open_bots(db, options) as (store, bots):
        serve(store, bots, ServeOptions(host, port, workers, repos), secrets)


for _command in (log_, undo, backtest):
    bot.add_command(_command)
