"""Where a page runs first: the newest release it is for, or the environment it names."""

import json

import pytest

from tests.verify.conftest import fenced
from triage.errors import BadInput
from triage.verify.sources import find_pages
from triage.verify.targets import find_targets

NAMES = ("constraints/2.9.0", "constraints/2.20.0", "constraints/2.19.1", "environments/odapi")


@pytest.fixture
def place(project):
    """A project with constraints of three releases, and one environment."""
    for name in (*NAMES, "constraints/notes"):
        path = project.root / "docs" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return project


def write(place, name, verify=""):
    text = f"---\nid: {name}\n{verify}\n---\n{fenced('1')}"
    return place.page(f"kb/entries/{name}", text=text)


def targets(place, *paths):
    return find_targets(find_pages(place.root, paths), place.root)


def test_newest_release_by_number_and_environment_by_name(place):
    write(place, "a")
    write(place, "b", 'verify: {releases: "<2.20"}')
    write(place, "c", "verify: {environment: odapi}")
    write(place, "d", 'verify: {releases: "<2.10"}')
    assert targets(place) == {
        "ENVIRONMENT=odapi": ["kb/entries/c"],
        "RELEASE=2.19.1": ["kb/entries/b"],
        "RELEASE=2.20.0": ["kb/entries/a"],
        "RELEASE=2.9.0": ["kb/entries/d"],
    }


def test_only_named_pages_and_none_without_snippets(place):
    path = write(place, "a")
    write(place, "b")
    assert targets(place, path) == {"RELEASE=2.20.0": ["kb/entries/a"]}
    path.write_text("---\nid: a\n---\nNothing to run.\n")
    assert targets(place, path) == {}


@pytest.mark.parametrize(
    ("verify", "said"),
    [
        ('verify: {releases: ">=3"}', "no release is in >=3"),
        ("verify: {environment: none}", "there is no environment none"),
    ],
)
def test_a_target_that_does_not_exist_names_the_page(place, verify, said):
    write(place, "a", verify)
    with pytest.raises(BadInput, match=rf"kb/entries/a\.md: {said}"):
        targets(place)


def test_the_command_says_it_without_any_models(place):
    write(place, "a")
    done = place.run("--where", models=None)
    assert (done.returncode, done.stdout) == (0, "RELEASE=2.20.0 kb/entries/a.md\n")
    done = place.run("--where", "--json", "kb", models=None)
    assert json.loads(done.stdout) == {"RELEASE=2.20.0": ["kb/entries/a"]}
