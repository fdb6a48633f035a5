"""Small JavaScript modules as one classic script.

Input: a folder of modules that import each other by ``./name.js``. Output: one script in which
they stand in the order in which they need each other. One file is one request, and a classic
script, unlike a module, also runs where a site is opened from the disk (``file://``). Nothing is
rewritten but ``import`` and ``export``; comments on lines of their own and indentation stay behind.
"""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.-]+\.js)";\n', re.MULTILINE)
KIND = r"(?:const|let|class|(?:async )?function\*?)"
EXPORT = re.compile(rf"^export (?={KIND} (\w+))", re.MULTILINE)
NAME = re.compile(rf"^(?:export )?{KIND} (\w+)", re.MULTILINE)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)
COMMENT = re.compile(r"^[ ]*//.*\n", re.MULTILINE)
INDENTATION = re.compile(r"^ +", re.MULTILINE)


class BundleError(ValueError):
    """A module that cannot be put with the others."""


def bundle(folder: Path, first: str) -> str:
    """The script that runs ``first`` with all that it needs.

    Raises:
        BundleError: a module or a name in it is missing, or stands twice; modules need each other
            in a circle; or an import or export is written in another way.
    """
    parts: dict[str, str] = {}
    exported: dict[str, set[str]] = {}
    owners: dict[str, str] = {}
    _add(folder, first, (), parts, exported, owners)
    body = "\n".join(parts.values())
    return f'(() => {{\n"use strict";\n{body}}})();\n'


def _add(
    folder: Path,
    name: str,
    path: tuple[str, ...],
    parts: dict[str, str],
    exported: dict[str, set[str]],
    owners: dict[str, str],
) -> None:
    if name in path:
        raise BundleError(f"{name} needs itself: {' → '.join((*path, name))}")
    if name in parts:
        return
    source = _read(folder, name)
    for match in IMPORT.finditer(source):
        _add(folder, match[2], (*path, name), parts, exported, owners)
        wanted = {item.strip() for item in match[1].split(",")} - {""}
        if missing := sorted(wanted - exported[match[2]]):
            raise BundleError(f"{name}: {match[2]} exports no {', '.join(missing)}")
    exported[name] = set(EXPORT.findall(source))
    for item in NAME.findall(source):
        if owners.setdefault(item, name) != name:
            raise BundleError(f"{name}: {item} is also a name of {owners[item]}")
    text = INDENTATION.sub("", COMMENT.sub("", EXPORT.sub("", IMPORT.sub("", source))))
    if left := LEFT_OVER.search(text):
        raise BundleError(f"{name}: {left[0]!r} is not written as this can read")
    parts[name] = text.strip("\n") + "\n"


def _read(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except OSError as error:
        raise BundleError(f"{name} cannot be read: {error.strerror}") from None
