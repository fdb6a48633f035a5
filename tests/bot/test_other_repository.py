"""Another repository, with labels of its own and models trained on them: those labels only.

The issues are made up from words of the subjects and filler that all share; the model is trained
on some of them by ``triage train``, and the bot meets others.
"""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import orjson
import pytest

from tests.bot.run import Bot
from tests.github_server import World
from triage.classify.generic import TableModel, load_table_model
from triage.cli import main

EXAMPLE = Path(__file__).parents[2] / "docs" / "bot" / "examples" / "other.toml"
SUBJECTS = {
    "area: core": "tile cache projection raster renderer mutex overflow segment polygon index",
    "area: docs": "tutorial typo sentence heading glossary diagram wording chapter screenshot link",
}
KINDS = {
    "kind: defect": "crashes wrong breaks regression corrupt hangs garbage fails broken aborts",
    "kind: wish": "add support please allow option would like could offer new ability",
}
FILLER = "since version when using our map with the large file and build on linux machine today"
OTHERS = ("models:official", "models:research", "type:bug", "type:feature", "bug", "good first")
TRAINING, MET = 160, 16

Made = tuple[str, str, str, str]
"""Title, body, area, kind."""


def issues(count: int, seed: int) -> list[Made]:
    rng = random.Random(seed)

    def words(pool: str, number: int) -> list[str]:
        return rng.sample(pool.split(), number)

    def one() -> Made:
        area, kind = rng.choice(list(SUBJECTS)), rng.choice(list(KINDS))
        title = words(SUBJECTS[area], 2) + words(KINDS[kind], 2) + words(FILLER, 2)
        body = words(SUBJECTS[area], 4) + words(KINDS[kind], 4) + words(FILLER, 8)
        rng.shuffle(title)
        rng.shuffle(body)
        return " ".join(title), " ".join(body) + ".", area, kind

    return [one() for _ in range(count)]


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> Path:
    """A folder with two models of ``triage train``, of the labels as the repository has them."""
    folder = tmp_path_factory.mktemp("other")
    names = ("title", "body", "area", "kind")
    rows = [orjson.dumps(dict(zip(names, one, strict=True))) for one in issues(TRAINING, 1)]
    (folder / "issues.jsonl").write_bytes(b"\n".join(rows))
    for target in ("area", "kind"):
        with pytest.raises(SystemExit) as caught:
            main(["train", str(folder / "issues.jsonl"), "--target", target,
                  "--out", str(folder / "models" / target)])  # fmt: skip
        assert caught.value.code == 0
    return folder


@pytest.fixture
def world() -> World:
    made = World("acme/tilekit")
    for label in (*SUBJECTS, *KINDS, "hands off", *OTHERS):
        made.repo.label(label)
    for title, body, _, _ in issues(MET, 2):
        made.repo.add_issue(made.user("ann"), title, body)
    return made


@pytest.fixture
def other(bot: Bot, models: Path) -> Bot:
    """The bot with the published example, its two lines for models without their comment signs."""
    text = EXAMPLE.read_text()
    for target, key in (("area", "category"), ("kind", "type")):
        line = f'# {key} = "models/{target}"'
        assert line in text
        text = text.replace(line, f'{key} = "{models / "models" / target}"')
    assert tomllib.loads(text)["models"]["packaged"] is False
    (bot.folder / "triage.toml").write_text(text)
    return bot


def area_model(folder: Path) -> TableModel:
    return load_table_model(folder / "models" / "area")


def poll(bot: Bot, *more: str) -> list[dict]:
    settings = ["--config", str(bot.folder / "triage.toml"), "--base-url", bot.github.base_url]
    since = ["--repo", bot.repo, "--since", "2020-01-01", "--pause", "0"]
    return bot.run(*since, *settings, *more)


def test_the_bot_puts_on_the_repositorys_own_labels_and_nothing_else(other, world):
    found = poll(other, "--apply")
    assert len(found) == MET
    put_on = {"area": 0, "kind": 0}
    for row, (_, _, area, kind) in zip(world.repo.issues.values(), issues(MET, 2), strict=True):
        assert set(row.labels) <= {area, kind}, f"#{row.number}: {row.labels}"
        for comment in (world.repo.comments[at] for at in row.comment_ids):
            assert kind == "kind: defect" and "the error text" in comment.body
            assert "TensorFlow" not in comment.body and "http" not in comment.body
        put_on["area"] += area in row.labels
        put_on["kind"] += kind in row.labels
    assert put_on["area"] >= 0.8 * MET and put_on["kind"] >= 0.5 * MET, put_on
    written = {entry.operation for entry in other.github.log.writes()}
    assert written <= {"issues/add-labels", "issues/create-comment"}
    assert [row["actions"] for row in poll(other, "--apply")] == [[]] * MET


def test_paths_outweigh_the_model_and_quiet_ones_are_left_alone(other, world):
    ann, manager = world.user("ann"), world.user("release-manager")
    body = "The tile cache of the renderer is explained in docs/tiles.md, which says nothing."
    by_path = world.repo.add_issue(ann, "raster projection", body)
    quiet = world.repo.add_issue(ann, *issues(1, 3)[0][:2])
    world.repo.set_labels(quiet.number, ["hands off"], ann)
    theirs = world.repo.add_issue(manager, *issues(1, 3)[0][:2])
    for row in (by_path, quiet, theirs):
        other.look("--apply", number=row.number)
    assert "area: docs" in by_path.labels and "area: core" not in by_path.labels
    assert quiet.labels == ["hands off"] and theirs.labels == []


def test_a_text_without_a_word_that_the_models_know_gets_no_label(other, models, world):
    """They would be sure of it, by its length alone."""
    row = world.repo.add_issue(world.user("ann"), "Question", "What is this?")
    assert area_model(models).predict_text(row.title, row.body)[1] > 0.8
    assert other.look("--apply", number=row.number)["actions"] == [] and row.labels == []
