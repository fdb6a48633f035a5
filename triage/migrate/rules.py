"""What is known of a TensorFlow 1 name: the rules of ``tf_upgrade_v2``, and native replacements.

Input: ``tables/upgrade.json`` (generated), ``tables/native.toml``, ``tables/contrib.toml`` (hand-
written). Output: ``Native`` by name, and the renames and argument changes as they are.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from triage.migrate.kinds import TABLES
from triage.migrate.target import api

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Native:
    """What a symbol becomes: the kind of finding, and what to write instead.

    ``valid``: TensorFlow 2 has the name too, so that it is a trace of TensorFlow 1 only beside
    others.
    """

    kind: str
    to: str | None
    valid: bool = False


def native(symbol: str) -> Native | None:
    """The rule for a name or the longest name above it, None if there is none."""
    return _longest(_natives(), symbol)


def listed(symbol: str) -> bool:
    """Whether a rule names exactly this symbol."""
    return symbol in _natives()


def third_party(module: str) -> str | None:
    """What replaces a package that needs TensorFlow 1, by the name that is imported."""
    return _contrib()["third-party"].get(module.partition(".")[0])


def rename(symbol: str) -> str | None:
    """The new name of a symbol, if ``tf_upgrade_v2`` has one and the target has that.

    A rule for ``tf.GraphKeys`` is one for ``tf.GraphKeys.LOSSES`` too.
    """
    old = symbol
    while old.count(".") and old not in upgrade()["renames"]:
        old = old.rpartition(".")[0]
    if not old.count("."):
        return None
    new = f"{upgrade()['renames'][old]}{symbol[len(old) :]}"
    return new if api().has(new) or api("keras-2").has(new) else None


def reordered(symbol: str) -> Sequence[str | None]:
    """The names of its arguments in the old order, None for those that kept their place."""
    found: Sequence[str | None] = upgrade()["reorders"].get(symbol, ())
    return found


def keywords(symbol: str) -> Mapping[str, str | None]:
    """New names of its keyword arguments, None for those that are gone."""
    found: Mapping[str, str | None] = upgrade()["keywords"].get(symbol, {})
    return found


def arguments(symbol: str) -> dict[str, int]:
    """Arguments that need a look, with their place from 0."""
    found = upgrade()["argument_warnings"].get(symbol, {})
    return {name: int(place) for name, (place, _) in found.items()}


def changed(symbol: str) -> bool:
    """Whether ``tf_upgrade_v2`` warns of calls of the name, or rewrites them."""
    return symbol in upgrade()["warnings"] or symbol in upgrade()["transformed"]


@cache
def upgrade() -> dict[str, Any]:
    """The rules of ``tf_upgrade_v2``, as ``collect`` wrote them."""
    found: dict[str, Any] = json.loads((TABLES / "upgrade.json").read_text("utf-8"))
    return found


@cache
def tf1_modules() -> frozenset[str]:
    """Dotted names that have names under them in the tables: ``tf.layers``, ``tf.flags`` …"""
    names = [*upgrade()["renames"], *_natives()]
    parts = (name.split(".") for name in names)
    return frozenset(".".join(p[:end]) for p in parts for end in range(1, len(p)))


@cache
def _natives() -> dict[str, Native]:
    with (TABLES / "native.toml").open("rb") as file:
        table = tomllib.load(file)
    found = {
        symbol: Native(rule["kind"], rule.get("to"), rule.get("valid", False))
        for rule in table["rule"]
        for symbol in rule["symbols"]
    }
    for symbol, to in table["names"].items():
        group = _longest(found, symbol)
        assert group is not None, f"{symbol} belongs to no rule"
        found[symbol] = replace(group, to=to)
    found |= {
        f"tf.contrib.{key}": Native("contrib", to) for key, to in _contrib()["contrib"].items()
    }
    for home in ("tf.contrib.slim", "tf_slim"):
        found |= {f"{home}.{key}": Native("slim", to) for key, to in _contrib()["slim"].items()}
        found[home] = Native("slim", "keras.layers")
    return found | {"tf.contrib": Native("contrib", None)}


@cache
def _contrib() -> dict[str, dict[str, str]]:
    with (TABLES / "contrib.toml").open("rb") as file:
        return tomllib.load(file)


def _longest(table: Mapping[str, T], symbol: str) -> T | None:
    while symbol:
        if symbol in table:
            return table[symbol]
        symbol = symbol.rpartition(".")[0]
    return None
