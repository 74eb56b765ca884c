"""Straight-line change of a share or a mean per 30 days, clustered by customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.metrics import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["slopes"]

_MONTH: Final = 30 * 86_400e6
"""30 days in microseconds."""
_FEWEST: Final = 4
"""Customers behind a line; through fewer points a line is no trend."""


def slopes(
    group: NDArray[np.int64],
    comment: NDArray[np.int64],
    value: NDArray[np.float64],
    *,
    when: NDArray[np.datetime64],
    cluster: NDArray[np.int64],
    groups: int,
    confidence: float = 0.95,
) -> list[Estimate | None]:
    """Least-squares change per 30 days of each group's value over all comments.

    The line runs over all comments; one that is not listed under a group counts there as 0. For a
    0/1 value it is thus the change of a share (a linear probability model: its coefficient is the
    best straight line through the share, whatever its true shape). The variance is the
    cluster-robust sandwich with residuals (Liang and Zeger 1986), small-sample factor G/(G-1), and
    Student's t with as many degrees of freedom as customers behind the group, less two.

    Args:
        group: group of each observation. Shape (m,).
        comment: position in `when` of each observation. Shape (m,).
        value: its value. Shape (m,).
        when: date of every comment, without NaT. Shape (n,), datetime64[us].
        cluster: customer of every comment. Shape (n,).
        groups: number of groups.
        confidence: level of the intervals.

    Returns:
        One per group; None where the dates are all the same, where under four customers stand
        behind the group (a line through less is no trend), or where nothing varies, so that no
        interval can be told.

    >>> days = np.array(["2026-01-01", "2026-01-31"] * 4, "datetime64[us]")
    >>> every = np.arange(8)
    >>> said = np.array([1.0, 3.0, 1.0, 3.0, 2.0, 4.0, 0.0, 2.0])
    >>> line = slopes(every * 0, every, said, when=days, cluster=every, groups=1)
    >>> round(line[0].value, 6)
    2.0
    """
    from scipy.special import stdtrit

    n = len(when)
    if n == 0:
        return [None] * groups
    stamp = when.astype(np.int64)
    time = (stamp - stamp.min()) / _MONTH
    time -= time.mean()
    spread = float((time**2).sum())
    if spread <= 0:
        return [None] * groups
    width = int(cluster.max()) + 1
    slope = np.bincount(group, weights=time[comment] * value, minlength=groups) / spread
    level = np.bincount(group, weights=value, minlength=groups) / n
    # Per customer: sum of t(y - a - bt) = own - a*T - b*Q, with y = 0 where nothing is listed.
    own_time = np.bincount(cluster, weights=time, minlength=width)
    own_square = np.bincount(cluster, weights=time**2, minlength=width)
    pairs, place = np.unique(group * width + cluster[comment], return_inverse=True)
    own = np.asarray(np.bincount(place, weights=time[comment] * value), np.float64)
    own_group, own_cluster = pairs // width, pairs % width
    tt, tq, qq = (own_time**2).sum(), (own_time * own_square).sum(), (own_square**2).sum()

    def per_group(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(own_group, weights=weights, minlength=groups), np.float64)

    meat = (
        per_group(own**2)
        - 2 * level * per_group(own * own_time[own_cluster])
        - 2 * slope * per_group(own * own_square[own_cluster])
        + level**2 * tt
        + 2 * level * slope * tq
        + slope**2 * qq
    )
    customers = np.bincount(own_group, minlength=groups)
    everyone = int(np.count_nonzero(np.bincount(cluster, minlength=width)))
    error = np.sqrt(np.maximum(meat, 0.0) * everyone / max(everyone - 1, 1)) / spread
    reach = error * stdtrit(np.maximum(customers - 2, 1), 0.5 + confidence / 2)
    n_of = np.bincount(group, minlength=groups)
    return [
        Estimate(float(b), float(b - half), float(b + half), int(count), confidence)
        if behind >= _FEWEST and half > 0
        else None
        for b, half, count, behind in zip(slope, reach, n_of, customers, strict=True)
    ]
