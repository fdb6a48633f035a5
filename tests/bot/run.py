"""The bot's command line, run against a GitHub over real HTTP."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from tests.bot.make import SITE
from tests.github_server import GitHubServer
from triage.cli import main

BOT, ODAPI, OFFICIAL = "triage-bot[bot]", "models:research:odapi", "models:official"
PB2 = (
    "cannot import name 'string_int_label_map_pb2' from 'object_detection.protos'",
    "I run research/object_detection/model_main_tf2.py on TensorFlow 2.9 and Python 3.8:\n"
    "ImportError: cannot import name 'string_int_label_map_pb2' from 'object_detection.protos'",
)


class Bot:
    """The command line, as people run it."""

    def __init__(self, github: GitHubServer, folder: Path, capsys: pytest.CaptureFixture[str]):
        self.github, self.folder, self.capsys = github, folder, capsys
        (folder / "triage.toml").write_text(f'site = "{SITE}"\n')
        self.db = f"sqlite:///{folder / 'bot.db'}"
        self.repo = github.world.repo.full_name

    def run(self, *arguments: str, code: int = 0) -> list[dict]:
        with pytest.raises(SystemExit) as caught:
            main(["bot", *arguments, "--db", self.db, "--json"])
        shown = self.capsys.readouterr()
        assert caught.value.code == code, shown.err
        assert "bot-token" not in shown.out + shown.err
        return [orjson.loads(line) for line in shown.out.splitlines()]

    def look(self, *more: str, number: int = 1, code: int = 0) -> dict:
        settings = ["--config", str(self.folder / "triage.toml"), "--pause", "0"]
        where = ["--base-url", self.github.base_url, *settings]
        found = self.run("--issue", f"{self.repo}#{number}", *where, *more, code=code)
        return found[0] if found else {}

    def writes(self) -> int:
        return sum(entry.method != "GET" for entry in self.github.log)

    def comments(self, number: int = 1) -> list[str]:
        repo = self.github.world.repo
        rows = [repo.comments[at] for at in repo.issues[number].comment_ids]
        return [row.body for row in rows if row.user and row.user.login == BOT]


def kinds(found: dict) -> list[str]:
    return [action["kind"] for action in found["actions"]]
