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
    if title:
        yield from (f"^{title[0]}", f"^{' '.join(title[:2])}")


def title_letters(word: str) -> list[str]:
    """Letters of a word of the title, told from those of other words."""
    return [f"~{run}" for run in letters(word)]


@dataclass(slots=True)
class Featuriser:
    """The vocabulary: feature names by kind, and how rare each is."""

    names: dict[str, dict[str, int]]
    idf: Floats
    _letter_ids: dict[str, list[int]] = field(default_factory=dict, repr=False, compare=False)
    _title_ids: dict[str, list[int]] = field(default_factory=dict, repr=False, compare=False)
    _listed: list[tuple[str, str]] = field(default_factory=list, repr=False, compare=False)

    def feature(self, at: int) -> tuple[str, str]:
        """(kind, name) of a feature by its index."""
        if not self._listed:
            self._listed.extend((kind, name) for kind in KINDS for name in self.names[kind])
        return self._listed[at]

    @property
    def _ends(self) -> list[int]:
        """Where each kind but the signals ends."""
        sizes = [len(self.names[kind]) for kind in KINDS[:-1]]
        return [sum(sizes[: at + 1]) for at in range(len(sizes))]

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
            seen["title"].update(
                {*title_features(document)}.union(*map(title_letters, document.title))
            )
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
        """Indexes and weights of the features of one document, the indexes ascending."""
        found = self._known("words", word_features(document))
        for part in (document.title, document.body):
            for word in part:
                found += self._letters(word)
        found += self._title(document)
        flags = sorted(self._known("signals", document.signals))
        ids, weights = self._weigh(np.array(found, dtype=np.int32))
        return (
            np.concatenate([ids, np.array(flags, dtype=np.int32)]),
            np.concatenate([weights, np.ones(len(flags))]),
        )

    def _known(self, kind: str, features: Iterable[str]) -> list[int]:
        get = self.names[kind].get
        return [at for feature in features if (at := get(feature)) is not None]

    def _letters(self, word: str) -> list[int]:
        ids = self._letter_ids.get(word)
        if ids is None:
            ids = self._known("letters", letters(word))
            if len(self._letter_ids) < MAX_CACHED_WORDS:
                self._letter_ids[word] = ids
        return ids

    def _title(self, document: Document) -> list[int]:
        found = self._known("title", title_features(document))
        for word in document.title:
            ids = self._title_ids.get(word)
            if ids is None:
                ids = self._known("title", title_letters(word))
                if len(self._title_ids) < MAX_CACHED_WORDS:
                    self._title_ids[word] = ids
            found += ids
        return found

    def _weigh(self, found: Ints) -> tuple[Ints, Floats]:
        """Count, damp, weigh by rarity, and scale each kind to length one."""
        found.sort()
        if not len(found):
            return found, np.empty(0)
        is_new = np.empty(len(found), dtype=np.bool_)
        is_new[0] = True
        np.not_equal(found[1:], found[:-1], out=is_new[1:])
        starts = np.flatnonzero(is_new)
        ids = found[starts]
        counts = np.empty(len(starts))
        counts[:-1] = starts[1:] - starts[:-1]
        counts[-1] = len(found) - starts[-1]
        weights = (1 + np.log(counts)) * self.idf[ids]
        start = 0
        for end in ids.searchsorted(self._ends).tolist():
            part = weights[start:end]
            if len(part):
                part /= np.sqrt(part @ part)
            start = end
        return ids, weights
