"""`make entry`: checks the entries named, then runs each where it belongs, and fails with either.

The programs are stand-ins that write down how they were called; make and its rules are real.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOL = """#!/bin/sh
echo "${0##*/} $*" >> calls
case "$*" in
  *verify*--where*) printf '%b' "$WHERE";;
  *"$FAILS"*) exit 1;;
esac
"""


class Make:
    def __init__(self, folder):
        self.folder = folder
        shutil.copy(ROOT / "Makefile", folder)
        for name in ("constraints/2.20.0", "environments/wheels", "environments/odapi"):
            self.touch(f"docs/{name}.txt")
        text = (folder / "Makefile").read_text()
        for name in re.search(r"^\$\(VENV\)/\.installed: (.*)$", text, re.MULTILINE)[1].split():
            self.touch(name)
        for venv in (".venv", ".venv-2.20.0", ".venv-odapi"):
            for name in ("triage", "python"):
                self.touch(f"{venv}/bin/{name}", TOOL).chmod(0o755)
            self.touch(f"{venv}/.installed")

    def touch(self, name, text=""):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def __call__(self, entry, where, fails="nothing of that kind"):
        done = subprocess.run(
            ["make", "entry", f"ENTRY={entry}"], cwd=self.folder, capture_output=True, text=True,
            env={"PATH": os.environ["PATH"], "WHERE": where, "FAILS": fails}, check=False,
        )  # fmt: skip
        calls = self.folder / "calls"
        return done.returncode, calls.read_text().splitlines() if calls.exists() else []


@pytest.fixture
def make(tmp_path):
    return Make(tmp_path)


def test_each_entry_runs_where_it_belongs_and_afresh(make):
    where = "ENVIRONMENT=odapi kb/entries/b.md\nRELEASE=2.20.0 kb/entries/a.md kb/entries/c.md\n"
    code, calls = make("kb/entries/a.md kb/entries/b.md kb/entries/c.md", where)
    assert code == 0
    assert calls == [
        "triage check-entries kb/entries/a.md kb/entries/b.md kb/entries/c.md",
        "triage verify --where kb/entries/a.md kb/entries/b.md kb/entries/c.md",
        "python -m triage.verify --environment odapi --force kb/entries/b.md",
        "python -m triage.verify --release 2.20.0 --force kb/entries/a.md kb/entries/c.md",
    ]


def test_an_entry_without_snippets_is_only_checked(make):
    code, calls = make("kb/entries/a.md", "")
    assert code == 0 and len(calls) == 2


@pytest.mark.parametrize(
    ("fails", "calls"), [("check-entries", 1), ("--environment odapi", 3), ("--release", 4)]
)
def test_any_failure_fails_it(make, fails, calls):
    where = "ENVIRONMENT=odapi kb/entries/b.md\nRELEASE=2.20.0 kb/entries/a.md\n"
    code, made = make("kb/entries/a.md kb/entries/b.md", where, fails)
    assert code != 0 and len(made) == calls


def test_without_an_entry_it_says_how(make):
    code, calls = make("", "")
    assert code != 0 and not calls
