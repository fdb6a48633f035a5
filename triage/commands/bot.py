"""The bot's commands: look at an issue, serve, poll, read the log, undo, backtest."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.commands.common import (
    db_option,
    emit_json,
    entries_option,
    json_option,
    note,
    repo_option,
)
from triage.errors import WrongUse
from triage.records import MODES, DoneAction, Mode

if TYPE_CHECKING:
    from triage.pipeline.bot import Handled
    from triage.pipeline.bot_setup import BotOptions, Bots

ISSUE = re.compile(r"([^/#\s]+/[^/#\s]+)#(\d{1,18})")


@click.group(
    invoke_without_command=True,
    epilog="Example: triage bot --issue tensorflow/models#11069   (plans, writes nothing)",
)
@click.option("--event", type=click.Path(dir_okay=False), help="Payload of an event, - for stdin.")
@click.option("--event-name", envvar="GITHUB_EVENT_NAME", help="Its name [GITHUB_EVENT_NAME].")
@click.option("--issue", metavar="OWNER/REPO#N", help="Look at this issue.")
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
    context: click.Context, event: str | None, event_name: str | None, issue: str | None,
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
            _show_all(_of_event(bots, event, event_name), as_json)
        elif issue is not None:
            _show_all(_of_issue(bots, issue), as_json)
        elif plan is not None:
            _show_all(_of_plan(bots, plan), as_json)
        else:
            from triage.pipeline.poll import poll

            for repo in repos:
                _show_all(poll(store, bots.of(repo), repo, since), as_json)


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


def _of_issue(bots: Bots, text: str) -> Iterator[Handled]:
    match = ISSUE.fullmatch(text)
    if match is None:
        raise WrongUse(f"{text!r} is no issue.", "Write it as tensorflow/models#11069.")
    yield bots.of(match[1]).handle(match[1], int(match[2]))


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


def _show_all(found: Iterator[Handled], as_json: bool) -> None:
    for handled in found:
        _show(handled, as_json)


def _show(handled: Handled, as_json: bool) -> None:
    plan = handled.plan
    issue = f"{plan.repo}#{plan.number}"
    if as_json:
        actions = [
            {key: value for key, value in dataclasses.asdict(action).items() if value is not None}
            for action in plan.actions
        ]
        shown = {"issue": issue, "actions": actions, "applied": handled.applied}
        emit_json({**shown, "silence": plan.silence})
        return
    click.echo(f"{issue}: {plan.silence or f'{len(plan.actions)} to do'}")
    for action in plan.actions:
        click.echo(f"  {action.kind} {action.label or ''}".rstrip() + f": {action.reason}")
        if action.body and action.kind != "react":
            click.echo("".join(f"    | {line}\n" for line in action.body.splitlines()), nl=False)
    if plan.actions and not handled.applied:
        note("nothing was written; --apply carries it out")


@bot.command("log", epilog="Example: triage bot log --since 2026-11-01 --json")
@click.option("--since", metavar="DATE", help="Only what was planned then or later.")
@click.option("--issue", metavar="OWNER/REPO#N", help="Only this issue.")
@db_option
@json_option
def log_(since: str | None, issue: str | None, db: str | None, as_json: bool) -> None:
    """Everything that was planned and done, with reason, entry, confidence and model."""
    from triage.pipeline.bot import read_log

    for row in read_log(db, since, *_issue(issue)):
        if as_json:
            emit_json(row)
        else:
            click.echo(_line(row))


@bot.command(epilog="Example: triage bot undo --issue tensorflow/models#11069")
@click.option("--since", metavar="DATE", help="What was planned then or later.")
@click.option("--issue", metavar="OWNER/REPO#N", help="What was done on this issue.")
@click.option("--base-url", help="API address of a GitHub Enterprise server.")
@click.option("--pause", default=1.0, show_default=True, type=click.FloatRange(0, 60))
@db_option
@json_option
def undo(
    since: str | None, issue: str | None, base_url: str | None, pause: float,
    db: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Take back what the bot applied: its labels and comments, nothing else."""
    if since is None and issue is None:
        raise WrongUse("Say what to take back.", "--since DATE or --issue OWNER/REPO#N.")
    from triage.pipeline.bot import undo as take_back
    from triage.pipeline.bot_setup import BotOptions, open_bots

    repo, number = _issue(issue)
    taken = 0
    options = BotOptions("apply", None, base_url, None, pause, write=True)
    with open_bots(db, options) as (store, bots):
        rows = [row for row in store.memory.log(repo, since, number) if row.status == "applied"]
        for name in sorted({row.action.repo for row in rows}):
            applier = bots.of(name).applier
            assert applier is not None
            taken += take_back(store, applier, [r for r in rows if r.action.repo == name])
    if as_json:
        emit_json({"undone": taken})
    else:
        click.echo(f"{taken} taken back")


@bot.command(epilog="Example: triage bot backtest --from 2019-01 --to 2020-12")
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
    from triage.bot.config import load_config
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


def _issue(text: str | None) -> tuple[str | None, int | None]:
    if text is None:
        return None, None
    match = ISSUE.fullmatch(text)
    if match is None:
        raise WrongUse(f"{text!r} is no issue.", "Write it as tensorflow/models#11069.")
    return match[1], int(match[2])


def _line(row: DoneAction) -> str:
    action = row.action
    sure = "" if action.confidence is None else f" ({action.confidence:.2f})"
    return (
        f"{row.planned_at[:19]}  {row.status:8}  {action.repo}#{action.number}  {action.kind} "
        f"{action.label or action.entry or ''}{sure}: {action.reason}"
    )
