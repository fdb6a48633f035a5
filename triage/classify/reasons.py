"""Why: what a maintainer reads beside a prediction.

In: a document, its features and how much each spoke for the category. Out: short phrases,
the strongest first. Text of the issue is quoted as it is; whoever shows it must escape it.
"""

from __future__ import annotations

import numpy as np

from triage.classify.features import Featuriser, Floats, Ints
from triage.classify.signals import Document

MAX_REASONS = 4
MAX_DETAIL = 80

_PHRASES = {
    "path": "mentions {}",
    "folder": "mentions {}",
    "program": "names the program {}",
    "import": "imports {}",
    "title-names": "the title names {}",
    "body-names": "names {}",
    "name": "names {}",
}


def reasons_for(
    document: Document, category: str, features: Featuriser, ids: Ints, spoke: Floats
) -> tuple[str, ...]:
    """Phrases for the strongest signals and words that spoke for ``category``."""
    found = {f"mentions {path[:MAX_DETAIL]}": None for path, c in document.paths if c == category}
    strongest = np.argsort(-spoke, kind="stable")[:40]
    for at in strongest:
        if len(found) >= MAX_REASONS or spoke[at] <= 0:
            break
        if phrase := _phrase(document, category, features.feature(int(ids[at]))):
            found[phrase] = None
    return tuple(list(found)[:MAX_REASONS])


def _phrase(document: Document, category: str, feature: tuple[str, str]) -> str | None:
    """One feature in words; None for what says nothing to a reader (letters, agreement)."""
    kind, name = feature
    if kind == "letters" or name.startswith(("~", "^")):
        return None
    if kind in ("words", "title"):
        return f'says "{name}"' if len(name) > 2 else None
    signal, _, value = name.partition("=")
    detail = document.signals.get(name, "")[:MAX_DETAIL]
    if signal == "error":
        return f"error line typical of {category}: {detail}"
    if signal in _PHRASES and (signal == "name" or value == category):
        return _PHRASES[signal].format(detail)
    return None
