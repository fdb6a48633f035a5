"""A folder to work in, and `triage` run as a person runs it: a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SNAPSHOT = ROOT / "kb" / "data" / "issues.jsonl"


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def value(self):
        (row,) = self.rows
        return row


class Triage:
    """Runs commands in ``folder``; a traceback in any output fails the test at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: object, stdin: str | bytes = "", **environment: str) -> Result:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "triage", *map(str, arguments)],
            cwd=self.folder, input=data, capture_output=True, timeout=120, check=False,
            env={k: v for k, v in os.environ.items() if k not in ("GITHUB_TOKEN", "TRIAGE_DB")}
            | environment,
        )  # fmt: skip
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err, err
        return Result(done.returncode, out, err)

    def fails(self, *arguments: object, code: int = 1, **more: str) -> str:
        """Run a command that must fail with one line; that line."""
        result = self(*arguments, **more)
        assert result.code == code, (result.code, result.out, result.err)
        lines = [line for line in result.err.splitlines() if line.startswith("triage: ")]
        assert len(lines) == 1, result.err
        return lines[0]


@pytest.fixture
def triage(tmp_path):
    return Triage(tmp_path)


@pytest.fixture
def database(triage):
    """A database with the bundled issues, made by the command."""
    assert triage("import", SNAPSHOT).code == 0
    return triage.folder / "triage.db"
