"""Documents to numbers: words and word pairs, letters inside words, and signals.

In: ``Document``s. Out: for each, the indexes of its features and their weights (TF-IDF, each
kind of words and letters scaled to length one; a signal is there or not). The vocabulary is
learned once and travels as data.
No scikit-learn: prediction must start fast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from triage.classify.signals import Document
from triage.text import identifier_parts

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

KINDS = ("words", "letters", "title", "signals")
MAX_CACHED_WORDS = 50_000


def letters(word: str) -> list[str]:
    """Runs of 3 to 5 letters of a word, its ends marked by blanks."""
    padded = f" {word} "
    size = len(padded)
    return [padded[at : at + n] for n in (3, 4, 5) for at in range(size - n + 1)] or [padded]


def word_features(document: Document) -> Iterator[str]:
    """Words, neighbouring pairs, and the parts of identifiers."""
    for part in (document.title, document.body):
        yield from part
        yield from (f"{a} {b}" for a, b in pairwise(part))
        for word in part:
            if "_" in word:
                yield from identifier_parts(word)


def title_features(document: Document) -> Iterator[str]:
    """The title on its own: words, pairs, how it begins, and letters across its words."""
    title = document.title
    yield from title
    yield from (f"{a} {b}" for a, b in pairwise(title))
    yield from (f"^{title[0]}", f"^{' '.join(title[:2])}") if title else ()
    for word in title:
        for run in letters(word):
            yield f"~{run}"


@dataclass(slots=True)
class Featuriser:
    """The vocabulary: feature names by kind, and how rare each is."""

    names: dict[str, dict[str, int]]
    idf: Floats
    _letter_ids: dict[str, list[int]] = field(default_factory=dict, repr=False, compare=False)
    _listed: list[tuple[str, str]] = field(default_factory=list, repr=False, compare=False)

    def feature(self, at: int) -> tuple[str, str]:
        """(kind, name) of a feature by its index."""
        if not self._listed:
            self._listed.extend((kind, name) for kind in KINDS for name in self.names[kind])
        return self._listed[at]

    @property
    def size(self) -> int:
        """How many features there are."""
        return len(self.idf)

    @classmethod
    def fit(
        cls,
        documents: Sequence[Document],
        *,
        least: dict[str, int],
    ) -> Featuriser:
        """Learn the vocabulary: features found in at least ``least[kind]`` documents."""
        seen: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
        for document in documents:
            unique = set(document.title + document.body)
            seen["words"].update(set(word_features(document)))
            seen["letters"].update({run for word in unique for run in letters(word)})
            seen["title"].update(set(title_features(document)))
            seen["signals"].update(set(document.signals))
        names: dict[str, dict[str, int]] = {}
        counts: list[int] = []
        for kind in KINDS:
            kept = sorted(name for name, n in seen[kind].items() if n >= least[kind])
            names[kind] = {name: len(counts) + at for at, name in enumerate(kept)}
            counts += [seen[kind][name] for name in kept]
        total = len(documents)
        idf = np.log((1 + total) / (1 + np.array(counts, dtype=np.float64))) + 1
        return cls(names, idf)

    def transform(self, document: Document) -> tuple[Ints, Floats]:
        """Indexes and weights of the features of one document."""
        parts = [
            self._weigh("words", self._known("words", word_features(document))),
            self._weigh("letters", self._letters(document)),
            self._weigh("title", self._known("title", title_features(document))),
            self._flags(document),
        ]
        return (
            np.concatenate([ids for ids, _ in parts]),
            np.concatenate([weights for _, weights in parts]),
        )

    def _known(self, kind: str, features: Iterable[str]) -> list[int]:
        get = self.names[kind].get
        return [at for feature in features if (at := get(feature)) is not None]

    def _flags(self, document: Document) -> tuple[Ints, Floats]:
        """Signals are there or not: each weighs the same, in a short text as in a long one."""
        ids = np.array(sorted(self._known("signals", document.signals)), dtype=np.int32)
        return ids, np.ones(len(ids))

    def _letters(self, document: Document) -> list[int]:
        cache = self._letter_ids
        found: list[int] = []
        for part in (document.title, document.body):
            for word in part:
                ids = cache.get(word)
                if ids is None:
                    ids = self._known("letters", letters(word))
                    if len(cache) < MAX_CACHED_WORDS:
                        cache[word] = ids
                found += ids
        return found

    def _weigh(self, kind: str, found: list[int]) -> tuple[Ints, Floats]:
        """Count, damp, weigh by rarity, and scale to the kind's share."""
        if not found:
            return np.empty(0, np.int32), np.empty(0, np.float64)
        ids, counts = np.unique(np.array(found, dtype=np.int32), return_counts=True)
        weights = (1 + np.log(counts)) * self.idf[ids]
        return ids, weights * (1.0 / np.sqrt(weights @ weights))
