"""Intervals of levels: how often they hold the truth, how wide they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["interval_coverage", "interval_holds", "interval_width", "per_level_coverage"]


def interval_holds(true: NDArray[np.integer], intervals: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which intervals hold the true level. Shape (n,).

    Args:
        true: 1 to 6. Shape (n,).
        intervals: lowest and highest level. Shape (n, 2).

    >>> interval_holds(np.array([2, 5]), np.array([[1, 2], [1, 4]])).tolist()
    [True, False]
    """
    held: NDArray[np.bool_] = (intervals[:, 0] <= true) & (true <= intervals[:, 1])
    return held


def interval_coverage(true: NDArray[np.integer], intervals: NDArray[np.integer]) -> float:
    """Share of intervals that hold the true level, 0 to 1.

    Args:
        true: 1 to 6. Shape (n,).
        intervals: lowest and highest level. Shape (n, 2).

    >>> interval_coverage(np.array([2, 5]), np.array([[1, 2], [1, 4]]))
    0.5
    """
    return float(interval_holds(true, intervals).mean()) if len(true) else float("nan")


def interval_width(intervals: NDArray[np.integer]) -> float:
    """Mean number of levels in an interval, 1 to 6.

    Args:
        intervals: lowest and highest level. Shape (n, 2).

    >>> interval_width(np.array([[1, 2], [1, 4]]))
    3.0
    """
    if not len(intervals):
        return float("nan")
    return float((intervals[:, 1].astype(np.int64) - intervals[:, 0] + 1).mean())


def per_level_coverage(
    true: NDArray[np.integer], intervals: NDArray[np.integer]
) -> dict[ServiceLevel, float]:
    """Coverage among the rows of each true level that occurs.

    Marginal coverage promises nothing for a single level (Vovk 2012): this shows what it hides.

    Args:
        true: 1 to 6. Shape (n,).
        intervals: lowest and highest level. Shape (n, 2).

    >>> {int(k): v for k, v in per_level_coverage(np.array([2]), np.array([[1, 2]])).items()}
    {2: 1.0}
    """
    held = interval_holds(true, intervals)
    chosen = {level: np.asarray(true) == level for level in ServiceLevel}
    return {level: float(held[rows].mean()) for level, rows in chosen.items() if rows.any()}
