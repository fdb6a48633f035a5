"""A bot in this process, without models: what it is told to judge is known."""

from __future__ import annotations

from collections.abc import Callable

from tests.bot.make import PATH, PB2, matches, prediction
from tests.bot.run import BOT
from tests.github_server import GitHubServer
from triage.bot.apply import Applier
from triage.bot.config import BotConfig
from triage.bot.model import Verdict
from triage.bot.observe import Observer
from triage.github.connect import connect
from triage.github.write import Pace, Writer
from triage.pipeline.bot import Bot, utc_now
from triage.records import Issue
from triage.store import Store


def judge(issue: Issue) -> Verdict:
    """Of every issue the same: the label of the Object Detection API, and one entry answers."""
    return Verdict(prediction(), matches(), (), (PB2, PATH), "model-1")


def make_bot(
    github: GitHubServer, store: Store, config: BotConfig, now: Callable[[], str] = utc_now
) -> Bot:
    """A bot that carries out what it plans."""
    client = connect("bot-token", github.base_url)
    applier = Applier(Writer(client, Pace(0.0)), BOT)
    return Bot(store, Observer(client, BOT), judge, config, "apply", applier, now)
