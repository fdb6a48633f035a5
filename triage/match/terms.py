"""Text to terms: the units entries and issues are compared by.

Input: any text. Output: stems of words and of the parts of identifiers, stop words left out.
``label_map_util`` gives the whole and its parts, so both a pasted name and its words find it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from triage.text import identifier_parts

TOKEN = re.compile(r"\w+")
MAX_TOKEN = 60
"""Longer runs are hashes or encoded data: they say nothing."""
_COMMON = """
a about after again all also am an and any are as at be because been before but by can cant
could did do does doesn doesnt doing don dont for from get gets getting give gives got had has
have having here hello help hi how i if in into is isn it its just me my need no not now of on
one only or other our out please so some such than thank thanks that the their them then there
these they this to too try trying tried up us use used using very want wanted was we were what
when where which while who why will with work works working would you your yes know see seem
like make go way ok http https com www github blob tree master models tensorflow gt lt br td tr
div img src href quot amp
"""
STOP_WORDS = frozenset(_COMMON.split())
SYNONYMS = {
    "gcp": "cloud", "gcloud": "cloud", "mlengine": "cloud", "docs": "doc", "documentation": "doc",
    "readme": "doc", "pic": "image", "picture": "image", "img": "image", "photo": "image",
    "gpus": "gpu", "directory": "folder", "dir": "folder", "dead": "broken", "404": "broken",
    "weights": "checkpoint", "ckpt": "checkpoint", "ckpts": "checkpoint", "custom": "own",
    "infinite": "nan", "inf": "nan", "diverge": "nan", "predict": "inference",
    "prediction": "inference", "predictions": "inference", "infer": "inference",
    "demo": "example", "sample": "example", "evaluate": "eval", "evaluation": "eval",
    "evaluating": "eval", "validation": "eval", "val": "eval", "tensorflow2": "tf2",
    "tensorflow1": "tf1", "slow": "speed", "slower": "speed", "fast": "speed",
    "fps": "speed", "stuck": "hang", "freeze": "hang", "freezes": "hang", "hangs": "hang",
    "greyscale": "grayscale",
}  # fmt: skip
"""Words of this field that people use for one another."""


def terms(text: str) -> list[str]:
    """The terms of a text in reading order, with repeats.

    >>> terms("cannot import name 'label_map_util'")
    ['cannot', 'import', 'name', 'label_map_util', 'label', 'map', 'util']
    """
    found: list[str] = []
    for token in TOKEN.findall(text):
        found += terms_of_token(token)
    return found


@lru_cache(maxsize=1 << 16)
def terms_of_token(token: str) -> tuple[str, ...]:
    """The terms of one run of letters, digits and underscores; empty for a stop word."""
    if len(token) > MAX_TOKEN:
        return ()
    lower = token.lower()
    parts = identifier_parts(token)
    single = len(parts) < 2 or (lower.isalnum() and lower[-1].isdecimal())
    candidates = [lower] if single else [lower, *parts]
    return tuple(stem(item) for item in candidates if _is_term(item))


def stem(word: str) -> str:
    """A word without its commonest English ending, and with one spelling for its synonyms.

    >>> [stem(word) for word in ("training", "trained", "classes", "gcloud")]
    ['train', 'train', 'class', 'cloud']
    """
    if word in SYNONYMS:
        return SYNONYMS[word]
    if len(word) < 4 or not word.isalpha():
        return word
    cut = _without_ending(word)
    return SYNONYMS.get(cut, cut)


def _without_ending(word: str) -> str:
    for ending, keep in (("sses", 2), ("ies", 1), ("ings", 0), ("ing", 0), ("ed", 0)):
        if word.endswith(ending) and len(word) - len(ending) + keep >= 3:
            cut = word[: len(word) - len(ending) + keep]
            if keep:
                return cut
            # "stopping" has the stem of "stop"; "process" keeps its double letter.
            return cut[:-1] if cut[-1] == cut[-2] and cut[-1] not in "lsz" else cut.rstrip("e")
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _is_term(word: str) -> bool:
    return len(word) > 1 and word not in STOP_WORDS and not (word.isdecimal() and word != "404")
