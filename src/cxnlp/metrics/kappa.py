"""Agreement on names that have no order: Cohen's kappa."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["cohens_kappa"]


def cohens_kappa(true: NDArray[np.generic], answered: NDArray[np.generic]) -> float:
    """Chance-corrected agreement (J. Cohen 1960), at most 1; 0 is chance.

    Not a number where one value is all that was ever given.

    Args:
        true: any values. Shape (n,).
        answered: values of the same kind. Shape (n,).

    >>> round(cohens_kappa(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 0])), 2)
    0.5
    """
    values = np.union1d(true, answered)
    shares = [(float((true == one).mean()), float((answered == one).mean())) for one in values]
    chance = sum(first * second for first, second in shares)
    if chance >= 1 or not len(true):
        return float("nan")
    return (float((true == answered).mean()) - chance) / (1 - chance)
