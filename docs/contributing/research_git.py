"""What a clone of tensorflow/models holds at a commit, through git's own commands.

In: a clone or its git directory. Out: files by model folder, their texts, and what was removed.
Nothing is checked out, so a clone without a work tree will do, and nothing of it is run.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

PLACES = ("research", "official", "orbit")
ROOTS = ("research", "official", "official/legacy", "official/projects", "orbit")
"""The folders whose folders are models; orbit is one itself."""


class NoClone(Exception):  # noqa: N818 - a result, told in one line
    """Git cannot answer; the message is its own."""


def git(clone: Path, *arguments: str, data: bytes | None = None) -> bytes:
    """What a git command prints."""
    done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
        ["git", "-C", str(clone), *arguments],  # noqa: S607 - the user's own git
        input=data,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise NoClone(done.stderr.decode("utf-8", "replace").strip().splitlines()[-1])
    return done.stdout


def folder_of(path: str) -> str | None:
    """The model folder that holds a file: the one below the longest of ``ROOTS``."""
    for root in sorted(ROOTS, key=len, reverse=True):
        if path.startswith(f"{root}/"):
            rest = path[len(root) + 1 :].split("/")
            if root == "orbit":
                return root
            return f"{root}/{rest[0]}" if len(rest) > 1 else None
    return None


def read_tree(clone: Path, commit: str, *folders: str) -> dict[str, list[tuple[str, str]]]:
    """Python files and notebooks by folder, each with its blob; of all folders, or of these."""
    found: dict[str, list[tuple[str, str]]] = {}
    listing = git(clone, "ls-tree", "-r", "-z", commit, "--", *(folders or PLACES))
    for line in filter(None, listing.decode("utf-8", "replace").split("\0")):
        meta, path = line.split("\t", 1)
        folder = folder_of(path)
        if folder:
            files = found.setdefault(folder, [])
            if path.endswith((".py", ".ipynb")):
                files.append((path, meta.split()[2]))
    return found


def read_blobs(clone: Path, blobs: list[str]) -> Iterator[str]:
    """The texts of blobs, in order; one that the clone lacks is empty."""
    out = git(clone, "cat-file", "--batch", data="\n".join(blobs).encode() + b"\n")
    at = 0
    for _ in blobs:
        end = out.index(b"\n", at)
        head = out[at:end].split()
        size = 0 if head[-1] == b"missing" else int(head[2])
        yield out[end + 1 : end + 1 + size].decode("utf-8", "replace")
        at = end + 1 + (0 if head[-1] == b"missing" else size + 1)


def removals(clone: Path, commit: str) -> dict[str, tuple[str, str]]:
    """By folder that was once there, the last commit that took files out, and its description."""
    log = git(clone, "log", "--no-renames", "--format=%x01%H %cs %s", "--diff-filter=D",
              "--name-only", commit, "--", "research")  # fmt: skip
    found: dict[str, tuple[str, str]] = {}
    for block in log.decode("utf-8", "replace").split("\1")[1:]:
        subject, *paths = block.splitlines()
        commit_id, day, *words = subject.split()
        said = " ".join([*re.findall(r"#\d+", " ".join(words))[-1:], commit_id[:9], day])
        for folder in filter(None, map(folder_of, paths)):
            found.setdefault(folder, (commit_id, said))
    return found
