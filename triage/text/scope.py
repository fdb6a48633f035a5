"""Where a page is to be run: its front matter's ``verify``, if it has one.

Input: the text of a page or entry. Output: a ``Scope``. Without one a page is for every release,
in the environment that the release's constraints make.

    ---
    verify:
      releases: ">=2.16"      # PEP 440, on tf-models-official
      environment: odapi      # made of docs/environments/odapi.txt
    ---
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from triage.errors import BadInput

KEYS = ("releases", "environment")
HINT = "docs/contributing/write-a-page.md shows how a page says where it runs."
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Scope:
    """The releases a page is for, and the environment it needs; None: the usual one."""

    releases: SpecifierSet = field(default_factory=SpecifierSet)
    environment: str | None = None

    def covers(self, release: str) -> bool:
        """Whether the page is for this release."""
        return self.releases.contains(release, prereleases=True)


def read_scope(text: str, page: str) -> Scope:
    """The scope of a page; ``page`` names it in errors.

    Raises:
        BadInput: a key that does not exist, a specifier or a name that cannot be read.
    """
    front = _FRONT.match(text)
    if not front:
        return Scope()
    try:
        found = yaml.safe_load(front[1])
    except yaml.YAMLError:
        raise BadInput(f"{page}.md: the front matter is not YAML.", HINT) from None
    return parse_scope(found.get("verify") if isinstance(found, dict) else None, page)


def parse_scope(verify: object, page: str) -> Scope:
    """The same, from the value of the front matter's key ``verify``."""
    if verify is None:
        return Scope()
    if not isinstance(verify, dict) or not verify or set(verify) - set(KEYS):
        raise BadInput(f"{page}.md: verify takes the keys {' and '.join(KEYS)}.", HINT)
    environment = verify.get("environment")
    if environment is not None and not _NAME.fullmatch(str(environment)):
        raise BadInput(f"{page}.md: {environment!r} is no name of an environment.", HINT)
    try:
        releases = SpecifierSet(str(verify.get("releases", "")))
    except InvalidSpecifier:
        raise BadInput(f"{page}.md: {verify['releases']!r} is no specifier.", HINT) from None
    return Scope(releases, environment)
