"""Communities: found in the edges, numbered by size, the same for the same seed."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from scipy.sparse import block_diag, csr_array

from cxnlp.errors import MissingDependencyError
from cxnlp.topicmodel.communities import communities, renumbered
from cxnlp.topicmodel.consensus import consensus


def cliques(*sizes: int) -> Any:  # noqa: ANN401 - scipy ships no types
    """Groups in which all are bound to each other, and to nobody else."""
    return csr_array(block_diag([np.ones((size, size)) - np.eye(size) for size in sizes]))


def test_a_graph_whose_nodes_hang_on_nothing_is_no_trouble() -> None:
    """The library behind would end the process."""
    from scipy.sparse import csr_array

    pair = csr_array(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0.0]]))
    assert communities(pair, resolution=1, seed=0).tolist() == [0, 0, 1]
    weightless = csr_array(([0.0, 0.0], ([0, 1], [1, 0])), shape=(2, 2))
    assert consensus(weightless, resolution=1, seed=0).tolist() == [0, 1]


def test_groups_that_nothing_binds_are_told_apart_the_largest_first() -> None:
    found = communities(cliques(3, 5), resolution=1, seed=0)
    assert found.tolist() == [1] * 3 + [0] * 5
    assert found.dtype == np.int32


def test_a_higher_resolution_gives_more_and_smaller_groups() -> None:
    """Two fives: an edge within weighs 1, chance lets expect 16 / 40 = 0.4 of it."""
    two = cliques(5, 5)
    assert communities(two, resolution=2.4, seed=0).max() + 1 == 2
    assert communities(two, resolution=2.6, seed=0).max() + 1 == 10


def test_the_graph_is_left_as_it_was() -> None:
    graph = cliques(3, 3)
    graph.data[:2] = 0
    before = graph.copy()
    communities(graph, resolution=1, seed=0)
    assert np.array_equal(graph.data, before.data)
    assert np.array_equal(graph.indptr, before.indptr)


def test_no_nodes_are_no_groups() -> None:
    assert communities(csr_array((0, 0)), resolution=1, seed=0).tolist() == []


@pytest.mark.parametrize(
    ("labels", "numbers"),
    [
        ([7, 3, 3, 9], [1, 0, 0, 2]),
        ([5, 1, 5, 1], [0, 1, 0, 1]),  # of equal size, the first seen first
        ([2, 0, 0, 1, 1], [2, 0, 0, 1, 1]),
        ([], []),
    ],
)
def test_groups_are_numbered_by_size_then_by_first_sight(
    labels: list[int], numbers: list[int]
) -> None:
    assert renumbered(np.array(labels, np.int64)).tolist() == numbers


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "graspologic_native", None)
    with pytest.raises(MissingDependencyError, match=r"cxnlp\[topics\]"):
        communities(cliques(2), resolution=1, seed=0)
