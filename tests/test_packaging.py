"""What a fresh machine gets: pins without addresses, a models extra that can be imported."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines())


def requirements(*extras: str) -> list[Requirement]:
    lists = [PROJECT["dependencies"]] if not extras else []
    lists += [PROJECT["optional-dependencies"][extra] for extra in extras]
    found = [Requirement(line) for lines in lists for line in lines]
    return [requirement for requirement in found if requirement.name != PROJECT["name"]]


def test_constraints_are_names_and_versions_only():
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        assert re.fullmatch(r"[a-z0-9._-]+==[0-9][A-Za-z0-9.+!-]*", line), line


@pytest.mark.parametrize("extra", ["", *PROJECT["optional-dependencies"]])
def test_every_requirement_is_pinned_within_its_bounds(extra):
    for requirement in requirements(*filter(None, [extra])):
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        assert name in PINS, f"{requirement} has no pin: run `make lock`"
        assert requirement.specifier.contains(Version(PINS[name])), f"{requirement}: {PINS[name]}"


# Each bound with the failure it prevents; docs/guides/install.md tells readers the same.
@pytest.mark.parametrize(
    ("name", "first_broken"),
    [("setuptools", "82.0.0"), ("numpy", "2.4.0"), ("pillow", "13.0.0"), ("protobuf", "7.0.0")],
)
def test_models_extra_excludes_versions_that_break_the_package(name, first_broken):
    bound = {r.name: r.specifier for r in requirements("models")}[name]
    assert not bound.contains(Version(first_broken))
    assert bound.contains(Version(PINS[name]))
    guide = (ROOT / "docs/guides/install.md").read_text("utf-8")
    assert f"`{name}{bound}`" in guide


def test_distribution_has_the_names_others_rely_on():
    assert PROJECT["name"] == "model-garden-kb"
    assert PROJECT["scripts"]["triage"] == "triage.cli:main"
    assert PROJECT["requires-python"] == ">=3.11"
    assert (ROOT / "LICENSE").read_text("utf-8").lstrip().startswith("Apache License")
