"""Which resolution: as fine as the keywords still stand together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.topicmodel.communities import communities
from cxnlp.topicmodel.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from cxnlp.topicmodel.coherence import WordsByText

__all__ = ["Trial", "find_resolution"]

_LADDER: Final = (1.0, 1.4, 2.0, 2.8, 4.0)
_GIVEN_UP: Final = 0.05
"""Coherence that is given up for finer topics (measured: docs/decisions/2026-11-21-topics.md)."""


@dataclass(frozen=True)
class Trial:
    """What one resolution gave.

    Attributes:
        resolution: the resolution.
        topics: how many communities of fair size.
        coherence: their mean NPMI.
    """

    resolution: float
    topics: int
    coherence: float


def find_resolution(
    graph: Any,  # noqa: ANN401 - scipy ships no types
    words: WordsByText,
    *,
    seed: int,
    large: Callable[[NDArray[np.int32]], NDArray[np.int32]],
) -> tuple[float, tuple[Trial, ...]]:
    """The largest resolution whose keywords are nearly as coherent as the best.

    Args:
        graph: the graph of neighbours. Shape (n, n).
        words: the words of its texts.
        seed: of the single run at each resolution.
        large: marks the members of communities that are too small with -1.

    Returns:
        The resolution, and what each gave.

    >>> from scipy.sparse import block_diag, csr_array
    >>> from cxnlp.topicmodel.coherence import words_by_text
    >>> graph = csr_array(block_diag([np.ones((3, 3)) - np.eye(3)] * 2))
    >>> words = words_by_text(["late tram"] * 3 + ["good soup"] * 3)
    >>> find_resolution(graph, words, seed=0, large=lambda labels: labels)[0]
    4.0
    """

    def attempt(resolution: float) -> Trial:
        labels = large(communities(graph, resolution=resolution, seed=seed))
        coherence = words.npmi(labels)
        return Trial(resolution, len(coherence), float(np.mean(coherence)))

    trials = side_by_side(attempt, _LADDER)
    best = max(trial.coherence for trial in trials)
    fine = [trial for trial in trials if trial.coherence >= best - _GIVEN_UP]
    return max(trial.resolution for trial in fine), tuple(trials)
