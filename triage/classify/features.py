"""Documents to numbers: words and word pairs, letters inside words, signals, and measures.

In: ``Document``s. Out: for each, the indexes of its features and their weights (TF-IDF, each
kind of words and letters scaled to length one; a signal is there or not; a measure's logarithm,
in units of its spread). The vocabulary is learned once and travels as data.
No scikit-learn: prediction must start fast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from triage.classify.signals import MEASURES, Document
from triage.text import identifier_parts

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

TEXT_KINDS = ("words", "letters", "title", "opening")
KINDS = (*TEXT_KINDS, "signals", "measures")
"""All kinds of features, in the order of their indexes; a vocabulary need not have each."""
OPENING = 60
"""Words of a body that count as its opening."""
LEAST_SPREAD = 0.3
"""A measure that hardly varies is not blown up further than one of this spread."""
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


def opening_features(document: Document) -> Iterator[str]:
    """The beginning of the body on its own: words and pairs."""
    opening = document.body[:OPENING]
    yield from opening
    yield from (f"{a} {b}" for a, b in pairwise(opening))


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
            self._listed.extend((kind, name) for kind, ids in self.names.items() for name in ids)
        return self._listed[at]

    @property
    def _ends(self) -> list[int]:
        """Where each kind of text ends."""
        sizes = [len(self.names[kind]) for kind in TEXT_KINDS if kind in self.names]
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
        """Learn the vocabulary: features of the kinds in ``least`` (signals among them), each
        found in at least ``least[kind]`` documents. All measures are kept."""
        kinds = [kind for kind in KINDS if kind in least]
        seen: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
        for document in documents:
            for kind in kinds:
                seen[kind].update(_kept[kind](document))
        names: dict[str, dict[str, int]] = {}
        counts: list[int] = []
        for kind in kinds:
            if kind == "measures":
                kept = list(MEASURES)
            else:
                kept = sorted(name for name, n in seen[kind].items() if n >= least[kind])
            names[kind] = {name: len(counts) + at for at, name in enumerate(kept)}
            counts += [seen[kind][name] for name in kept]
        total = len(documents)
        idf = np.log((1 + total) / (1 + np.array(counts, dtype=np.float64))) + 1
        if "measures" in names:
            idf[-len(MEASURES) :] = _units(documents)
        return cls(names, idf)

    def transform(self, document: Document) -> tuple[Ints, Floats]:
        """Indexes and weights of the features of one document, the indexes ascending."""
        found = self._known("words", word_features(document))
        if "letters" in self.names:
            for part in (document.title, document.body):
                for word in part:
                    found += self._letters(word)
        found += self._title(document)
        if "opening" in self.names:
            found += self._known("opening", opening_features(document))
        flags = sorted(self._known("signals", document.signals))
        ids, weights = self._weigh(np.array(found, dtype=np.int32))
        measures, values = self._measures(document)
        return (
            np.concatenate([ids, np.array(flags, dtype=np.int32), measures]),
            np.concatenate([weights, np.ones(len(flags)), values]),
        )

    def _measures(self, document: Document) -> tuple[Ints, Floats]:
        if "measures" not in self.names:
            return _NO_MEASURES
        ids = np.arange(self.size - len(MEASURES), self.size, dtype=np.int32)
        return ids, np.log1p(document.measures) * self.idf[ids]

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


_NO_MEASURES = np.empty(0, dtype=np.int32), np.empty(0)

_kept: dict[str, Callable[[Document], set[str]]] = {
    "words": lambda document: set(word_features(document)),
    "letters": lambda document: {
        run for word in {*document.title, *document.body} for run in letters(word)
    },
    "title": lambda document: {*title_features(document)}.union(
        *map(title_letters, document.title)
    ),
    "opening": lambda document: set(opening_features(document)),
    "signals": lambda document: set(document.signals),
    "measures": lambda _: set(),
}
"""The features of a document, by kind."""


def _units(documents: Sequence[Document]) -> Floats:
    """What to multiply measures' logarithms by: all of them together count like one kind."""
    values = np.log1p(np.array([document.measures for document in documents], dtype=np.float64))
    return np.asarray(1 / np.maximum(values.std(axis=0), LEAST_SPREAD) / np.sqrt(len(MEASURES)))
