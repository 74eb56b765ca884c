"""The interval of a share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["wilson"]


def wilson(
    share: NDArray[np.float64], n: NDArray[np.float64], *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Score interval of a share (Wilson 1927, *J. Am. Stat. Assoc.* 22).

    Args:
        share: values in [0, 1], any shape.
        n: sample sizes above 0, whole or effective, of the same shape.
        confidence: the interval's level, in (0, 1).

    Returns:
        Lower and upper ends, in [0, 1].

    >>> low, high = wilson(np.array([0.0]), np.array([20.0]))
    >>> print(f"{low[0]:.3f} {high[0]:.3f}")
    0.000 0.161
    """
    from scipy.special import ndtri

    z2 = float(ndtri(0.5 + confidence / 2)) ** 2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    # The formula touches the value at 0 and 1; rounding must not push it past.
    low = np.clip(np.minimum(centre - half, share), 0.0, 1.0)
    high = np.clip(np.maximum(centre + half, share), 0.0, 1.0)
    return low, high
