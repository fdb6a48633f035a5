"""Where things are and how the tool is set up: the environment and the folders, nothing else.

Inputs: environment variables (``TRIAGE_DB``, ``GITHUB_TOKEN``) and the current folder.
Outputs: plain values. The configuration file of the bot is not read here.
"""

from __future__ import annotations

import os
from pathlib import Path

DEFAULT_DATABASE = "sqlite:///triage.db"
PACKAGE = Path(__file__).resolve().parent


def kb_root() -> Path:
    """The folder with ``entries/`` and ``data/``: here, the checkout's, or the installed one."""
    candidates = (Path("kb"), PACKAGE.parent / "kb", PACKAGE / "_kb")
    return next((path for path in candidates if (path / "entries").is_dir()), candidates[0])


def entries_dir() -> Path:
    """The hand-written answers."""
    return kb_root() / "entries"


def snapshot_path() -> Path:
    """The bundled issues that make everything work offline."""
    return kb_root() / "data" / "issues.jsonl"


def quality_path() -> Path:
    """What the last recorded evaluation measured (written by ``triage evaluate --record``)."""
    return kb_root().parent / "docs" / "records" / "quality.json"


def github_token() -> str | None:
    """The token of the environment; it is never taken from an argument, nor printed."""
    return os.environ.get("GITHUB_TOKEN", "").strip() or None
