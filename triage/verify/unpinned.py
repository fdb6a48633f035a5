"""What a plain installation of the models does today, and whether that is as it was.

Input: a release, or none for the one an installer chooses. Output: an ``Unpinned``, and the
record ``<records>/install/unpinned/<release>.json``. What was known before comes from that
record, or from the last part of ``<records>/install/<release>.json``.

Example: ``measure(None, Path("docs/records"), Path("docs/constraints/use_release.py"))``
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triage.errors import BadInput, TriageError, WrongUse
from triage.verify.environment import MODELS
from triage.verify.installation import Run, first_failure, install_and_use
from triage.verify.package_index import list_releases
from triage.verify.records import write_json

Failure = tuple[str, str]
"""The step that failed first, and its error."""


@dataclass(frozen=True, slots=True)
class Unpinned:
    """One measurement. ``failed``: the first failure; ``before``: the one known until now.

    ``changed`` is None where nothing was known.
    """

    release: str
    date: str
    steps: Sequence[dict[str, Any]]
    packages: dict[str, str]
    failed: Failure | None
    before: Failure | None
    changed: bool | None

    @property
    def verdict(self) -> str:
        """The comparison, in words."""
        if self.changed is None:
            return f"measured for the first time: {_told(self.failed)}"
        if self.changed:
            return f"changed: it {_told(self.before)} before, now it {_told(self.failed)}"
        if self.failed:
            return f"still fails as before, at {self.failed[0]}: {self.failed[1]}"
        return "still works as before"


def measure(
    release: str | None,
    records: Path,
    user: Path,
    *,
    install: Callable[[Path, tuple[str, ...], Path], Run] = install_and_use,
    index: Callable[[], list[str]] = list_releases,
) -> Unpinned:
    """Install the plain way into a fresh environment, use it, and write the record.

    Args:
        release: the one to install; by default the one that the installer chooses.
        records: the folder of records.
        user: the program that uses what was installed.
        install: installs and uses; by default ``uv`` does.
        index: the releases that exist, newest first; asked when the installation failed.

    Raises:
        TriageError: nothing could be measured: no installer, no index, no such release.
    """
    if not user.exists():
        raise BadInput(f"There is no {user}.", "Run it in the folder of the project.")
    named = f"{MODELS}=={release}" if release else MODELS
    with tempfile.TemporaryDirectory(prefix="triage-unpinned-") as folder:
        run = install(Path(folder) / "plain", (named,), user)
    found = run.packages.get(MODELS) or _release_that_failed(release, run, index)
    known, before = _known(records, found)
    failed = _failure(run.steps)
    changed = before != failed if known else None
    result = Unpinned(found, run.date, run.steps, run.packages, failed, before, changed)
    _write(records, result)
    return result


def _release_that_failed(release: str | None, run: Run, index: Callable[[], list[str]]) -> str:
    """The release whose installation failed; an index that answers tells it from no network."""
    try:
        releases = index()
    except TriageError:
        error = run.failure["error"] if run.failure else "it is not there afterwards"
        raise TriageError(
            f"{MODELS} could not be installed, nor the package index asked: {error}",
            "Try again when the index answers.",
        ) from None
    if release and release not in releases:
        hint = f"The newest is {releases[0]}." if releases else ""
        raise WrongUse(f"There is no release {release} of {MODELS}.", hint)
    return release or releases[0]


def _known(records: Path, release: str) -> tuple[bool, Failure | None]:
    """Whether an earlier measurement is there, and what failed first in it."""
    own = _path(records, release)
    for path, part in ((own, None), (records / "install" / f"{release}.json", "unpinned")):
        if not path.exists():
            continue
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return True, _failure((found[part] if part else found)["steps"])
        except (OSError, ValueError, KeyError, TypeError):
            raise BadInput(f"{path} is no record of an installation.", "Remove it.") from None
    return False, None


def _failure(steps: Sequence[dict[str, Any]]) -> Failure | None:
    step = first_failure(list(steps))
    return (step["name"], step["error"]) if step else None


def _path(records: Path, release: str) -> Path:
    return records / "install" / "unpinned" / f"{release}.json"


def _told(failure: Failure | None) -> str:
    return f"failed at {failure[0]} ({failure[1]})" if failure else "worked"


def _write(records: Path, result: Unpinned) -> None:
    facts = {
        "release": result.release,
        "date": result.date,
        "ok": result.failed is None,
        "steps": list(result.steps),
        "packages": result.packages,
    }
    path = _path(records, result.release)
    try:
        write_json(path, facts)
    except OSError as error:
        raise TriageError(
            f"Cannot write a record to {records}: {error.strerror or error}.",
            "Choose another folder with --records, or change its permissions.",
        ) from error
