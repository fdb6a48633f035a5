"""A plan from another job is hostile too: what the configuration would not plan is refused."""

from __future__ import annotations

from dataclasses import asdict, replace

import orjson
import pytest

from tests.bot.make import CONFIG, situation
from tests.github_server import GitHubServer, World
from triage.bot.comment import digest_of, marked
from triage.bot.plan import plan
from triage.errors import BadInput
from triage.pipeline.bot_plan_file import check, read_plans
from triage.records import Action

LABEL = Action("add_label", "tensorflow/models", 7, "why", label="models:official")
COMMENT = Action("comment", "tensorflow/models", 7, "why", body=marked("hello"))


def line(*actions: Action, issue: str = "tensorflow/models#7") -> bytes:
    shown = [{k: v for k, v in asdict(a).items() if v is not None} for a in actions]
    return orjson.dumps({"issue": issue, "actions": shown, "applied": 0})


def test_a_plan_survives_the_way_between_jobs():
    actions = plan(situation(), CONFIG).actions
    ((issue, read),) = read_plans(line(*actions))
    assert (issue, read) == ("tensorflow/models#7", actions)
    for action in read:
        check(action, CONFIG)


@pytest.mark.parametrize(
    "text",
    [
        b"nonsense",
        b"[]",
        b'{"issue":"a/b#1"}',
        b'{"issue":"a/b#1","actions":[{"kind":"delete_repo","repo":"a/b","number":1,"reason":"x"}]}',
        line(replace(LABEL, number=8)),
        line(replace(LABEL, repo="other/repo")),
        line(*[LABEL] * 11),
    ],
)
def test_what_is_no_plan_of_one_issue_is_refused(text):
    with pytest.raises(BadInput) as caught:
        list(read_plans(text))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "action",
    [
        replace(LABEL, label="security"),
        replace(LABEL, kind="remove_label", label="stat:awaiting response"),
        replace(LABEL, kind="suggest_label", label=None),
        replace(COMMENT, body="anything at all"),
        replace(COMMENT, body="quoted\n" + marked("x")),
        replace(COMMENT, body=marked("x" * 30_000)),
        replace(COMMENT, kind="react", body="rocket"),
    ],
)
def test_what_the_configuration_would_not_plan_is_refused(action):
    with pytest.raises(BadInput):
        check(action, CONFIG)


@pytest.fixture
def world() -> World:
    made = World()
    made.permissions["triage-bot[bot]"] = "triage"
    for label in CONFIG.managed():
        made.repo.label(label)
    made.repo.add_issue(made.user("ann"), "How do I train BERT?", "On TF 2.20")
    return made


def run(github: GitHubServer, tmp_path, capsys, monkeypatch, actions: tuple[Action, ...]) -> list:
    from triage.cli import main

    repo = github.world.repo.full_name
    placed = [replace(action, repo=repo, number=1) for action in actions]
    path = tmp_path / "plan.jsonl"
    path.write_bytes(line(*placed, issue=f"{repo}#1"))
    monkeypatch.setenv("GITHUB_TOKEN", "bot-token")
    monkeypatch.chdir(tmp_path)
    database = f"sqlite:///{tmp_path / 'bot.db'}"
    with pytest.raises(SystemExit) as caught:
        main(["bot", "--plan", str(path), "--apply", "--pause", "0", "--json",
              "--base-url", github.base_url, "--db", database])  # fmt: skip
    assert caught.value.code == 0
    return [orjson.loads(text) for text in capsys.readouterr().out.splitlines()]


def test_only_what_the_issue_still_lacks_is_done(world, tmp_path, capsys, monkeypatch):
    with GitHubServer(world) as github:
        (first,) = run(github, tmp_path, capsys, monkeypatch, (LABEL, COMMENT))
        (again,) = run(github, tmp_path, capsys, monkeypatch, (LABEL, COMMENT))
        assert github.violations == []
    assert (first["applied"], again["applied"]) == (2, 0)
    row = world.repo.issues[1]
    assert row.labels == ["models:official"]
    assert [digest_of(world.repo.comments[at].body) for at in row.comment_ids] == [
        digest_of(COMMENT.body or "")
    ]


def test_a_person_between_the_jobs_wins(world, tmp_path, capsys, monkeypatch):
    ann = world.user("ann")
    world.repo.set_labels(1, ["models:official"], ann)
    world.repo.set_labels(1, [], ann)
    with GitHubServer(world) as github:
        (done,) = run(github, tmp_path, capsys, monkeypatch, (LABEL,))
    assert done["applied"] == 0 and world.repo.issues[1].labels == []
