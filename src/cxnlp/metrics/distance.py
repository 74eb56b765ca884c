"""Distance on the scale of levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "mean_absolute_error",
    "off_by_two",
    "off_by_two_rate",
    "per_level_mean_absolute_error",
    "ranked_probability_score",
]

_FAR: Final = 2


def _distance(true: NDArray[np.integer], answered: NDArray[np.integer]) -> NDArray[np.int64]:
    return np.abs(np.asarray(true, np.int64) - np.asarray(answered, np.int64))


def mean_absolute_error(true: NDArray[np.integer], answered: NDArray[np.integer]) -> float:
    """Mean number of levels between truth and answer, 0 to 5.

    Args:
        true: 1 to 6. Shape (n,).
        answered: 1 to 6. Shape (n,).

    >>> mean_absolute_error(np.array([1, 4]), np.array([1, 2]))
    1.0
    """
    return float(_distance(true, answered).mean()) if len(true) else float("nan")


def off_by_two(true: NDArray[np.integer], answered: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which answers lie two levels or more from the truth. Shape (n,).

    Args:
        true: 1 to 6. Shape (n,).
        answered: 1 to 6. Shape (n,).

    >>> off_by_two(np.array([1, 4]), np.array([2, 2])).tolist()
    [False, True]
    """
    far: NDArray[np.bool_] = _distance(true, answered) >= _FAR
    return far


def off_by_two_rate(true: NDArray[np.integer], answered: NDArray[np.integer]) -> float:
    """Share of answers that lie two levels or more from the truth, 0 to 1.

    Args:
        true: 1 to 6. Shape (n,).
        answered: 1 to 6. Shape (n,).

    >>> off_by_two_rate(np.array([1, 4]), np.array([2, 2]))
    0.5
    """
    return float(off_by_two(true, answered).mean()) if len(true) else float("nan")


def per_level_mean_absolute_error(
    true: NDArray[np.integer], answered: NDArray[np.integer]
) -> dict[ServiceLevel, float]:
    """Mean absolute error of the rows of each true level that occurs.

    Its mean over levels is the macro-averaged error (Baccianella, Esuli and Sebastiani 2009).

    Args:
        true: 1 to 6. Shape (n,).
        answered: 1 to 6. Shape (n,).

    >>> per_level_mean_absolute_error(np.array([1, 4]), np.array([1, 2]))[ServiceLevel.DESIRED]
    2.0
    """
    distance = _distance(true, answered)
    chosen = {level: np.asarray(true) == level for level in ServiceLevel}
    return {level: float(distance[rows].mean()) for level, rows in chosen.items() if rows.any()}


def ranked_probability_score(
    true: NDArray[np.integer], probabilities: NDArray[np.floating]
) -> float:
    """Mean squared distance of cumulative probabilities from the truth (Epstein 1969), 0 to 1.

    Divided by the number of steps between levels, so that the worst answer scores 1.

    Args:
        true: 1 to k. Shape (n,).
        probabilities: shape (n, k), worst level first, rows sum to 1.

    >>> ranked_probability_score(np.array([1]), np.array([[0.5, 0.5, 0.0]]))
    0.125
    """
    if not len(true):
        return float("nan")
    kinds = probabilities.shape[1]
    below = np.cumsum(np.asarray(probabilities, np.float64), axis=1)[:, :-1]
    reached = np.asarray(true)[:, None] <= np.arange(1, kinds)
    return float(((below - reached) ** 2).sum(axis=1).mean() / (kinds - 1))
