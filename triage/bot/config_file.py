"""The bot's configuration from a file: ``.github/triage.toml`` to ``BotConfig``.

What the file leaves out keeps the defaults. A key that does not exist, a wrong type or a number
out of range is refused with one line; an unknown key names the nearest one there is. ``schema``
is the same as JSON Schema, for editors.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec import ValidationError, convert
from msgspec.json import schema as json_schema

from triage.bot.config import BotConfig
from triage.errors import BadInput, WrongUse

DEFAULT_PATH = Path(".github/triage.toml")


def load_config(path: Path | None = None) -> BotConfig:
    """The configuration of a file; without a path that of the default file, if there is one.

    Raises:
        WrongUse: the file does not exist, or holds what cannot be meant.
        BadInput: it is no TOML.
    """
    if path is None:
        if not DEFAULT_PATH.is_file():
            return BotConfig()
        path = DEFAULT_PATH
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise WrongUse(
            f"{path} cannot be read: {reason}.", "Give the file with --config."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path} is no TOML: {error}.", "See docs/bot/configuration.md") from None
    return parse_config(values, str(path))


def parse_config(values: dict[str, Any], name: str = "triage.toml") -> BotConfig:
    """The configuration of what a TOML file holds.

    Raises:
        WrongUse: an unknown key, a wrong type, a number out of range.
    """
    _refuse_unknown(BotConfig, values, "", name)
    try:
        config = convert(values, BotConfig)
    except ValidationError as error:
        raise WrongUse(f"{name}: {error}.", "See docs/bot/configuration.md") from None
    _refuse_twins(config, name)
    return config


def schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    made = json_schema(BotConfig)
    for part in made["$defs"].values():
        if "properties" in part:
            part["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _refuse_unknown(kind: Any, values: object, where: str, name: str) -> None:
    """Look for keys that no field has, in the tables of tables too."""
    if not isinstance(values, dict):
        return
    hints = get_type_hints(kind)
    known = [item.name for item in fields(kind)]
    for key, value in values.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1, 0.5)
            hint = f"Did you mean {where}{near[0]}?" if near else f"Known: {', '.join(known)}."
            raise WrongUse(f"{name}: there is no {where}{key}.", hint)
        inner = hints[key]
        parts = get_args(inner)
        if is_dataclass(inner):
            _refuse_unknown(inner, value, f"{where}{key}.", name)
        elif parts and is_dataclass(parts[-1]) and isinstance(value, dict):
            for each, item in value.items():
                _refuse_unknown(parts[-1], item, f"{where}{key}.{each}.", name)


def _refuse_twins(config: BotConfig, name: str) -> None:
    labels = [area.label for area in config.categories.values()] + list(config.types.values())
    folded = [label.casefold() for label in labels]
    for label in labels:
        if folded.count(label.casefold()) > 1:
            raise WrongUse(f"{name}: the label {label!r} stands for two things.", "Use it once.")
        if label in config.quiet.labels:
            raise WrongUse(
                f"{name}: the label {label!r} is also one to keep silent.", "Use it once."
            )
    if config.site and not config.site.startswith(("https://", "http://127.0.0.1")):
        raise WrongUse(f"{name}: site is no https address.", "Like https://kb.example.org/latest")
