"""Install packages into a fresh environment and use what is there, step by step.

Input: a folder, what to install, and the program that uses it (``docs/constraints/
use_release.py``). Output: a ``Run``. Only ``uv`` and the Python of that folder are started;
nothing of the caller's environment takes part.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from triage.errors import TriageError

PYTHON = "3.11"
NAMED = Path(sys.executable).with_name("uv")
UV = str(NAMED) if NAMED.exists() else "uv"
SECONDS_A_RUN = 1200


@dataclass(frozen=True, slots=True)
class Run:
    """One installation and its use; ``packages`` are the versions that were installed."""

    date: str
    ok: bool
    steps: list[dict[str, Any]]
    packages: dict[str, str]

    @property
    def failure(self) -> dict[str, Any] | None:
        """The first step that failed."""
        return first_failure(self.steps)


def first_failure(steps: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The first of the steps that failed."""
    return next((step for step in steps if not step["ok"]), None)


def call(*command: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its output is kept, its exit code is for the caller.

    Raises:
        TriageError: there is no such program, or it did not end in time.
    """
    try:
        return subprocess.run(  # noqa: S603 - uv and the Python of our own environment
            command, input=text, capture_output=True, text=True, timeout=SECONDS_A_RUN, check=False
        )
    except FileNotFoundError:
        name = Path(command[0]).name
        raise TriageError(f"There is no {name} here.", "`make install` brings uv.") from None
    except subprocess.TimeoutExpired:
        name = Path(command[0]).name
        raise TriageError(f"{name} did not end within {SECONDS_A_RUN} seconds.") from None


def install_and_use(folder: Path, arguments: tuple[str, ...], user: Path, by: str = "uv") -> Run:
    """Install into the environment of ``folder``, made when missing, and use what is there.

    Args:
        folder: where the environment is.
        arguments: requirements and options, as ``pip install`` takes them.
        user: the program that uses it and prints its steps as JSON.
        by: ``uv`` or ``pip``.

    Raises:
        TriageError: the environment cannot be made, or the use ended before it could tell.
    """
    python = str(folder / "bin" / "python")
    if not folder.exists():
        seed = ["--seed"] * (by == "pip")
        made = call(UV, "venv", "--quiet", "--python", PYTHON, *seed, str(folder))
        if made.returncode:
            raise TriageError(f"No environment could be made: {first_error(made.stderr)}")
    tools = {
        "uv": (UV, "pip", "install", "--quiet", "--python", python),
        "pip": (python, "-m", "pip", "install", "--quiet", "--no-compile"),
    }
    start = time.monotonic()
    done = call(*tools[by], *arguments)
    seconds = round(time.monotonic() - start, 1)
    error = first_error(done.stderr) if done.returncode else None
    step = {"name": "install", "ok": error is None, "seconds": seconds, "error": error}
    if error is not None:
        return Run(now(), False, [step], {})
    # -I: neither PYTHONPATH nor the folder of the caller take part.
    done = call(python, "-I", str(user))
    if done.returncode:
        raise TriageError(f"The run ended early: {' '.join(done.stderr.strip().splitlines()[-1:])}")
    used = json.loads(done.stdout)
    steps = [step, *used["steps"]]
    return Run(now(), all(step["ok"] for step in steps), steps, used["packages"])


def first_error(text: str) -> str:
    """The first line that an installer calls an error, else its first line."""
    lines = text.strip().splitlines() or ["no message"]
    return next((line for line in lines if line.lower().startswith("error")), lines[0])


def now() -> str:
    """The moment, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
