"""Main themes: topics that hang together, one level up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.topicmodel.communities import communities

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["themes"]

_RESOLUTION: Final = 1.0
"""At a quarter of the topics' resolution, hospital feedback fell into a single theme."""
_FEWEST: Final = 4
"""Fewer topics need no themes above them: each is its own."""


def themes(
    graph: Any,  # noqa: ANN401 - scipy ships no types
    labels: NDArray[np.int32],
    *,
    seed: int,
) -> NDArray[np.int32]:
    """The theme of each topic: communities in the graph whose nodes are the topics.

    Topics are never torn apart: a theme is made of whole topics.

    Args:
        graph: the graph in which the topics were found. Shape (n, n).
        labels: the topics, 0 to t-1, -1 for none. Shape (n,).
        seed: same seed, same themes.

    Returns:
        Shape (t,), the theme of most topics is 0.

    >>> from scipy.sparse import csr_array
    >>> between = np.zeros((4, 4))
    >>> between[[0, 1, 2, 3], [1, 0, 3, 2]] = 1  # two pairs of topics
    >>> themes(csr_array(between), np.arange(4, dtype=np.int32), seed=0).tolist()
    [0, 0, 1, 1]
    """
    from scipy.sparse import csr_array

    count = int(labels.max(initial=-1)) + 1
    if count < _FEWEST:
        return np.arange(count, dtype=np.int32)
    inside = np.flatnonzero(labels >= 0)
    shape = (count, len(labels))
    member = csr_array((np.ones(len(inside)), (labels[inside], inside)), shape=shape)
    between = (member @ graph @ member.T).toarray()
    np.fill_diagonal(between, 0)
    # What a pair has beyond what its sizes let expect; a topic's own edges would hold it alone.
    ends = between.sum(axis=1)
    expected = np.outer(ends, ends) / max(ends.sum(), 1e-12)
    above = csr_array(np.where(between > expected, between, 0))
    above.sort_indices()
    return communities(above, resolution=_RESOLUTION, seed=seed)
