"""``/triage not-helpful``: whoever may write hides the bot's comment, once; nobody else does."""

from __future__ import annotations

import pytest

from tests.bot.run import kinds
from tests.github_server import Fault
from tests.github_server.graph import problems_of
from tests.github_server.render import node_id
from triage.bot.apply import MINIMISE, Applier
from triage.errors import GitHubError
from triage.github.connect import connect
from triage.github.write import Pace, Writer
from triage.records import Action
from triage.store import open_store

COMMAND = "It misses the point.\n/triage not-helpful"


def hidden(world) -> list[str | None]:
    return [row.minimized for row in world.repo.comments.values() if row.minimized]


def sent(bot) -> int:
    return bot.github.log.count("POST", contains="graphql")


@pytest.fixture
def answered(bot, world):
    """An issue with the bot's comment, a moment ago."""
    bot.look("--apply")
    world.tick()
    assert len(bot.comments()) == 1
    return bot


@pytest.mark.parametrize("role", ["write", "maintain", "admin"])
def test_who_may_write_hides_the_comment_exactly_once(answered, world, role):
    world.permissions["rita"] = role
    world.repo.add_comment(1, world.user("rita"), COMMAND)
    assert kinds(answered.look("--apply")) == ["minimise_comment", "react"]
    assert hidden(world) == ["outdated"] and sent(answered) == 1
    for _ in range(3):
        assert answered.look("--apply")["actions"] == []
    world.tick()
    world.repo.add_comment(1, world.user("rita"), COMMAND)
    assert kinds(answered.look("--apply")) == ["react"], "said again, it is hidden already"
    assert sent(answered) == 1 and len(answered.comments()) == 1
    with open_store(answered.db) as store:
        (correction,) = store.memory.corrections(answered.repo)
    assert (correction.field, correction.value, correction.author) == ("faq", None, "rita")


@pytest.mark.parametrize("role", [None, "read", "triage"])
def test_others_do_not(answered, world, role):
    world.permissions |= {"rita": role} if role else {}
    world.repo.add_comment(1, world.user("rita"), COMMAND)
    world.repo.add_comment(1, world.user("helper[bot]", "Bot"), COMMAND)
    assert answered.look("--apply")["actions"] == []
    assert hidden(world) == [] and sent(answered) == 0
    with open_store(answered.db) as store:
        assert store.memory.corrections(answered.repo) == []


def test_a_bot_that_has_forgotten_asks_github(answered, world, tmp_path):
    world.repo.add_comment(1, world.user("maintainer"), COMMAND)
    answered.look("--apply")
    answered.db = f"sqlite:///{tmp_path / 'another.db'}"
    assert "minimise_comment" not in kinds(answered.look("--apply"))
    assert sent(answered) == 1


def test_what_a_person_shows_again_stays(answered, world):
    world.repo.add_comment(1, world.user("maintainer"), COMMAND)
    answered.look("--apply")
    (row,) = [row for row in world.repo.comments.values() if row.minimized]
    row.minimized = None
    world.repo.changed(row)
    assert answered.look("--apply")["actions"] == [] and hidden(world) == []


@pytest.mark.parametrize("kind", ["lost", "status"])
def test_a_fault_hides_it_once_all_the_same(answered, github, world, kind):
    github.faults.append(Fault(kind, method="POST", contains="graphql"))
    world.repo.add_comment(1, world.user("maintainer"), COMMAND)
    assert answered.look("--apply")["applied"] == 2
    assert hidden(world) == ["outdated"]
    assert sent(answered) == (1 if kind == "lost" else 2), "a write that took effect is seen"


def test_an_enterprise_server_has_graphql_elsewhere(answered, github, world):
    world.repo.add_comment(1, world.user("maintainer"), COMMAND)
    settings = ["--config", str(answered.folder / "triage.toml"), "--pause", "0", "--apply"]
    where = ["--base-url", github.enterprise_url, *settings]
    answered.run("--issue", f"{answered.repo}#1", *where)
    assert hidden(world) == ["outdated"]


@pytest.mark.parametrize("token", ["reader-token", "bot-token"])
def test_a_refusal_in_an_answer_200_is_an_error(github, world, token):
    comment = world.repo.add_comment(1, world.user("ann"), "hello")
    node = node_id("IC", comment.id if token == "reader-token" else 1)
    client = connect(token, github.base_url)
    hide = Action("minimise_comment", world.repo.full_name, 1, "why", node_id=node)
    with pytest.raises(GitHubError, match="GitHub refuses minimise_comment"):
        Applier(Writer(client, Pace(0.0)), "reader").apply(hide)
    client.close()
    assert hidden(world) == []


def test_what_githubs_schema_does_not_have_is_found(github):
    assert problems_of(MINIMISE, {"id": "IC_1"}) == []
    (wrong,) = problems_of(MINIMISE.replace("OUTDATED", "BORING"), {"id": "IC_1"})
    assert "BORING" in wrong
    assert problems_of(MINIMISE.replace("isMinimized", "isHidden"), {"id": "IC_1"})
    assert problems_of(MINIMISE, {}) and problems_of("mutation {", {})
