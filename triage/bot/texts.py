"""The bot's words: ``texts.toml``, and what a configuration replaces of it.

In: a key and values. Out: text. A text may only use the names that it has here, so that a slip
is found when the configuration is read and not in public.
"""

from __future__ import annotations

import difflib
import string
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from triage.errors import WrongUse

PATH = Path(__file__).parent / "texts.toml"
MENTION = "@"


@cache
def default_texts() -> dict[str, str]:
    """Every text by its key."""
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


class Texts:
    """The texts of one configuration.

    Args:
        replaced: texts by key, instead of the packaged ones.

    Raises:
        WrongUse: a key or a name in braces that is not known, or a mention.
    """

    def __init__(self, replaced: Mapping[str, str] | None = None) -> None:
        known = default_texts()
        for key, text in (replaced or {}).items():
            if key not in known:
                near = difflib.get_close_matches(key, known, 1, 0.5)
                hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
                raise WrongUse(f"There is no text {key!r}.", hint)
            _check(key, text, names_in(known[key]))
        self._texts = {**known, **(replaced or {})}

    def say(self, key: str, **values: object) -> str:
        """A text with its names filled in."""
        return self._texts[key].format(**values).strip("\n")


def names_in(text: str) -> frozenset[str]:
    """The names in braces.

    Raises:
        ValueError: braces that are not in pairs.
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _check(key: str, text: str, allowed: frozenset[str]) -> None:
    try:
        used = names_in(text)
    except ValueError:
        raise WrongUse(
            f"The braces of the text {key!r} are not in pairs.", "Double them."
        ) from None
    unknown = sorted(used - allowed)
    if unknown:
        names = ", ".join(sorted(allowed)) or "none"
        raise WrongUse(f"The text {key!r} cannot use {{{unknown[0]}}}.", f"It has: {names}.")
    if MENTION in text:
        raise WrongUse(f"The text {key!r} would mention somebody.", "Write it without @.")
