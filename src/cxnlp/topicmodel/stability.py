"""Stability: which topics come back with other seeds and other samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.topicmodel.communities import communities
from cxnlp.topicmodel.threads import side_by_side

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MOST", "comeback", "equally_fine"]

MOST: Final = 0.5
"""A topic that comes back in no more than this share of the runs is marked unstable."""
_RUNS: Final = 10
_KEPT: Final = 0.8
_SAME: Final = 0.5
"""A group with more than this Jaccard overlap is the topic come back: no two can be (Hennig 2007
calls a cluster dissolved at one half and below)."""
_FINER: Final = (1.0, 1.2, 0.85, 1.4, 0.7, 1.7, 2.0)


def equally_fine(
    graph: Any,  # noqa: ANN401 - scipy ships no types
    labels: NDArray[np.int32],
    *,
    resolution: float,
    seed: int,
) -> float:
    """The resolution at which the texts alone fall into about as many groups as were found.

    A memory of earlier topics keeps their number too, which the same resolution need not give on
    new texts. Asked at another fineness, topics would seem not to come back though their texts hold
    together (measured: docs/decisions/2026-11-22-topics-again.md).

    Args:
        graph: as in `comeback`. Shape (n, n).
        labels: as there. Shape (n,).
        resolution: the one with which they were found.
        seed: of the runs.
    """
    count = int(labels.max(initial=-1)) + 1
    least = int(np.bincount(labels[labels >= 0], minlength=1).min())

    def away(factor: float) -> int:
        sizes = np.bincount(communities(graph, resolution=factor * resolution, seed=seed))
        return abs(int((sizes >= least).sum()) - count)

    distance = side_by_side(away, _FINER)
    return resolution * _FINER[int(np.argmin(distance))]


def comeback(
    graph: Any,  # noqa: ANN401 - scipy ships no types
    labels: NDArray[np.int32],
    *,
    resolution: float,
    seed: int,
) -> NDArray[np.float64]:
    """Share of runs, each with another seed on another 80 % of the texts, that find each topic.

    Args:
        graph: of the texts alone, without any memory of earlier topics: that would confirm itself.
            Shape (n, n).
        labels: the topics, 0 to t-1, -1 for none. Shape (n,).
        resolution: the one with which they were found, or that is as fine on these texts.
        seed: of the samples.

    Returns:
        Shape (t,), 0 to 1.

    >>> from scipy.sparse import block_diag, csr_array
    >>> graph = csr_array(block_diag([np.ones((9, 9)) - np.eye(9)] * 2))
    >>> comeback(graph, np.repeat(np.arange(2, dtype=np.int32), 9), resolution=1, seed=0).tolist()
    [1.0, 1.0]
    """
    count = int(labels.max(initial=-1)) + 1
    draw = np.random.default_rng(seed)
    samples = [np.flatnonzero(draw.random(len(labels)) < _KEPT) for _ in range(_RUNS)]

    def again(run: int) -> NDArray[np.bool_]:
        kept = samples[run]
        if len(kept) < 2:  # noqa: PLR2004 - no graph is left
            return np.zeros(count, np.bool_)
        part = graph[kept][:, kept].tocsr()
        found = communities(part, resolution=resolution, seed=seed + run + 1)
        same: NDArray[np.bool_] = _best_overlap(labels[kept], found, count) > _SAME
        return same

    back: NDArray[np.float64] = np.mean(side_by_side(again, range(_RUNS)), axis=0)
    return back


def _best_overlap(
    topic: NDArray[np.int32], group: NDArray[np.int32], count: int
) -> NDArray[np.float64]:
    """The largest Jaccard overlap of each topic with any group. Shape (count,)."""
    inside = topic >= 0
    groups = int(group.max(initial=-1)) + 1
    pairs = topic[inside].astype(np.int64) * groups + group[inside]
    both = np.bincount(pairs, minlength=count * groups).reshape(count, groups)
    sizes = np.bincount(group, minlength=groups)
    either = both.sum(axis=1)[:, None] + sizes[None, :] - both
    best: NDArray[np.float64] = (both / np.maximum(either, 1)).max(axis=1, initial=0)
    return best
