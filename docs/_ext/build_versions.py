"""Build several versions of the site on this machine, as Read the Docs does on its own.

Input: git refs, oldest first (default: all tags), and ``latest`` for the folder as it is now.
Output: ``_site/versions/<slug>/`` for each, joined by ``versions_folder``. Each version is built
from its own commit, with the Python and the packages that run this program.

Example: ``python docs/_ext/build_versions.py v0.1.0 v0.2.0 latest``
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from git_facts import read_commit, run_git
from packaging.version import InvalidVersion
from packaging.version import Version as Number
from versions_folder import Version, join_versions

ROOT = Path(__file__).resolve().parents[2]
WORKING = "latest"
NEEDED = ("conf.py", "index.md", "docs", "kb/entries", "triage/__main__.py")
"""Without these there is nothing to build a version from."""


class CannotBuild(Exception):  # noqa: N818 - it says what to do, as in triage.errors
    """A version that cannot be built; the message is one line for the reader."""


def choose_versions(root: Path, refs: Sequence[str]) -> list[Version]:
    """What to build, newest first.

    Raises:
        CannotBuild: a ref does not exist or lacks files, or two refs would share a folder.
    """
    named = list(refs) or [*_tags(root), WORKING]
    found = [_find(root, ref) for ref in reversed(named)]
    slugs = [version.slug for version in found]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise CannotBuild(f"two of the refs would be the version {slug}")
    return found


def _tags(root: Path) -> list[str]:
    """All tags, oldest first: by version number, and before those what is no number."""

    def order(tag: str) -> tuple[bool, Number, str]:
        try:
            return True, Number(tag), tag
        except InvalidVersion:
            return False, Number("0"), tag

    return sorted((run_git(root, "tag", "--list") or "").split(), key=order)


def _find(root: Path, ref: str) -> Version:
    slug = re.sub(r"[^a-z0-9._-]+", "-", ref.lower()).strip("-.")
    if not slug:
        raise CannotBuild(f"the ref {ref!r} gives no name for a folder")
    if ref == WORKING:
        missing = [name for name in NEEDED if not (root / name).exists()]
        commit = read_commit(root)
    else:
        options = ("--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        commit = (run_git(root, "rev-parse", *options) or "").strip().split("\n")[-1]
        if not commit:
            raise CannotBuild(f"there is no ref {ref} in this repository")
        missing = [n for n in NEEDED if run_git(root, "cat-file", "-e", f"{commit}:{n}") is None]
    if missing:
        raise CannotBuild(f"{ref} cannot be built, it has no {', '.join(missing)}")
    return Version(slug, ref, commit)


@contextmanager
def checked_out(root: Path, version: Version) -> Iterator[Path]:
    """The files of a version: the folder itself, or a work tree that is removed again."""
    if version.ref == WORKING:
        yield root
        return
    with tempfile.TemporaryDirectory(prefix="versions-") as folder:
        tree = Path(folder) / "tree"
        if run_git(root, "worktree", "add", "--detach", str(tree), version.commit) is None:
            raise CannotBuild(f"git cannot check out {version.ref}")
        try:
            yield tree
        finally:
            run_git(root, "worktree", "remove", "--force", str(tree))


def build_version(tree: Path, version: Version, out: Path, base: str) -> None:
    """Build one version, strictly: its generated pages, then the site."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("READTHEDOCS") and name not in ("TRIAGE_DB", "PYTHONPATH")
    }
    environment["READTHEDOCS_VERSION"] = version.slug
    environment["READTHEDOCS_CANONICAL_URL"] = f"{base}{version.slug}/"
    if version.ref != WORKING:
        environment["READTHEDOCS_GIT_IDENTIFIER"] = version.ref
    with tempfile.TemporaryDirectory(prefix="doctrees-") as doctrees:
        # DEBUG makes the theme leave room for its menu of versions.
        sphinx = ["sphinx", "-b", "html", "-W", "--keep-going", "-n", "-q", "-A", "DEBUG=1"]
        steps = (
            ["triage", "build", "--out", "kb"],
            [*sphinx, "-d", doctrees, ".", str(out)],
        )
        for step in steps:
            command = [sys.executable, "-m", *step]
            run = subprocess.run(  # noqa: S603
                command, cwd=tree, env=environment, stdout=sys.stderr, check=False
            )
            if run.returncode:
                raise CannotBuild(f"{version.ref} cannot be built, {step[0]} failed (see above)")


def build_versions(root: Path, refs: Sequence[str], out: Path, base: str) -> list[Version]:
    """Build them all beside ``out``, and put them there when every one of them is done."""
    versions = choose_versions(root, refs)
    part = out.with_name(f"{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    for version in versions:
        print(f"versions: {version.slug} ({version.commit[:12] or 'no commit'})", file=sys.stderr)
        with checked_out(root, version) as tree:
            build_version(tree, version, part.resolve() / version.slug, base)
    join_versions(part, versions, base)
    shutil.rmtree(out, ignore_errors=True)
    part.rename(out)
    return versions


def main() -> int:
    parser = argparse.ArgumentParser(description="Build several versions of the site.")
    parser.add_argument("refs", nargs="*", help="oldest first; default: all tags, then latest")
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--out", type=Path, default=ROOT / "_site" / "versions")
    parser.add_argument("--base-url", default="http://127.0.0.1:8000/")
    options = parser.parse_args()
    try:
        build_versions(options.root, options.refs, options.out, options.base_url)
    except CannotBuild as error:
        print(f"versions: {error}", file=sys.stderr)
        return 1
    print(f"The versions are built: {options.out}/index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
