"""Sparse average linkage agrees with SciPy's on full tables."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from triage.match.linkage import link


@pytest.mark.parametrize("seed", range(5))
def test_groups_are_those_of_scipy(seed):
    similarity = np.random.default_rng(seed).random((40, 40))
    similarity = (similarity + similarity.T) / 2
    np.fill_diagonal(similarity, 1)
    pairs = {(i, j): similarity[i, j] for i in range(40) for j in range(i + 1, 40)}
    tree = linkage(squareform(1 - similarity, checks=False), "average")
    for threshold in (0.5, 0.6, 0.75):
        labels = fcluster(tree, 1 - threshold, "distance")
        expected = sorted(np.flatnonzero(labels == label).tolist() for label in set(labels))
        assert link(40, pairs, threshold) == expected


def test_pairs_that_are_not_given_count_as_unlike():
    chain = {(0, 1): 0.9, (1, 2): 0.8}
    assert link(3, chain, 0.5) == [[0, 1], [2]]
    assert link(3, chain, 0.4) == [[0, 1, 2]]


def test_nothing_and_single_items():
    assert link(0, {}, 0.5) == []
    assert link(2, {(0, 1): 0.1}, 0.5) == [[0], [1]]
