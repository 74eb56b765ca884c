"""What earlier topics held together stays together, unless the new texts speak against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["remember"]

_MEMORY: Final = 0.8
"""How much the earlier topics weigh (measured: docs/decisions/2026-11-22-topics-again.md)."""


def remember(graph: Any, before: NDArray[np.int32]) -> Any:  # noqa: ANN401 - scipy ships no types
    """The graph of neighbours, its edges stronger within an earlier topic, weaker between two.

    Topics that are found anew each week fall differently where they touch each other, and their ids
    with them; a bias towards the week before lets only real change through (temporal smoothness,
    Chakrabarti, Kumar & Tomkins 2006).

    Args:
        graph: symmetric, sparse. Shape (n, n).
        before: the earlier topic of each text, -1 where none fits. Shape (n,).

    >>> from scipy.sparse import csr_array
    >>> graph = csr_array(np.ones((3, 3)) - np.eye(3))
    >>> remember(graph, np.array([0, 0, 1])).toarray().round(1).tolist()
    [[0.0, 1.8, 0.2], [1.8, 0.0, 0.2], [0.2, 0.2, 0.0]]
    """
    start = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    one, other = before[start], before[graph.indices]
    known = (one >= 0) & (other >= 0)
    factor = np.where(known, np.where(one == other, 1 + _MEMORY, 1 - _MEMORY), 1.0)
    weighed = graph.copy()
    weighed.data = graph.data * factor
    return weighed
