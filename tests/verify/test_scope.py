"""Where a page is to be run: releases, and an environment of its own."""

import pytest

from tests.verify.conftest import fenced
from triage.errors import BadInput
from triage.text.scope import Scope, read_scope


def scoped(*lines, codes=("1",)):
    return "\n".join(["---", "verify:", *(f"  {line}" for line in lines), "---", fenced(*codes)])


@pytest.mark.parametrize("text", [fenced("1"), "", "---\nid: x\n---\n# P\n", "# P\n---\nverify:\n"])
def test_page_without_a_scope_is_for_every_release(text):
    scope = read_scope(text, "docs/p")
    assert scope == Scope() and scope.covers("2.14.2") and scope.environment is None


def test_scope_names_releases_and_an_environment():
    scope = read_scope(scoped('releases: ">=2.16"', "environment: odapi"), "docs/p")
    assert scope.environment == "odapi"
    assert [scope.covers(release) for release in ("2.15.0", "2.16.0", "2.20.0")] == [
        False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["release: x"], "verify takes the keys releases and environment"),
        (['releases: "2.16"'], "'2.16' is no specifier"),
        (['environment: "../x"'], "'../x' is no name of an environment"),
        (["releases: [x"], "the front matter is not YAML"),
    ],
)
def test_scope_that_cannot_be_read_names_the_page(lines, said):
    with pytest.raises(BadInput, match=r"docs/p\.md") as caught:
        read_scope(scoped(*lines), "docs/p")
    assert said in str(caught.value)


def test_command_runs_only_the_pages_of_this_release_and_environment(project):
    project.page("docs/all", "1")
    project.page("docs/new", text=scoped('releases: ">=2.21"', codes=["1 / 0"]))
    project.page("docs/own", text=scoped("environment: odapi"))
    done = project.run("--json")
    assert done.returncode == 0 and '"pages":1' in done.stdout.replace(" ", "")
    assert "1 page left out: it is not for this release" in done.stderr
    assert "1 page left out: it runs with `make verify ENVIRONMENT=odapi`" in done.stderr
    found = sorted(path.name for path in project.records.rglob("*.json"))
    assert found == ["all.json"]
    done = project.run("--environment", "odapi")
    assert done.returncode == 0 and "2 pages left out: it runs with `make verify`" in done.stderr
    assert (project.records / "2.20.0/docs/own.json").exists()
