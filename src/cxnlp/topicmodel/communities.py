"""Groups in a graph of neighbours: their number is found, not given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cxnlp.errors import MissingDependencyError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["communities", "renumbered"]


def communities(graph: Any, *, resolution: float, seed: int) -> NDArray[np.int32]:  # noqa: ANN401
    """The communities of a graph by Leiden (Traag, Waltman & van Eck 2019), modularity.

    Args:
        graph: symmetric, sparse. Shape (n, n).
        resolution: above 1 for more and smaller communities (Reichardt & Bornholdt 2006).
        seed: same seed, same communities.

    Returns:
        Community of each node, the largest is 0; a node without edges is alone. Shape (n,).

    Raises:
        MissingDependencyError: graspologic-native is not installed.

    >>> from scipy.sparse import csr_array
    >>> pair_and_loner = csr_array(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0.0]]))
    >>> communities(pair_and_loner, resolution=1, seed=0).tolist()
    [0, 0, 1]
    """
    try:
        from graspologic_native import leiden_csr
    except ImportError as error:
        raise MissingDependencyError.of("graspologic-native", "topics") from error
    labels = np.arange(graph.shape[0], dtype=np.int64)
    weighed = graph
    if not graph.data.all():
        weighed = graph.copy()
        weighed.eliminate_zeros()
    # The library ends the process where a node has no edge of any weight: those stay alone.
    bound = np.flatnonzero(np.diff(weighed.indptr) > 0)
    if len(bound):
        part = weighed[bound][:, bound].tocsr() if len(bound) < len(labels) else weighed
        _, found = leiden_csr(
            part.indptr.astype(np.int64, copy=False),
            part.indices.astype(np.int32, copy=False),
            part.data.astype(np.float64, copy=False),
            len(bound),
            resolution=resolution,
            seed=seed,
        )
        each = map(found.__getitem__, range(len(bound)))
        labels[bound] = len(labels) + np.fromiter(each, np.int64, len(bound))
    return renumbered(labels)


def renumbered(labels: NDArray[np.int64]) -> NDArray[np.int32]:
    """The same groups, numbered by size, the largest 0; of equal size, the first seen first.

    >>> renumbered(np.array([7, 3, 3, 9])).tolist()
    [1, 0, 0, 2]
    """
    _, first, inverse, count = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(first), np.int32)
    rank[np.lexsort((first, -count))] = np.arange(len(first), dtype=np.int32)
    numbered: NDArray[np.int32] = rank[inverse]
    return numbered
