"""Suggest mode: labels are proposed, people decide, and what they decided stands."""

from __future__ import annotations

from collections.abc import Callable

import orjson
import pytest

from tests.bot.run import ODAPI, kinds
from triage.github.client import GitHubClient
from triage.github.connect import connect

SUGGEST = ("--mode", "suggest", "--apply")


@pytest.fixture
def maintainer(github) -> GitHubClient:
    client = connect("admin-token", github.base_url)
    yield client
    client.close()


@pytest.fixture
def suggestions(bot, maintainer) -> Callable[..., list[dict]]:
    """What a maintainer is shown of an issue's suggestions."""

    def listed(state: str = "pending") -> list[dict]:
        path = f"/repos/{bot.repo}/issues/1/suggestions"
        return maintainer.get(path, {"state": state}).rows

    return listed


def decide(maintainer: GitHubClient, repo: str, suggestion: dict, what: str) -> int:
    path = f"/repos/{repo}/issues/1/suggestions/{suggestion['id']}/{what}"
    return maintainer.try_once("POST", path).status


def test_a_label_is_proposed_once_with_its_reason_and_not_put_on(bot, world, suggestions):
    found = bot.look(*SUGGEST)
    assert kinds(found) == ["suggest_label"]
    assert world.repo.issues[1].labels == [] and bot.comments() == []
    (shown,) = suggestions()
    assert shown["target_id"] == world.repo.label(ODAPI).id
    assert shown["rationale"] == found["actions"][0]["reason"]
    assert (shown["action"], shown["confidence"]) == ("add_label", "HIGH")
    for _ in range(3):
        assert bot.look(*SUGGEST)["actions"] == []
    assert len(suggestions("all")) == 1


def test_an_approved_one_is_on_and_the_bot_has_no_more_to_say(bot, world, maintainer, suggestions):
    bot.look(*SUGGEST)
    (shown,) = suggestions()
    assert decide(maintainer, bot.repo, shown, "approve") == 200
    assert world.repo.issues[1].labels == [ODAPI] and suggestions() == []
    assert world.repo.issues[1].events[-1].actor.login == "maintainer"
    assert decide(maintainer, bot.repo, shown, "approve") == 422
    assert bot.look(*SUGGEST)["actions"] == []


def test_a_dismissed_one_is_not_proposed_again(bot, world, maintainer, suggestions, tmp_path):
    bot.look(*SUGGEST)
    assert decide(maintainer, bot.repo, suggestions()[0], "dismiss") == 200
    assert [row["state"] for row in suggestions("all")] == ["dismissed"]
    assert bot.look(*SUGGEST)["actions"] == []
    bot.db = f"sqlite:///{tmp_path / 'another.db'}"
    assert bot.look(*SUGGEST)["actions"] == [], "even by a bot that has forgotten"
    assert world.repo.issues[1].labels == [] and len(suggestions("all")) == 1


def test_where_a_person_proposed_the_label_the_bot_does_not(bot, world):
    world.repo.suggest_label(1, ODAPI, world.user("maintainer"), "it looks like it", None)
    assert bot.look(*SUGGEST)["actions"] == []


def test_a_server_that_takes_no_suggestions_gets_none(bot, world):
    """To such a server ``suggest`` means nothing, and the label would be put on."""
    world.repo.takes_suggestions = False
    found = bot.look(*SUGGEST)
    assert found["actions"] == [] and found["silence"] == "the server takes no suggestions"
    assert bot.writes() == 0 and world.repo.issues[1].labels == []


def test_a_plan_of_suggestions_is_carried_out_by_another_job(bot, world, suggestions, monkeypatch):
    """As in the workflow: the deciding job's token may read only, and cannot ask for them."""
    monkeypatch.setenv("GITHUB_TOKEN", "reader-token")
    found = bot.look("--mode", "suggest")
    assert kinds(found) == ["suggest_label"] and suggestions("all") == []
    path = bot.folder / "plan.jsonl"
    path.write_bytes(orjson.dumps(found))
    monkeypatch.setenv("GITHUB_TOKEN", "bot-token")
    where = ["--base-url", bot.github.base_url, "--pause", "0"]
    (done,) = bot.run("--plan", str(path), *SUGGEST, *where)
    (again,) = bot.run("--plan", str(path), *SUGGEST, *where)
    assert (done["applied"], again["applied"]) == (1, 0)
    assert len(suggestions("all")) == 1


def test_who_may_not_triage_sees_and_decides_nothing(github, world):
    world.repo.suggest_label(1, ODAPI, world.user("maintainer"), None, None)
    reader = connect("reader-token", github.base_url)
    path = f"/repos/{world.repo.full_name}/issues/1/suggestions"
    try:
        assert reader.get(path, accept=(403,)).status == 403
        number = world.repo.issues[1].suggestions[0].id
        assert reader.try_once("POST", f"{path}/{number}/approve").status == 403
    finally:
        reader.close()
    assert world.repo.issues[1].labels == []
