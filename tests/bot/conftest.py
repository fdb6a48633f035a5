"""A GitHub with one issue that an entry answers, and the bot's command line before it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.bot.run import BOT, PB2, Bot
from tests.github_server import GitHubServer, World
from triage.bot.config_file import load_config


@pytest.fixture
def world() -> World:
    made = World(now=int(time.time()) - 3_600)
    made.permissions |= {BOT: "triage", "maintainer": "admin"}
    for label in load_config(None).managed():
        made.repo.label(label)
    made.repo.add_issue(made.user("ann"), *PB2)
    return made


@pytest.fixture
def github(world: World) -> Iterator[GitHubServer]:
    with GitHubServer(world) as server:
        yield server
    assert server.violations == []


@pytest.fixture
def bot(github, tmp_path, capsys, monkeypatch) -> Bot:
    monkeypatch.setenv("GITHUB_TOKEN", "bot-token")
    monkeypatch.chdir(tmp_path)
    return Bot(github, tmp_path, capsys)
