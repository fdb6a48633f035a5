"""The workflow of contributed entries: which files it takes to be entries that changed."""

import os
import subprocess
from pathlib import Path

import yaml

from tests.site.small_site import commit_all, git, write_pages

ROOT = Path(__file__).resolve().parents[1]


def test_changed_entries_are_named_and_nothing_else_is(tmp_path):
    """The step of the workflow itself, on a change whose file names are commands."""
    jobs = yaml.safe_load((ROOT / ".github/workflows/entries.yml").read_text())["jobs"]
    (script,) = [step["run"] for step in jobs["entries"]["steps"] if step.get("id") == "changed"]
    work = tmp_path / "work"
    write_pages(
        work, {"kb/entries/gone.md": "1", "kb/entries/same.md": "1", "kb/entries/a.md": "1"}
    )
    commit_all(work, "base")
    (work / "kb/entries/gone.md").unlink()
    hostile = ("$(touch pwned).md", "`touch pwned`.md", "b c.md", "_draft.md", "x;touch pwned.md")
    names = ["a.md", "new-one.md", "é.md", "--where.md", "new-one.txt", "sub/y.md", *hostile]
    write_pages(work, {f"kb/entries/{name}": "2" for name in names} | {"docs/z.md": "2"})
    commit_all(work, "change")
    write_pages(work, {".venv/bin/triage": '#!/bin/sh\necho "RELEASE=2.20.0 $*"\necho "X=y z"\n'})
    (work / ".venv/bin/triage").chmod(0o755)
    run = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=work, capture_output=True, text=True,
        env={**os.environ, "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "output")},
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    changed = (tmp_path / "changed").read_text().splitlines()
    assert changed == ["kb/entries/a.md", "kb/entries/new-one.md"]
    assert (tmp_path / "output").read_text() == "where=RELEASE=2.20.0,X=y\n"
    assert not list(tmp_path.rglob("pwned"))

    git(work, "rm", "-q", "-r", "kb/entries/sub")
    commit_all(work, "no entry changed")
    run = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=work, check=False,
        env={**os.environ, "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "none")},
    )  # fmt: skip
    assert run.returncode == 0 and not (tmp_path / "none").exists()
