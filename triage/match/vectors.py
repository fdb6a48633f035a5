"""Lists of terms to sparse vectors, weighted by how rare a term is.

Input: documents as lists of terms. Output: SciPy matrices with one row a document. Rarity is
that of BM25; a document's cosine uses damped counts.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Matrix = Any
"""A ``scipy.sparse.csr_matrix`` of floats (SciPy carries no types)."""
Array = npt.NDArray[np.float64]
BM25_SATURATION = 1.2
BM25_LENGTH = 0.5
STRANGERS = 512
"""Columns for terms of no document."""
HASH_BITS = 26
"""The browser knows terms by these bits of their CRC-32 (``hash_of``), not by a list of words."""


class TermSpace:
    """The terms of a set of documents, each with its rarity (the IDF of BM25).

    A term that no document has still counts in the length of what it is looked up for, as if one
    document had it: else an issue would seem the better understood the stranger its words are.
    """

    def __init__(self, documents: Sequence[Iterable[str]], always: Iterable[str] = ()) -> None:
        frequency: Counter[str] = Counter(dict.fromkeys(always, 0))
        for document in documents:
            frequency.update(set(document))
        terms = sorted(frequency)
        self.column = {term: at for at, term in enumerate(terms)}
        self.known = len(terms)
        self.by_hash = {hash_of(term): at for at, term in reversed([*enumerate(terms)])}
        counts = np.array([max(frequency[term], 1) for term in terms] + [1] * STRANGERS)
        self.rarity: Array = np.log1p((len(documents) - counts + 0.5) / (counts + 0.5))

    def count(self, documents: Iterable[Iterable[str]]) -> Matrix:
        """How often each document has each term; terms that are not known are left out."""
        starts, columns, values = [0], [], []
        for document in documents:
            found = Counter(self.column_of(term) for term in document)
            for column in sorted(found):
                columns.append(column)
                values.append(found[column])
            starts.append(len(columns))
        shape = (len(starts) - 1, len(self.rarity))
        data = np.array(values, dtype=float)
        return sparse.csr_matrix((data, np.array(columns, dtype=np.int32), starts), shape=shape)

    def column_of(self, term: str) -> int:
        """The column of a term; strangers share a few columns in which no document has weight.

        A stranger with the hash of a known term (one in ten thousand) is taken for that term.
        """
        column = self.column.get(term)
        if column is None:
            stranger = self.known + _crc(term) % STRANGERS
            column = self.by_hash.get(hash_of(term), stranger)
        return column

    def mark(self, terms: Container[str]) -> npt.NDArray[np.bool_]:
        """Which columns belong to one of the terms."""
        return np.array([term in terms for term in self.column] + [False] * STRANGERS)

    def without(self, counts: Matrix, drop: npt.NDArray[np.bool_]) -> Matrix:
        """The same documents without the terms that ``drop`` marks."""
        kept = counts.copy()
        kept.data = np.where(drop[kept.indices], 0.0, kept.data)
        kept.eliminate_zeros()
        return kept

    def weigh(self, counts: Matrix, power: float = 1.0) -> Matrix:
        """TF-IDF rows of length one: their products are cosines; ``power`` is that of rarity."""
        weights = (1.0 + np.log(counts.data)) * self.rarity[counts.indices] ** power
        return _scaled(counts, weights, np.sqrt(row_sums(counts, weights**2)))

    def share(self, counts: Matrix) -> Matrix:
        """Each row's terms by rarity, summing to one: products with presence are shares."""
        weights = self.rarity[counts.indices]
        return _scaled(counts, weights, row_sums(counts, weights))

    def saturate(self, counts: Matrix) -> Matrix:
        """BM25's damped counts, with long documents held down (rarity is on the query's side)."""
        length = row_sums(counts)
        length = length / max(float(length.mean()) if len(length) else 1.0, 1e-9)
        hold = BM25_SATURATION * (1 - BM25_LENGTH + BM25_LENGTH * length[_row_of(counts)])
        damped = counts.copy()
        damped.data = damped.data * (BM25_SATURATION + 1) / (damped.data + hold)
        return damped


def hash_of(term: str) -> int:
    """The number a term is known by in the browser: the first bits of its CRC-32."""
    return _crc(term) >> (32 - HASH_BITS)


def _crc(term: str) -> int:
    return zlib.crc32(term.encode("utf-8", "replace"))


def presence(counts: Matrix) -> Matrix:
    """One where a document has a term."""
    found = counts.copy()
    found.data = np.ones_like(found.data)
    return found


def row_sums(matrix: Matrix, data: Array | None = None) -> Array:
    """The sum of every row; ``data`` stands for the stored numbers."""
    values = matrix.data if data is None else data
    return np.asarray(np.bincount(_row_of(matrix), values, matrix.shape[0]), dtype=float)


def _row_of(matrix: Matrix) -> npt.NDArray[np.intp]:
    """The row of each stored number."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def _scaled(matrix: Matrix, data: Array, by: Array) -> Matrix:
    """``data`` in the matrix's places, each row divided by its number unless that is zero."""
    scaled = matrix.copy()
    scaled.data = data / np.where(by > 0, by, 1.0)[_row_of(matrix)]
    return scaled


class Stack:
    """Matrices over the same terms, which are multiplied with in one step.

    For a single issue the products themselves cost nothing, each call of SciPy does.
    """

    def __init__(self, **parts: Matrix) -> None:
        ends = np.cumsum([part.shape[0] for part in parts.values()]).tolist()
        starts = [0, *ends[:-1]]
        self._slices = dict(zip(parts, map(slice, starts, ends), strict=True))
        self._turned = sparse.vstack([*parts.values()]).T.tocsr()

    def dot(self, rows: Matrix) -> dict[str, Array]:
        """By name, the products of ``rows`` with the rows of each matrix, dense."""
        product = dot(rows, self._turned)
        return {name: product[:, part] for name, part in self._slices.items()}


def dot(left: Matrix, right: Matrix) -> Array:
    """All products of the rows of two matrices, dense; ``right`` comes transposed."""
    product = left @ right
    return np.asarray(product.toarray() if sparse.issparse(product) else product, dtype=float)
