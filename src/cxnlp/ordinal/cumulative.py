"""Cumulative heads: from "is it above level k?" to the probability of each level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["exceedances", "level_scores", "mean_and_spread"]

_LEAST: Final = 1e-6
"""No level is called impossible: a logarithm has to stay finite."""


def level_scores(above: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-probabilities of the levels from log-odds of lying above each level but the last.

    The binary answers are made to fall from level to level (each one at most the one before), then
    differenced (Frank and Hall 2001).

    Args:
        above: log-odds of lying above level 1, 2, ... Shape (n, k - 1).

    Returns:
        Log-probabilities, worst level first. Shape (n, k).

    >>> np.exp(level_scores(np.array([[0.0, 0.0]]))).round(2)
    array([[0.5, 0. , 0.5]])
    """
    falling = np.minimum.accumulate(np.asarray(above, np.float64), axis=1)
    # The same formula for both signs, from contiguous arrays: bits must not depend on neighbours.
    small = np.exp(-np.abs(falling))
    exceed = np.where(falling >= 0, 1.0, small) / (1.0 + small)
    edge = np.ones((len(exceed), 1))
    steps = np.concatenate([edge, exceed], axis=1) - np.concatenate([exceed, 0 * edge], axis=1)
    scores: NDArray[np.float64] = np.log(np.maximum(steps, _LEAST))
    return scores


def exceedances(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds of lying above each level but the last: what `level_scores` came from.

    Args:
        scores: unnormalised log-probabilities, worst level first. Shape (n, k).

    Returns:
        Log-odds of lying above level 1, 2, ... Shape (n, k - 1).

    >>> exceedances(np.log(np.array([[0.5, 0.25, 0.25]]))).round(3)
    array([[ 0.   , -1.099]])
    """
    share = np.exp(scores - scores.max(axis=1, keepdims=True))
    upto = np.cumsum(share, axis=1)[:, :-1]
    beyond = np.cumsum(share[:, ::-1], axis=1)[:, ::-1][:, 1:]
    odds = np.ascontiguousarray(np.maximum(beyond, _LEAST**2) / np.maximum(upto, _LEAST**2))
    logits: NDArray[np.float64] = np.log(odds)
    return logits


def mean_and_spread(
    probabilities: NDArray[np.floating],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and standard deviation of the level, level numbers taken as distances.

    Args:
        probabilities: shape (n, k), worst level first, rows sum to 1.

    Returns:
        Mean, from 1 to k, and standard deviation. Shape (n,) each.

    >>> mean_and_spread(np.array([[0.5, 0.0, 0.5]]))
    (array([2.]), array([1.]))
    """
    mean = np.zeros(len(probabilities))
    square = np.zeros(len(probabilities))
    for column in range(probabilities.shape[1]):
        mean += (column + 1) * probabilities[:, column]
        square += (column + 1) ** 2 * probabilities[:, column]
    return mean, np.sqrt(np.maximum(square - mean**2, 0))
