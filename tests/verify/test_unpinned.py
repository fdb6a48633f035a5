"""A plain installation, measured: with an installer that installs nothing."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from triage.cli import triage
from triage.errors import BadInput, TriageError, WrongUse
from triage.verify import installation
from triage.verify.installation import Run
from triage.verify.unpinned import measure

FAILS = {"name": "import", "ok": False, "seconds": 2.0, "error": "ModuleNotFoundError: x"}
WORKS = {"name": "import", "ok": True, "seconds": 2.0, "error": None}
INSTALLED = {"name": "install", "ok": True, "seconds": 7.0, "error": None}
REFUSED = {"name": "install", "ok": False, "seconds": 1.0, "error": "error: no solution"}


class Bench:
    """A project to measure in; ``measure`` installs nothing and finds ``steps``."""

    def __init__(self, root):
        self.records, self.user = root / "records", root / "use_release.py"
        self.user.write_text("")
        self.asked = None

    def measure(self, *steps, release=None, found="2.20.0", index=lambda: ["2.20.0", "2.19.1"]):
        def install(folder, arguments, user):
            assert user == self.user and not folder.exists()
            self.asked = arguments
            packages = {"tf-models-official": found} if steps[0]["ok"] else {}
            return Run("2026-11-26T10:00:00+00:00", False, list(steps), packages)

        return measure(release, self.records, self.user, install=install, index=index)

    def record(self, release="2.20.0"):
        return json.loads((self.records / "install/unpinned" / f"{release}.json").read_text())

    def proved(self, *steps):
        path = self.records / "install" / "2.20.0.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"unpinned": {"steps": steps}}))


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def test_release_is_the_one_that_the_installer_chose(bench):
    result = bench.measure(INSTALLED, FAILS)
    assert bench.asked == ("tf-models-official",)
    assert (result.release, result.failed) == ("2.20.0", ("import", "ModuleNotFoundError: x"))
    assert result.changed is None and result.verdict.startswith("measured for the first time")
    assert bench.record() == {
        "release": "2.20.0", "date": "2026-11-26T10:00:00+00:00", "ok": False,
        "steps": [INSTALLED, FAILS], "packages": {"tf-models-official": "2.20.0"},
    }  # fmt: skip


def test_release_that_is_named_is_asked_for(bench):
    assert bench.measure(INSTALLED, WORKS, release="2.19.1", found="2.19.1").failed is None
    assert bench.asked == ("tf-models-official==2.19.1",) and bench.record("2.19.1")["ok"]


def test_first_measurement_is_compared_with_the_proof_of_the_constraints(bench):
    bench.proved(INSTALLED, FAILS)
    result = bench.measure(INSTALLED, FAILS)
    assert result.changed is False
    assert result.verdict == "still fails as before, at import: ModuleNotFoundError: x"


def test_later_ones_are_compared_with_the_one_before(bench):
    bench.proved(INSTALLED, FAILS)
    mended = bench.measure(INSTALLED, WORKS)
    assert mended.changed is True
    assert mended.verdict == (
        "changed: it failed at import (ModuleNotFoundError: x) before, now it worked"
    )
    assert bench.measure(INSTALLED, WORKS).verdict == "still works as before"
    assert bench.measure(INSTALLED, FAILS).changed is True


def test_installation_that_is_refused_is_a_result(bench):
    result = bench.measure(REFUSED)
    assert (result.release, result.failed) == ("2.20.0", ("install", "error: no solution"))
    assert bench.record()["packages"] == {}


def test_installation_without_a_network_is_none(bench):
    def unreachable():
        raise TriageError("The package index was not asked: no route.")

    with pytest.raises(TriageError, match=r"could not be installed.*error: no solution"):
        bench.measure(REFUSED, index=unreachable)
    assert not bench.records.exists()


def test_release_that_does_not_exist_is_wrong_use(bench):
    with pytest.raises(WrongUse, match=r"no release 9\.9.*newest is 2\.20\.0"):
        bench.measure(REFUSED, release="9.9")
    assert not bench.records.exists()


def test_record_that_is_none_is_named(bench):
    bench.proved()
    (bench.records / "install/2.20.0.json").write_text("{}")
    with pytest.raises(BadInput, match=r"2\.20\.0\.json is no record"):
        bench.measure(INSTALLED, FAILS)


FAKE = """#!{python}
import json, sys
from pathlib import Path
if "venv" in sys.argv:
    python = Path(sys.argv[-1]) / "bin/python"
    python.parent.mkdir(parents=True)
    steps = [{{"name": "import", "ok": False, "seconds": 1.5, "error": "ValueError: y"}}]
    said = {{"steps": steps, "packages": {{"tf-models-official": "2.20.0"}}}}
    python.write_text("#!{python}\\nprint(" + repr(json.dumps(said)) + ")\\n")
    python.chmod(0o755)
"""


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Run ``triage verify --unpinned`` in a project whose uv is a fake."""
    uv = tmp_path / "uv"
    uv.write_text(FAKE.format(python=sys.executable))
    uv.chmod(0o755)
    (tmp_path / "docs/constraints").mkdir(parents=True)
    (tmp_path / "docs/constraints/use_release.py").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(installation, "UV", str(uv))
    return lambda *arguments: CliRunner().invoke(triage, ["verify", "--unpinned", *arguments])


def test_command_tells_each_step_and_succeeds_when_the_package_does_not(command):
    done = command()
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].split()[0] == "install" and lines[0].endswith("passed")
    assert lines[1] == "import       1.5 s  failed: ValueError: y"
    assert lines[2].startswith("tf-models-official 2.20.0, installed plainly, measured for")
    assert Path("docs/records/install/unpinned/2.20.0.json").exists()


def test_command_as_json(command):
    command()
    found = json.loads(command("--json").stdout)
    assert list(found) == ["release", "date", "steps", "failed", "changed"]
    assert found["failed"] == {"step": "import", "error": "ValueError: y"}
    assert found["changed"] is False and len(found["steps"]) == 2


def test_command_takes_no_pages(command):
    done = command("docs")
    assert isinstance(done.exception, WrongUse) or done.exit_code == 2


def test_without_an_installer_it_says_what_brings_one(command, monkeypatch):
    monkeypatch.setattr(installation, "UV", "/nowhere/uv")
    done = command()
    assert "There is no uv here. `make install` brings uv." in str(done.exception or done.output)
