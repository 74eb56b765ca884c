"""Which topics come up more or less often over time, with the customer as the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["share_trends"]


def share_trends(
    customer: NDArray[np.int64],
    period: NDArray[np.int64],
    place: NDArray[np.int64],
    heard: tuple[NDArray[np.int64], NDArray[np.int64]],
    groups: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far the touches of each topic lie from where chance would put them.

    A customer counts once per period. Where nothing moves, it is chance which customers of those
    who write equally often touch a topic: the sum of their touches times their mean period has an
    exactly known mean, variance and third moment over all permutations of these customers (Wald &
    Wolfowitz 1944; the draw without replacement of Cochran 1954 and Armitage 1955 where each
    writes once). To this comes how each customer's touches lie around the customer's own mean
    period, with the sum of their squares as variance (each sign is as likely as the other), so
    that a customer who writes often is one witness, not many.

    Args:
        customer: of each touch, one per customer, period and topic. Shape (m,).
        period: its period. Shape (m,).
        place: its topic, 0 to groups-1. Shape (m,).
        heard: customer and period of each customer heard in a period, once. Shapes (h,).
        groups: number of topics.

    Returns:
        Distance in standard deviations, 0 where nothing varies, and the skewness of the
        distribution that chance gives. Shapes (groups,).

    >>> heard = np.arange(6), np.array([0, 0, 1, 1, 2, 2])
    >>> z, skewness = share_trends(np.array([4, 5]), np.array([2, 2]), np.zeros(2, int), heard, 1)
    >>> z.round(2).tolist(), skewness.round(2).tolist()
    ([1.94], [0.0])
    """
    writers = int(heard[0].max(initial=-1)) + 1
    times = np.bincount(heard[0], minlength=writers)
    mean = np.bincount(heard[0], weights=heard[1], minlength=writers) / np.maximum(times, 1)
    # 1, 2, 3-4, 5-8 periods ...: the means of customers who write more often vary less.
    stratum = np.where(times > 0, np.ceil(np.log2(np.maximum(times, 1))), 0).astype(np.int64)
    strata = int(stratum.max(initial=0)) + 1
    size = np.bincount(stratum[times > 0], minlength=strata).astype(np.float64)
    safe = np.maximum(size, 1)
    sums = np.bincount(stratum[times > 0], weights=mean[times > 0], minlength=strata)
    away = mean - (sums / safe)[stratum]
    squares, cubes = (
        np.bincount(stratum[times > 0], weights=away[times > 0] ** power, minlength=strata)
        for power in (2, 3)
    )

    pairs, each = np.unique(place * max(writers, 1) + customer, return_inverse=True)
    topic, who = pairs // max(writers, 1), pairs % max(writers, 1)
    touches = np.bincount(each, minlength=len(pairs)).astype(np.float64)
    own = np.bincount(each, weights=period - mean[customer], minlength=len(pairs))
    total = np.bincount(topic, weights=touches * away[who] + own, minlength=groups)

    cell = topic * strata + stratum[who]
    first, second, third = (
        np.bincount(cell, weights=touches**power, minlength=groups * strata).reshape(groups, strata)
        for power in (1, 2, 3)
    )
    level = first / safe
    spread = second - safe * level**2
    lean = third - 3 * level * second + 2 * safe * level**3
    variance = (spread * squares / np.maximum(size - 1, 1)).sum(axis=1)
    variance += np.bincount(topic, weights=own**2, minlength=groups)
    # With under three customers nothing leans: the two sums of cubes are zero.
    moment = (lean * cubes * size / np.maximum((size - 1) * (size - 2), 1)).sum(axis=1)
    error = np.sqrt(np.maximum(variance, 0.0))
    # What is left by rounding where nothing varies is not movement.
    varies = error > 1e-9 * max(float(heard[1].max(initial=0)), 1.0)
    return (
        np.divide(total, error, out=np.zeros(groups), where=varies),
        np.divide(moment, error**3, out=np.zeros(groups), where=varies),
    )
