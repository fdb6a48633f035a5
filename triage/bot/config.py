"""The bot's configuration: ``.github/triage.toml`` to one frozen dataclass.

In: a TOML file. Out: ``BotConfig``; what the file leaves out keeps the defaults, which fit
tensorflow/models. A key that does not exist, a wrong type or a number out of range is refused
with one line; an unknown key names the nearest one there is. ``schema`` is the same as JSON
Schema, for editors.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

from msgspec import Meta, ValidationError, convert
from msgspec.json import schema as json_schema

from triage.errors import BadInput, WrongUse

DEFAULT_PATH = Path(".github/triage.toml")
Share = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0)]
Label = Annotated[str, Meta(min_length=1, max_length=50)]


@dataclass(frozen=True, slots=True)
class Area:
    """One category: its label, and the paths that mean it.

    Args:
        label: the repository's own label; it must exist there.
        paths: patterns (``research/object_detection/**``) of paths named in an issue.
    """

    label: Label
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least confidence for each kind of action; below them the bot is silent.

    The defaults were chosen on the bundled issues, each judged by models that did not know it:
    ``docs/bot/backtest.md`` says how and what they give.

    Args:
        category: a category label.
        type: a type label; types are harder to tell, so few are said.
        answer: the comment with the one entry that answers; the matcher has a least confidence of
            its own besides.
        likely: an entry in the comment with the two or three likely ones.
        duplicate: naming an older issue.
    """

    category: Share = 0.9
    type: Share = 0.97
    answer: Share = 0.9
    likely: Share = 0.5
    duplicate: Share = 0.85


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the bot writes at most, over all issues; the rest waits for the next run.

    Args:
        writes_per_run: by one command, or one process that serves.
        writes_per_hour: in any hour, by all processes over one database.
    """

    writes_per_run: Count = 50
    writes_per_hour: Count = 200


@dataclass(frozen=True, slots=True)
class Does:
    """What the bot may do at all; each can be switched off.

    Args:
        label_categories: put on the label of the category.
        label_types: put on the label of the type.
        comment: write its one comment.
        list_likely: name two or three entries when it is not sure of one.
        ask_for_information: say which versions, error text or sections are missing.
        mention_duplicates: name older issues that are likely the same.
        welcome: thank whoever reports for the first time.
        suggest_closing: say of an answered issue nobody wrote to that it may be closed.
    """

    label_categories: bool = True
    label_types: bool = True
    comment: bool = True
    list_likely: bool = True
    ask_for_information: bool = True
    mention_duplicates: bool = True
    welcome: bool = False
    suggest_closing: bool = True


@dataclass(frozen=True, slots=True)
class Quiet:
    """Where the bot keeps silent.

    Args:
        labels: an issue with one of them is left alone.
        authors: whose issues are left alone.
        stale_days: after so many days without a word an answered issue may be suggested for
            closing.
    """

    labels: tuple[Label, ...] = ("no-triage",)
    authors: tuple[str, ...] = ()
    stale_days: Annotated[int, Meta(ge=1)] = 60


@dataclass(frozen=True, slots=True)
class Models:
    """Models of your own, made by ``triage train``: folders, relative to the working folder.

    Args:
        packaged: use those for tensorflow/models where no other is named; without them the path
            patterns alone decide.
        category: folder of a model whose label is the name of a category.
        type: folder of a model whose label is the name of a type.
    """

    packaged: bool = True
    category: str | None = None
    type: str | None = None


def _categories() -> dict[str, Area]:
    return {
        "odapi": Area("models:research:odapi"),
        "official": Area("models:official"),
        "research": Area("models:research"),
    }


def _types() -> dict[str, str]:
    return {
        "bug": "type:bug",
        "support": "type:support",
        "feature": "type:feature",
        "docs": "type:docs",
        "build_install": "type:build/install",
        "performance": "type:performance",
    }


@dataclass(frozen=True, slots=True)
class BotConfig:
    """Everything that can be set.

    Args:
        site: address of the knowledge base; comments link to it. Without one there are no
            answers, only labels.
        categories: by the name of the category.
        types: label by type.
        texts: replace the bot's own words by key (``docs/bot/texts.md``).
    """

    site: str = ""
    categories: dict[str, Area] = field(default_factory=_categories)
    types: dict[str, Label] = field(default_factory=_types)
    thresholds: Thresholds = field(default_factory=Thresholds)
    limits: Limits = field(default_factory=Limits)
    does: Does = field(default_factory=Does)
    quiet: Quiet = field(default_factory=Quiet)
    models: Models = field(default_factory=Models)
    texts: dict[str, str] = field(default_factory=dict)

    def managed(self) -> frozenset[str]:
        """All labels the bot may ever put on or take off."""
        return frozenset(area.label for area in self.categories.values()) | frozenset(
            self.types.values()
        )


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
