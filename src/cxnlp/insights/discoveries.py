"""The false discovery rate over many tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["adjusted"]


def adjusted(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Benjamini-Hochberg q-values of p-values, of the same shape.

    >>> adjusted(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.04, 0.04]
    """
    flat = p_values.ravel()
    order = np.argsort(flat)
    ranks = np.arange(1, len(flat) + 1)
    scaled = flat[order] * (len(flat) / ranks)
    running = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    result = np.empty_like(running)
    result[order] = running
    return result.reshape(p_values.shape)
