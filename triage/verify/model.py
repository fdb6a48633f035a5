"""What verification passes around: a page to run, what failed in it, and how a run went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from triage.text.scope import Scope


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page with snippets: its name (path without ``.md``), its text and their digest.

    ``scope``: the releases and the environment it is for.
    """

    page: str
    text: str
    digest: str
    snippets: int
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class SnippetFailure:
    """A snippet that failed: its place from 1, the line of the page, the first error line.

    ``detail`` is for people: the traceback, or the whole output.
    """

    snippet: int
    line: int
    error: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PageResult:
    """One run of one page; ``seconds`` of wall time. ``cached``: an earlier run still holds."""

    source: PageSource
    failures: tuple[SnippetFailure, ...]
    seconds: float
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Environment:
    """What pages are run with: the release, Python, the platform, versions by package."""

    release: str
    python: str
    platform: str
    packages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How a run went over all pages, those served from the cache included."""

    pages: int
    snippets: int
    passed: int
    failed: int
    seconds: float
