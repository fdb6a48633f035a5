"""Choose what is kept of a payload beside its record.

Left out: addresses that can be rebuilt (``url``, ``*_url``, apart from ``html_url`` and
``issue_url``), ``node_id``, nulls, reactions when there are none, what lies deeper than eight
levels, and title or body beyond a million characters.
"""

from __future__ import annotations

from collections.abc import Mapping

MAX_TEXT = 1_000_000
"""Characters kept of a title or body; GitHub itself allows 65,536."""

MAX_DEPTH = 8
MOST_SHAPES = 1000
MOST_KEYS = 100
KEPT_URLS = frozenset({"html_url", "issue_url"})


def slim(payload: Mapping[str, object]) -> dict[str, object]:
    """The part of a payload worth keeping; slimming it again changes nothing."""
    reactions = payload.get("reactions")
    if isinstance(reactions, dict) and reactions.get("total_count") == 0:
        payload = {**payload, "reactions": None}
    raw = _slim_dict(payload, MAX_DEPTH)
    for key in ("title", "body"):
        if key in payload:
            raw[key] = text_of(payload[key])
    return raw


def _slim_dict(value: Mapping[str, object], depth: int) -> dict[str, object]:
    # Runs over every object of every payload, which are of a few shapes.
    return {
        key: _slim_nested(item, depth - 1) if type(item) in _NESTED else item
        for key in _KEPT[tuple(value)]
        if (item := value[key]) is not None
    }


def _slim_nested(value: object, depth: int) -> object:
    if depth == 0:
        return None
    if isinstance(value, dict):
        return _slim_dict(value, depth)
    if isinstance(value, list):
        return [_slim_nested(v, depth - 1) if type(v) in _NESTED else v for v in value]
    return value


class _Kept(dict[tuple[str, ...], tuple[str, ...]]):
    """By the keys of an object, those worth keeping; worked out once for each shape."""

    def __missing__(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        kept = tuple([key for key in keys if not _is_noise(key)])
        if len(self) < MOST_SHAPES and len(keys) < MOST_KEYS:
            self[keys] = kept
        return kept


def _is_noise(key: str) -> bool:
    return key in ("url", "node_id") or (key.endswith("_url") and key not in KEPT_URLS)


_KEPT = _Kept()
_NESTED = (dict, list)


def text_of(value: object) -> str:
    """The text, without the halves of characters that no encoding can write."""
    if not isinstance(value, str):
        return ""
    text = value[:MAX_TEXT]
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")
