"""The reference pages of the bot, written from the code: settings, texts, schema.

``cog`` puts the tables into ``docs/bot/configuration.md``; ``python -m triage.bot.reference``
writes the schema beside it. Both are checked by a test.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Any

import orjson

from triage.bot.config import BotConfig
from triage.bot.config_file import schema
from triage.bot.texts import default_texts

SCHEMA = Path(__file__).parents[2] / "docs" / "bot" / "triage.schema.json"
PARTS = ("thresholds", "limits", "does", "quiet", "models")
_ARGUMENT = re.compile(r"^ {4}(\w[\w, ]*): (.*(?:\n {8}.*)*)", re.MULTILINE)


def tables() -> str:
    """A section for each table of the file."""
    config = BotConfig()
    parts = [_labels(config)]
    for name in PARTS:
        kind = type(getattr(config, name))
        parts.append(f"## `[{name}]`\n\n{_first_line(kind)}\n\n{_table(kind)}")
    return "\n\n".join(parts)


def texts_table() -> str:
    """Every text, in fences of its own."""
    shown = (f"`{key}`\n\n```text\n{text.strip()}\n```" for key, text in default_texts().items())
    return "\n\n".join(shown)


def schema_text() -> str:
    """The schema as it is published."""
    return orjson.dumps(schema(), option=orjson.OPT_INDENT_2).decode() + "\n"


def _labels(config: BotConfig) -> str:
    rows = [f"| `categories.{name}.label` | `{area.label}` |"
            for name, area in config.categories.items()]  # fmt: skip
    rows += [f"| `types.{name}` | `{label}` |" for name, label in config.types.items()]
    head = "| key | default |\n| --- | --- |"
    return "## Labels\n\n" + "\n".join([head, *rows])


def _table(kind: Any) -> str:
    said = _arguments(kind)
    rows = [
        f"| `{item.name}` | `{_default(item)}` | {said.get(item.name, '')} |"
        for item in fields(kind)
    ]
    return "\n".join(["| key | default | meaning |", "| --- | --- | --- |", *rows])


def _default(item: Field[Any]) -> str:
    value = item.default if item.default is not MISSING else None
    if is_dataclass(value):
        return ""
    return orjson.dumps(value).decode()


def _first_line(kind: Any) -> str:
    return " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())


def _arguments(kind: Any) -> dict[str, str]:
    found = {}
    for names, text in _ARGUMENT.findall(inspect.getdoc(kind) or ""):
        for name in names.split(","):
            found[name.strip()] = " ".join(text.split())
    return found


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
