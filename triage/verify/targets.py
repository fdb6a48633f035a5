"""Where pages are to be run first: one environment a page, as an argument of ``make verify``.

Input: pages and the folder of the project. Output: pages by target: ``RELEASE=2.20.0``, the newest
release with constraints that a page is for, or ``ENVIRONMENT=odapi``, the one it names.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from packaging.version import InvalidVersion, Version

from triage.errors import BadInput
from triage.verify.model import PageSource


def find_targets(sources: Iterable[PageSource], root: Path) -> dict[str, list[str]]:
    """The names of the pages by target, in the order of the targets.

    Raises:
        BadInput: a page names an environment that does not exist, or no release that does.
    """
    releases = sorted(_releases(root), reverse=True)
    found: dict[str, list[str]] = {}
    for source in sources:
        found.setdefault(_target(source, releases, root), []).append(source.page)
    return dict(sorted(found.items()))


def _releases(root: Path) -> Iterable[Version]:
    for file in (root / "docs" / "constraints").glob("*.txt"):
        try:
            yield Version(file.stem)
        except InvalidVersion:
            continue


def _target(source: PageSource, releases: list[Version], root: Path) -> str:
    name = source.scope.environment
    if name is not None:
        if not (root / "docs" / "environments" / f"{name}.txt").is_file():
            raise BadInput(
                f"{source.page}.md: there is no environment {name}.",
                "The files of docs/environments are those there are.",
            )
        return f"ENVIRONMENT={name}"
    release = next((item for item in releases if source.scope.covers(str(item))), None)
    if release is None:
        raise BadInput(
            f"{source.page}.md: no release is in {source.scope.releases}.",
            "The files of docs/constraints are those there are.",
        )
    return f"RELEASE={release}"
