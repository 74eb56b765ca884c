"""The difference that people know: the mean with a driver, less the mean without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.intervals import bounded_means
from cxnlp.metrics import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["difference"]

_BOTH: Final = 2
_MANY: Final = 50_000
"""Comments from which on the two intervals are one, and the quicker is taken."""


def difference(  # noqa: PLR0917 - one observation's parts, then the range
    present: NDArray[np.bool_],
    value: NDArray[np.float64],
    customer: NDArray[np.int64],
    low: float = -np.inf,
    high: float = np.inf,
    confidence: float = 0.95,
) -> Estimate | None:
    """Mean where present less mean elsewhere, with an interval clustered by customer.

    Outcomes with ends get the interval of each mean (`cxnlp.insights.intervals`), and the two are
    put together after Newcombe (1998, *Stat. Med.* 17, method 10; for any figure: Zou and Donner
    2008, *Stat. Med.* 27): right also where everybody on one side answered alike. Others get
    Welch's (1947) interval over the two clustered variances.

    Args:
        present: where the driver is. Shape (n,).
        value: the outcome. Shape (n,).
        customer: shape (n,).
        low: least value that the outcome can have.
        high: greatest value.
        confidence: level of the interval.

    Returns:
        `n` counts the comments with the driver; None with under two customers on a side.

    >>> present = np.array([True, True, False, False])
    >>> found = difference(present, np.array([1.0, 1.0, 0.0, 1.0]), np.arange(4), 0.0, 1.0)
    >>> found.value, found.n
    (0.5, 2)
    """
    side = present.astype(np.int64)
    behind = [int((np.bincount(customer[side == one]) > 0).sum()) for one in range(_BOTH)]
    if min(behind) < _BOTH:
        return None
    n = int(side.sum())
    varied = len(value) > _MANY and all(np.ptp(value[side == one]) > 0 for one in range(_BOTH))
    if np.isfinite(high - low) and not varied:
        place = (value - low) / (high - low)
        means = bounded_means(side, customer, place, groups=_BOTH, confidence=confidence)
        without, given = means.scaled(high - low, low)
        away = given.value - without.value
        down = np.hypot(given.value - given.low, without.high - without.value)
        up = np.hypot(given.high - given.value, without.value - without.low)
        return Estimate(away, away - float(down), away + float(up), n, confidence)
    return _welch(side, value, customer, behind, confidence)


def _welch(
    side: NDArray[np.int64],
    value: NDArray[np.float64],
    customer: NDArray[np.int64],
    behind: list[int],
    confidence: float,
) -> Estimate:
    from scipy.special import stdtrit

    means, variances = [], []
    for one in range(_BOTH):
        own, who = value[side == one], customer[side == one]
        mean = float(own.mean())
        total = np.bincount(who, weights=own - mean)
        g = behind[one]
        means.append(mean)
        variances.append(float((total**2).sum()) / len(own) ** 2 * g / (g - 1))
    spread = sum(variances)
    parts = sum(one**2 / (g - 1) for one, g in zip(variances, behind, strict=True))
    freedom = spread**2 / parts if parts > 0 else 1.0
    away = means[1] - means[0]
    reach = float(stdtrit(freedom, 0.5 + confidence / 2)) * spread**0.5
    return Estimate(away, away - reach, away + reach, int(side.sum()), confidence)
