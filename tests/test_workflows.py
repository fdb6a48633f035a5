"""The workflow files: valid by GitHub's schema, and nothing zizmor would warn about."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def run(*command):
    return subprocess.run(
        [BIN / command[0], *command[1:]], capture_output=True, text=True, timeout=120, check=False
    )


def test_workflows_are_valid():
    done = run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflows_pass_the_security_audit():
    done = run("zizmor", "--offline", "--no-progress", *WORKFLOWS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_audit_would_find_a_planted_mistake(tmp_path):
    bad = tmp_path / ".github" / "workflows" / "bad.yml"
    bad.parent.mkdir(parents=True)
    bad.write_text(
        "name: x\non: issues\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
        "      - run: echo ${{ github.event.issue.title }}\n"
    )
    done = run("zizmor", "--offline", "--no-progress", bad)
    assert done.returncode != 0 and "template-injection" in done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_shell_blocks_are_sound(path):
    text = path.read_text()
    assert all(
        re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", used) for used in re.findall(r"uses: (\S+)", text)
    )
    jobs = yaml.safe_load(text)["jobs"].values()
    blocks = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    assert blocks
    for block in blocks:
        assert "${{" not in block
        done = subprocess.run(
            [BIN / "shellcheck", "--shell", "bash", "-"], input=block, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


def test_weekly_run_covers_every_release_that_has_constraints():
    jobs = yaml.safe_load((ROOT / ".github/workflows/verify.yml").read_text())["jobs"]
    targets = set(jobs["pages"]["strategy"]["matrix"]["target"])
    files = (ROOT / "docs" / "constraints").glob("*.txt")
    wanted = {f"RELEASE={path.stem}" for path in files}
    environments = (ROOT / "docs" / "environments").glob("*.txt")
    wanted |= {f"ENVIRONMENT={path.stem}" for path in environments if path.stem != "wheels"}
    assert targets == wanted
