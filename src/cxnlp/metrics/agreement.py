"""Agreement of levels: confusion, macro-F1, quadratic kappa."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["confusion", "macro_f1", "quadratic_weighted_kappa"]


def confusion(
    true: NDArray[np.integer], answered: NDArray[np.integer], *, levels: int = len(ServiceLevel)
) -> NDArray[np.int64]:
    """How often each true level (row) was answered with each level (column).

    Args:
        true: 1 to `levels`. Shape (n,).
        answered: 1 to `levels`. Shape (n,).
        levels: number of levels.

    Returns:
        Counts. Shape (levels, levels).

    >>> confusion(np.array([1, 1, 2]), np.array([1, 2, 2]), levels=2)
    array([[1, 1],
           [0, 1]])
    """
    place = (np.asarray(true, np.int64) - 1) * levels + np.asarray(answered, np.int64) - 1
    return np.bincount(place, minlength=levels**2).reshape(levels, levels)


def macro_f1(
    true: NDArray[np.integer], answered: NDArray[np.integer], *, levels: int = len(ServiceLevel)
) -> float:
    """Mean over levels of the F1 score (van Rijsbergen 1979), 0 to 1.

    Levels that neither occur nor are answered do not count.

    Args:
        true: 1 to `levels`. Shape (n,).
        answered: 1 to `levels`. Shape (n,).
        levels: number of levels.

    >>> round(macro_f1(np.array([1, 1, 2]), np.array([1, 2, 2])), 3)
    0.667
    """
    counts = confusion(true, answered, levels=levels)
    seen = counts.sum(axis=0) + counts.sum(axis=1)
    if not seen.any():
        return float("nan")
    return float(np.mean(2 * np.diagonal(counts)[seen > 0] / seen[seen > 0]))


def quadratic_weighted_kappa(
    true: NDArray[np.integer], answered: NDArray[np.integer], *, levels: int = len(ServiceLevel)
) -> float:
    """Chance-corrected agreement with squared distances (Cohen 1968), at most 1.

    Not a number where all levels, true and answered, are the same one.

    Args:
        true: 1 to `levels`. Shape (n,).
        answered: 1 to `levels`. Shape (n,).
        levels: number of levels.

    >>> quadratic_weighted_kappa(np.array([1, 2, 3]), np.array([1, 2, 3]))
    1.0
    """
    counts = confusion(true, answered, levels=levels)
    place = np.arange(levels)
    cost = np.subtract.outer(place, place) ** 2
    total = counts.sum()
    by_chance = (np.outer(counts.sum(axis=1), counts.sum(axis=0)) * cost).sum()
    if total == 0 or by_chance == 0:
        return float("nan")
    return float(1 - total * (counts * cost).sum() / by_chance)
