"""The repository's own names: which category a directory, a program or a model speaks for.

In: ``gazetteer.json`` beside this module (its ``about`` says where the names came from), and
paths, file names or words of an issue. Out: ``odapi``, ``official``, ``research``, ``other``
or nothing. Names are facts; how much each weighs is learned by ``triage.classify``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from triage.text.tokens import words

_FILE = Path(__file__).with_name("gazetteer.json")
MAX_DEPTH = 40
_ROOTS = ("official", "research")
_ONLY_AT_ROOT = frozenset(
    "autoencoder compression gan inception marco resnet slim street transformer".split()
)
"""Old top-level directories whose name means something else deeper in a path."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by kind, each with its category; ``names`` are keyed by their words."""

    directories: dict[str, str]
    folders: dict[str, str]
    programs: dict[str, str]
    names: dict[tuple[str, ...], str]
    longest: dict[str, int]
    """First word of a name to the number of words in the longest name it begins."""

    def of_path(self, path: str) -> str | None:
        """The category of a path whose root can be recognised, or None.

        The path may begin above the repository (``/home/me/…``) or below ``research``.
        """
        parts = path.lower().split("#", 1)[0].split("/")[:MAX_DEPTH]
        for at, part in enumerate(parts):
            if found := self.directories.get("/".join(parts[at : at + 2])):
                if part not in _ROOTS or at + 1 < len(parts):
                    return found
                continue
            found = self.directories.get(part) if len(parts) > 1 else None
            if found and (at == 0 or part not in _ONLY_AT_ROOT):
                return found
        return None

    def of_folder(self, path: str) -> str | None:
        """The category of the first folder of a path that stands in one category only."""
        parts = path.lower().split("/")[:MAX_DEPTH]
        return next((self.folders[part] for part in parts if part in self.folders), None)

    def of_program(self, name: str) -> str | None:
        """The category of a program or notebook found in one category only."""
        return self.programs.get(name.lower())

    def names_in(self, tokens: list[str]) -> list[tuple[str, str]]:
        """(name, category) of the models named in a text, longest first at each place."""
        tokens = name_parts(tokens)
        found: dict[str, str] = {}
        at = 0
        while at < len(tokens):
            for length in range(self.longest.get(tokens[at], 0), 0, -1):
                name = tuple(tokens[at : at + length])
                if name in self.names:
                    found[" ".join(name)] = self.names[name]
                    at += len(name) - 1
                    break
            at += 1
        return list(found.items())


def name_parts(tokens: list[str]) -> list[str]:
    """Words with their underscores undone: ``faster_rcnn`` and ``faster rcnn`` are one name."""
    return [part for token in tokens for part in token.split("_") if part]


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer that travels with the package, read once."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    names = {tuple(name_parts(words(name))): cat for name, cat in data["names"].items()}
    longest: dict[str, int] = {}
    for name in names:
        longest[name[0]] = max(longest.get(name[0], 0), len(name))
    return Gazetteer(
        directories=data["directories"],
        folders=data["folders"],
        programs=data["programs"],
        names=names,
        longest=longest,
    )
