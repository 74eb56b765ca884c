"""Consensus: what many seeds agree on, instead of the luck of one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.topicmodel.communities import communities
from cxnlp.topicmodel.threads import side_by_side

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["consensus"]

_RUNS: Final = 10
_ROUNDS: Final = 2
"""Measured: docs/decisions/2026-11-21-topics.md."""


def consensus(graph: Any, *, resolution: float, seed: int) -> NDArray[np.int32]:  # noqa: ANN401
    """Communities on which many runs of Leiden agree.

    Each edge of the graph is weighed by the share of runs that keep its ends together, twice over,
    and the graph so weighed is cut once more (after Lancichinetti & Fortunato 2012, on the edges
    of the graph alone, so that memory grows with the edges and not with the pairs).

    Args:
        graph: symmetric, sparse. Shape (n, n).
        resolution: see `communities`.
        seed: same seed, same communities.

    Returns:
        Community of each node, the largest is 0. Shape (n,).

    >>> from scipy.sparse import block_diag, csr_array
    >>> triangle = np.ones((3, 3)) - np.eye(3)
    >>> consensus(csr_array(block_diag([triangle, triangle])), resolution=1, seed=0).tolist()
    [0, 0, 0, 1, 1, 1]
    """
    weighed = graph.copy()
    start = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    for turn in range(_ROUNDS):
        first = (seed * _ROUNDS + turn) * _RUNS + 1
        one_of_many = partial(_kept_edges, weighed, start, resolution)
        together = sum(side_by_side(one_of_many, range(first, first + _RUNS)))
        # Edges that no run keeps stay in place at no weight, so that the shape never changes.
        weighed.data = graph.data * together / _RUNS
    return communities(weighed, resolution=resolution, seed=seed)


def _kept_edges(
    graph: Any,  # noqa: ANN401 - scipy ships no types
    start: NDArray[np.int64],
    resolution: float,
    seed: int,
) -> NDArray[np.int64]:
    """1 for each edge whose ends one run keeps together, else 0."""
    found = communities(graph, resolution=resolution, seed=seed)
    kept: NDArray[np.int64] = (found[start] == found[graph.indices]).astype(np.int64)
    return kept
