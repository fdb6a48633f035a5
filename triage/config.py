"""Where things are and how the tool is set up: the environment and the folders, nothing else.

Inputs: environment variables (``TRIAGE_DB``, ``GITHUB_TOKEN``,
``GITHUB_APP_ID`` with ``GITHUB_APP_PRIVATE_KEY``) and the current folder.
Outputs: plain values. The configuration file of the bot is not read here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from triage.errors import WrongUse

DEFAULT_DATABASE = "sqlite:///triage.db"
HOME = "model-garden-kb/model-garden-kb"
"""The repository of the knowledge base itself, where corrections and new questions go."""
SITE = "https://model-garden-kb.readthedocs.io/en/latest"
"""Where its pages are read, with their stamps and the anchors of their sections."""
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


def records_dir() -> Path:
    """What verification runs and evaluations wrote."""
    return kb_root().parent / "docs" / "records"


def quality_path() -> Path:
    """What the last recorded evaluation measured (written by ``triage evaluate --record``)."""
    return records_dir() / "quality.json"


def backtest_path() -> Path:
    """What the last recorded backtest of the bot found (by ``triage bot backtest --record``)."""
    return records_dir() / "backtest.json"


@dataclass(frozen=True, slots=True)
class Credentials:
    """How to sign in to GitHub: a token, or an App's id with its private key (PEM), or neither."""

    token: str | None = field(default=None, repr=False)
    app_id: str | None = None
    private_key: str | None = field(default=None, repr=False)


def github_credentials() -> Credentials:
    """What the environment holds; it is never taken from an argument, nor printed.

    Raises:
        WrongUse: an App's id without its key.
    """
    token = os.environ.get("GITHUB_TOKEN", "").strip()
    app, key = os.environ.get("GITHUB_APP_ID", ""), os.environ.get("GITHUB_APP_PRIVATE_KEY", "")
    if app.strip() and not token:
        if "PRIVATE KEY" not in key:
            raise WrongUse(
                "GITHUB_APP_ID is set, but GITHUB_APP_PRIVATE_KEY holds no private key.",
                'Set it to the text of the .pem file: GITHUB_APP_PRIVATE_KEY="$(cat app.pem)"',
            )
        return Credentials(app_id=app.strip(), private_key=key)
    return Credentials(token=token or None)
