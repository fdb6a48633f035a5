"""Every published constraints file was proved by a run, and the guide says what the runs said."""

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "docs" / "constraints"
RECORDS = ROOT / "docs" / "records" / "install"
GUIDE = ROOT / "docs" / "guides" / "install.md"
RELEASES = ("2.14.2", "2.15.0", "2.16.0", "2.17.0", "2.18.0", "2.19.1", "2.20.0")
STEPS = ["install", "import", "datasets", "forward", "decode", "graph", "export"]
PIN = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*==[0-9][A-Za-z0-9.+!]*")


def load(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


prove = load(CONSTRAINTS / "prove.py")
installs = load(ROOT / "docs" / "_ext" / "installs.py")


def record(release: str) -> dict:
    return json.loads((RECORDS / f"{release}.json").read_text("utf-8"))


def pins(release: str) -> dict[str, str]:
    return dict(pin.split("==") for pin in prove.pins_of(CONSTRAINTS / f"{release}.txt"))


def test_every_release_has_a_file_and_a_record_and_nothing_else_lies_there():
    assert sorted(path.stem for path in CONSTRAINTS.glob("*.txt")) == sorted(RELEASES)
    assert sorted(path.stem for path in RECORDS.glob("*.json")) == sorted(RELEASES)
    assert set(prove.BOUNDS) == set(RELEASES)


@pytest.mark.parametrize("release", RELEASES)
def test_a_file_is_comments_then_pins_each_name_once(release):
    lines = (CONSTRAINTS / f"{release}.txt").read_text("utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]
    rest = lines[len(comments) :]
    assert comments and rest and not any(line.startswith("#") for line in rest)
    assert all(PIN.fullmatch(line) for line in rest), [x for x in rest if not PIN.fullmatch(x)]
    assert len({line.split("==")[0] for line in rest}) == len(rest)
    assert release in comments[0]


@pytest.mark.parametrize("release", RELEASES)
def test_the_pins_are_the_release_and_the_tensorflow_it_asks_for(release):
    # A release asks for tensorflow~=X.Y.0 and tensorflow-text~=X.Y.0 of its own minor version.
    pinned, minor = pins(release), Version(release).release[:2]
    assert pinned["tf-models-official"] == release
    assert Version(pinned["tensorflow"]).release[:2] == minor
    assert Version(pinned["tensorflow-text"]).release[:2] == minor


@pytest.mark.parametrize("release", RELEASES)
def test_the_record_is_of_these_pins_and_every_step_passed(release):
    found = record(release)
    body = "\n".join(f"{name}=={version}" for name, version in pins(release).items())
    assert found["release"] == release
    assert found["digest"] == hashlib.sha256(body.encode()).hexdigest()
    assert found["python"].startswith("3.11.")
    assert found["installer"] in ("pip", "uv")
    assert datetime.fromisoformat(found["date"]) <= datetime.now(UTC)
    assert [step["name"] for step in found["constrained"]["steps"]] == STEPS
    assert found["constrained"]["ok"] is True
    assert all(step["ok"] and step["error"] is None for step in found["constrained"]["steps"])
    assert {name: pins(release)[name] for name in found["packages"]} == found["packages"]


@pytest.mark.parametrize("release", RELEASES)
def test_every_bound_holds_and_its_lack_broke_something(release):
    found = {item["bound"]: item for item in record(release)["bounds"]}
    assert tuple(found) == prove.BOUNDS[release]
    text = (CONSTRAINTS / f"{release}.txt").read_text("utf-8")
    for bound, item in found.items():
        requirement = Requirement(bound)
        assert requirement.specifier.contains(pins(release)[requirement.name])
        assert not requirement.specifier.contains(item["version"])
        assert item["step"] in STEPS and item["error"]
        assert datetime.fromisoformat(item["date"]) <= datetime.now(UTC)
        assert f"#   {bound}: {item['error']}\n" in text


@pytest.mark.parametrize("release", RELEASES)
def test_a_plain_install_is_recorded_with_its_first_error(release):
    run = record(release)["unpinned"]
    failed = [step for step in run["steps"] if not step["ok"]]
    assert run["ok"] is (not failed)
    assert all(step["error"] for step in failed)
    assert run["packages"]["tf-models-official"] == release


@pytest.mark.parametrize("folder", [CONSTRAINTS, RECORDS])
def test_no_folder_of_a_machine_and_no_address_is_published(folder):
    for path in [*folder.glob("*.txt"), *folder.glob("*.json")]:
        text = path.read_text("utf-8")
        assert not re.search(r"https?:|/(?:home|root|tmp|usr|work)/", text), path


def test_the_guide_has_the_tables_of_the_records():
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", str(GUIDE)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"run `make reference`: {done.stdout}{done.stderr}"


@pytest.mark.parametrize("release", RELEASES)
def test_the_guide_has_a_command_for_each_release(release):
    command = f"pip install tf-models-official=={release} -c docs/constraints/{release}.txt"
    assert command in GUIDE.read_text("utf-8").splitlines()


def test_every_bound_in_use_is_explained_and_every_explanation_is_in_use():
    assert {bound for bounds in prove.BOUNDS.values() for bound in bounds} == set(installs.WHY)


def test_a_package_that_pip_would_refuse_on_this_python_is_no_proof(tmp_path):
    folder = tmp_path / "lib" / "python3.11" / "site-packages" / "strenum-1.3.1.dist-info"
    folder.mkdir(parents=True)
    text = "Metadata-Version: 2.1\nName: strenum\nVersion: 1.3.1\nRequires-Python: >=3.8,<3.11\n"
    (folder / "METADATA").write_text(text, "utf-8")
    prove.refuse_what_pip_refuses(tmp_path, "3.10.13")
    with pytest.raises(prove.NotProved, match=r"pip refuses strenum==1\.3\.1"):
        prove.refuse_what_pip_refuses(tmp_path, "3.11.7")


def test_an_error_cannot_break_out_of_its_table_cell(tmp_path):
    broken = record("2.20.0")
    broken["unpinned"]["steps"][-1] |= {"ok": False, "error": "a|b `c` d"}
    (tmp_path / "2.20.0.json").write_text(json.dumps(broken), "utf-8")
    row = installs.render_install_table(tmp_path).splitlines()[-1]
    assert row.count("|") == 7 and row.endswith("`a/b 'c' d` |")


COMMAND = "pip install tf-models-official==2.20.0 -c docs/constraints/2.20.0.txt"


def test_the_site_serves_each_file_at_the_address_its_pages_name(tmp_path):
    (tmp_path / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT / 'docs' / '_ext')!r})\n"
        "extensions = ['myst_parser', 'installs']\nhtml_theme = 'basic'\n"
        "html_baseurl = 'https://example.org/en/latest/'\n",
        "utf-8",
    )
    own = "pip install -r docs/environments/odapi.txt"
    text = f"# Install\n\n```bash\n{own}\n{COMMAND}\n```\n"
    (tmp_path / "index.md").write_text(text, "utf-8")
    out = tmp_path / "out"
    sphinx = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", str(tmp_path), str(out)]
    subprocess.run(sphinx, check=True)
    shown = BeautifulSoup((out / "index.html").read_text("utf-8"), "html.parser").pre.get_text()
    assert shown.strip().endswith(" -c https://example.org/en/latest/constraints/2.20.0.txt")
    assert "pip install -r https://example.org/en/latest/environments/odapi.txt" in shown
    assert (out / "environments" / "odapi.txt").stat().st_size > 1000
    served = out / "constraints"
    assert sorted(path.name for path in served.iterdir()) == sorted(f"{r}.txt" for r in RELEASES)
    published = (CONSTRAINTS / "2.20.0.txt").read_bytes()
    assert (served / "2.20.0.txt").read_bytes() == published


def test_a_site_that_knows_no_address_names_the_file_of_the_checkout():
    source = [COMMAND]
    app = SimpleNamespace(config=SimpleNamespace(installs_address=""))
    installs.show_address(app, "docs/guides/install", source)
    assert source == [COMMAND]
