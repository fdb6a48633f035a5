"""The API of the TensorFlow that code is moved to: which dotted names it has.

Input: ``tables/api.json``, recorded from an installed TensorFlow (``collect``). A name is followed
as far as modules go; what a class or a value has is not looked at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from triage.migrate.kinds import TABLES


class Api:
    """The names of one TensorFlow with one Keras.

    Args:
        modules: the names in each module, by its dotted name from ``tf``.
    """

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = {module: frozenset(names.split()) for module, names in modules.items()}

    def missing(self, symbol: str) -> str | None:
        """The first part of a dotted name that is not there; None if the name resolves."""
        module, *rest = symbol.split(".")
        for name in rest:
            if module not in self._modules:
                return None
            if name not in self._modules[module]:
                return f"{module}.{name}"
            module = f"{module}.{name}"
        return None

    def has(self, symbol: str) -> bool:
        """Whether a dotted name resolves."""
        return self.missing(symbol) is None

    def is_module(self, symbol: str) -> bool:
        """Whether a dotted name is a module of the API."""
        return symbol in self._modules


@cache
def target() -> str:
    """The version that names are compared with."""
    return str(_table()["target"])


@cache
def api(keras: str = "keras-3") -> Api:
    """The target's names; with ``keras-2`` those of TF_USE_LEGACY_KERAS=1."""
    return Api(_table()[keras])


@cache
def _table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((TABLES / "api.json").read_text("utf-8"))
    return found
