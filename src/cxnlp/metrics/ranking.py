"""Ranking: how well a score puts one sort of row above the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["auroc"]


def auroc(positive: NDArray[np.bool_], score: NDArray[np.floating]) -> float:
    """Probability that a positive row scores above a negative one (Hanley and McNeil 1982).

    Equal scores count half. Not a number where one sort is missing.

    Args:
        positive: shape (n,).
        score: shape (n,).

    >>> auroc(np.array([True, False, True]), np.array([0.9, 0.5, 0.5]))
    0.75
    """
    positive = np.asarray(positive, bool)
    many, few = int(positive.sum()), int((~positive).sum())
    if not many or not few:
        return float("nan")
    _, inverse, count = np.unique(score, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count - 1) / 2
    return float((middle[inverse][positive].sum() - many * (many + 1) / 2) / (many * few))
