"""Which releases of tf-models-official the package index has, asked through pip.

Input: pip's own configuration (index, proxy), as the user has it. Output: versions, newest
first. Pre-releases and yanked ones are not among them, since pip does not name them.

Example: ``python -m pip index versions tf-models-official``
"""

from __future__ import annotations

import re
import subprocess
import sys

from packaging.version import InvalidVersion, Version

from triage.errors import TriageError
from triage.verify.environment import MODELS

TIMEOUT = 20.0
_LISTED = re.compile(r"^Available versions: (.*)$", re.MULTILINE)


def list_releases(timeout: float = TIMEOUT) -> list[str]:
    """Every release that can be installed, newest first.

    Args:
        timeout: seconds to wait for the index.

    Raises:
        TriageError: there is no pip here, or the index did not answer.
    """
    command = [
        sys.executable, "-m", "pip", "index", "versions", MODELS, "--no-input",
        "--disable-pip-version-check", "--retries", "0", "--timeout", str(int(timeout)),
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter
            command, capture_output=True, text=True, timeout=timeout + 5, check=False
        )
    except subprocess.TimeoutExpired:
        raise _refused("it did not answer in time") from None
    listed = _LISTED.search(done.stdout)
    if done.returncode or not listed:
        lines = done.stderr.strip().splitlines()
        raise _refused("there is no pip here" if "No module named pip" in done.stderr else
                       lines[-1] if lines else "it named no version")  # fmt: skip
    return sorted((name for name in listed[1].split(", ") if _is_version(name)),
                  key=Version, reverse=True)  # fmt: skip


def newer_releases(known: list[str], found: list[str]) -> list[str]:
    """Those on the index that are newer than every known one, newest first."""
    newest = max(map(Version, known), default=Version("0"))
    return [name for name in found if Version(name) > newest]


def _refused(why: str) -> TriageError:
    # What pip prints may name an index with its password.
    why = re.sub(r"\S+://\S+", "<address>", why)
    return TriageError(f"The package index was not asked: {why}.", "Use --offline to leave it out.")


def _is_version(name: str) -> bool:
    try:
        return bool(Version(name))
    except InvalidVersion:
        return False
