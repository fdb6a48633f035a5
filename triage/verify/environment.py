"""What is installed here: the release that pages are verified on, and the versions with it.

Input: the package metadata of this interpreter; nothing is imported. Output: ``Environment``.
"""

from __future__ import annotations

import os
import platform
import sysconfig
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from triage.errors import TriageError, WrongUse
from triage.verify.model import Environment

MODELS = "tf-models-official"
PACKAGES = (
    MODELS, "tensorflow", "tf-keras", "keras", "tensorflow-text", "numpy", "protobuf", "pillow",
    "tf-models-research-object-detection",
)  # fmt: skip
WORKER_BYTES = 3 * 2**30
"""Memory to leave for each page that runs: TensorFlow's import, and a small training."""


def read_environment(release: str | None = None) -> Environment:
    """The environment of this interpreter.

    Args:
        release: the release that is meant, if it was named.

    Raises:
        WrongUse: another release than ``release`` is installed, or none.
        TriageError: none is installed, and none was named.
    """
    packages = {name: found for name in PACKAGES if (found := _version(name))}
    installed = packages.get(MODELS)
    if release and installed != release:
        found = f"{MODELS} {installed} is installed here, not {release}."
        raise WrongUse(
            found if installed else f"{MODELS} {release} is not installed here.",
            f"`make verify RELEASE={release}` runs the pages in an environment of its own.",
        )
    if not installed:
        raise TriageError(
            f"{MODELS} is not installed here, so no page can be run.",
            "`make verify RELEASE=2.20.0` runs the pages in an environment of its own.",
        )
    return Environment(installed, platform.python_version(), sysconfig.get_platform(), packages)


def count_workers() -> int:
    """How many pages may run at once: one a processor, as far as memory allows."""
    try:
        processors = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        processors = os.cpu_count() or 1
    return max(1, min(processors, _free_bytes() // WORKER_BYTES))


def _free_bytes() -> int:
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 2 * WORKER_BYTES


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
