"""From probabilities of the levels to one level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["least_expected_cost", "posterior_median"]


def posterior_median(probabilities: NDArray[np.floating]) -> NDArray[np.int8]:
    """The lowest level with at least half of the probability at or below it.

    The median makes the expected absolute error least (Laplace 1774; Berger 1985, 2.4.2).

    Args:
        probabilities: shape (n, k), worst level first, rows sum to 1.

    Returns:
        Levels from 1 to k. Shape (n,).

    >>> posterior_median(np.array([[0.2, 0.2, 0.6], [0.5, 0.0, 0.5]]))
    array([3, 1], dtype=int8)
    """
    below = np.zeros(len(probabilities))
    level = np.ones(len(probabilities), np.int8)
    for column in range(probabilities.shape[1] - 1):
        below = below + probabilities[:, column]
        level += below < 0.5  # noqa: PLR2004 - half is what makes a median
    return level


def least_expected_cost(
    probabilities: NDArray[np.floating], cost: NDArray[np.floating]
) -> NDArray[np.int8]:
    """The level with the least expected cost; the lowest one of equals.

    Args:
        probabilities: shape (n, k), worst level first, rows sum to 1.
        cost: of answering the column's level where the row's level is true. Shape (k, k).

    Returns:
        Levels from 1 to k. Shape (n,).

    >>> absolute = np.abs(np.subtract.outer(np.arange(3), np.arange(3)))
    >>> least_expected_cost(np.array([[0.2, 0.2, 0.6]]), absolute)
    array([3], dtype=int8)
    """
    expected = np.zeros((len(probabilities), cost.shape[1]))
    for true in range(cost.shape[0]):
        # No matrix product: its last bits would depend on the number of rows.
        expected += probabilities[:, true, None] * cost[true]
    level: NDArray[np.int8] = (np.argmin(expected, axis=1) + 1).astype(np.int8)
    return level
