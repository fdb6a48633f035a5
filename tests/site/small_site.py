"""A site of a few pages, with the real configuration, theme and extensions: built in seconds."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.site.site_build import ROOT

INDEX = "# Start\n\nFew pages.\n\n```{toctree}\n:glob:\n\ndocs/**\n```\n"
PAGES = {
    "index.md": INDEX,
    "404.md": "---\norphan: true\n---\n# Nothing here\n\n[Start](index.md)\n",
}
GIT = ("git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c",
       "commit.gpgsign=false", "-c", "init.defaultBranch=main")  # fmt: skip


def write_small_site(folder: Path, pages: Mapping[str, str]) -> Path:
    """The machinery of the site with these pages instead of the project's own."""
    for name in ("conf.py", "docutils.conf"):
        shutil.copy(ROOT / name, folder / name)
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("_ext", "_static", "_templates", "constraints", "environments"):
        shutil.copytree(ROOT / "docs" / name, folder / "docs" / name, ignore=skip)
    return write_pages(folder, PAGES | dict(pages))


def write_pages(folder: Path, pages: Mapping[str, str]) -> Path:
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def git(folder: Path, *arguments: str, **environment: str) -> str:
    command = [*GIT, "-C", str(folder), *arguments]
    run = subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment or None
    )
    return run.stdout.strip()


def commit_all(folder: Path, message: str, date: str = "2026-03-01T12:00:00+00:00") -> str:
    """A commit of everything that is there, made on a fixed day."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    when = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "PATH": "/usr/bin:/bin"}
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message, **when)
    return git(folder, "rev-parse", "HEAD")
