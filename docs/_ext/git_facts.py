"""What git knows of the pages: the commit of the site, and when a file's text last changed.

Input: the folder of the site. Output: a commit, or dates by path. Without git, or outside a
repository, both are empty; a shallow clone would tell wrong dates and therefore tells none.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

SHALLOW = "No page says when its text last changed: this clone is shallow (git fetch --unshallow)."


def run_git(folder: Path, *arguments: str) -> str | None:
    """What a git command prints; None where it fails or there is no git."""
    command = ["git", "-c", "core.quotePath=false", "-C", str(folder), *arguments]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return run.stdout


def read_commit(folder: Path) -> str:
    """The commit that is checked out; empty where nobody knows."""
    return (run_git(folder, "rev-parse", "HEAD") or "").strip()


def read_changes(folder: Path) -> dict[str, date]:
    """The day (UTC) of the last commit of each Markdown file that has no change since."""
    if (run_git(folder, "rev-parse", "--is-shallow-repository") or "").strip() == "true":
        print(SHALLOW, file=sys.stderr)
        return {}
    log = run_git(
        folder, "log", "--format=%x00%at", "--name-only", "--no-renames", "--relative", "--", "*.md"
    )
    found: dict[str, date] = {}
    for commit in (log or "").split("\0")[1:]:
        seconds, *paths = commit.split("\n")
        day = datetime.fromtimestamp(int(seconds), UTC).date()
        found |= {path: day for path in paths if path and path not in found}
    for path in (run_git(folder, "diff", "--name-only", "--relative", "HEAD") or "").splitlines():
        found.pop(path, None)
    return found
