"""What can be set: the tables and keys of ``.github/triage.toml``, with their bounds.

The defaults fit tensorflow/models. ``config_file`` reads such a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta

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
        writes_per_run: by one command; a process that serves counts anew each day (UTC).
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
        ask_for_versions: count the versions of TensorFlow and Python to that; another project
            switches it off.
        mention_duplicates: name older issues that are likely the same.
        welcome: thank whoever reports for the first time.
        suggest_closing: say of an answered issue nobody wrote to that it may be closed.
    """

    label_categories: bool = True
    label_types: bool = True
    comment: bool = True
    list_likely: bool = True
    ask_for_information: bool = True
    ask_for_versions: bool = True
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
        category: folder of a model that learned the names of the categories, or their labels.
        type: folder of a model that learned the names of the types, or their labels.
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
