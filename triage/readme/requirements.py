"""Check that what a model needs can be installed, today and later.

In: the folder of the model and its ``Document``. Out: problems. Versions are read with the rules of
pip; no index is asked whether they exist.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from triage.readme.check_sections import Found, find_section
from triage.readme.document import Document
from triage.readme.problems import ProblemCode

FILE = "requirements.txt"
MAX_BYTES = 64 * 1024
TOOLS = ("pip", "setuptools", "wheel")
PINS = ("==", "~=", "===")
WITH_VALUE = ("-r", "--requirement", "-c", "--constraint", "-e", "--editable", "-i", "--index-url",
              "--extra-index-url", "-f", "--find-links", "-t", "--target")  # fmt: skip


def check_requirements(document: Document, folder: Path) -> Found:
    """What cannot be installed as it was."""
    section = find_section(document, "Requirements")
    line = section.heading.line if section and section.heading else 1
    codes = section.codes if section else []
    commands = [(code.line, names) for code in codes for names in _installs(code.text)]
    prose = " ".join(words for _, words in section.prose) if section else ""
    if section and not commands and "pip install" not in prose:
        yield ProblemCode.INSTALL, "Requirements shows no command that installs them.", line
    for at, names in commands:
        for name in names:
            if not _is_pinned(name):
                yield ProblemCode.PIN, f"{name[:80]!r} is not pinned to a version.", at
    file = folder / FILE
    if file.is_file():
        for name in _lines(file):
            if not _is_pinned(name):
                yield ProblemCode.PIN, f"{FILE}: {name[:80]!r} is not pinned to a version.", line
    elif not (folder / "INSTALL.md").is_file():
        yield ProblemCode.REQUIREMENTS, f"The folder has no {FILE}.", line


def _installs(text: str) -> Iterator[list[str]]:
    """The packages that each ``pip install`` of a block names; none for ``-r file``."""
    for command in text.replace("\\\n", " ").splitlines():
        try:
            words = shlex.split(command, comments=True)
        except ValueError:
            words = command.split()
        pip = next(
            (at for at, word in enumerate(words) if word.rpartition("/")[2].startswith("pip")), -1
        )
        if words[pip + 1 : pip + 2] == ["install"]:
            yield list(_packages(words[pip + 2 :]))


def _packages(words: list[str]) -> Iterator[str]:
    skip = False
    for word in words:
        if word in ("&&", ";", "|", "||"):
            return
        if not skip and not word.startswith("-") and not word.startswith((".", "/")):
            yield word
        skip = word in WITH_VALUE


def _is_pinned(name: str) -> bool:
    try:
        requirement = Requirement(name)
    except InvalidRequirement:
        return "://" in name and "@" in name.rpartition("/")[2]  # a commit of a repository
    if requirement.url or requirement.name in TOOLS:
        return True
    return any(specifier.operator in PINS for specifier in requirement.specifier)


def _lines(file: Path) -> Iterator[str]:
    """The requirements of a file, without comments and options."""
    try:
        with file.open("rb") as stream:
            text = stream.read(MAX_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return
    for line in text.replace("\\\n", " ").splitlines():
        requirement = line.partition(" #")[0].strip()
        if requirement and not requirement.startswith(("#", "-")):
            yield requirement.partition(" --")[0].strip()
