"""Turn the text of an answer into Python objects."""

from __future__ import annotations

import json

import orjson

from triage.github.retry import Trouble


def decode(text: str, status: int = 200) -> object:
    """JSON as Python objects that every encoding and database can write.

    Raises:
        Trouble: an answer 200 that is no JSON. Other answers may hold anything.
    """
    try:
        return orjson.loads(text)
    except ValueError:
        pass
    try:
        # Halves of characters (\\ud800) are legal in JSON and nowhere else.
        loose = json.dumps(json.loads(text), ensure_ascii=False)
        return orjson.loads(loose.encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        if status != 200:
            return None
        html = text.lstrip()[:1] == "<"
        raise Trouble("broken", "HTML instead of JSON" if html else "broken JSON") from None
