"""How soon something happens, where for some it may still happen: shares by a day, and medians."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.insights.intervals import Estimates
from cxnlp.metrics import wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["happened_by", "median_time"]


def happened_by(
    time: NDArray[np.float64],
    happened: NDArray[np.bool_],
    group: NDArray[np.int64],
    *,
    groups: int,
    horizon: float,
    confidence: float = 0.95,
) -> Estimates:
    """Share to whom it happens by the horizon, in every group (Kaplan and Meier 1958).

    Who is not followed up to the horizon counts as long as they are. The interval is Wilson's with
    the effective sample size of Greenwood's variance (1926), as Rothman (1978, *J. Chronic Dis.*
    31) proposed.

    Args:
        time: until it happened, or until the end of watching; 0 and up. Shape (n,).
        happened: whether it happened. Shape (n,).
        group: group of each, -1 for none. Shape (n,).
        groups: number of groups.
        horizon: by when, in the unit of `time`.
        confidence: level of the intervals.

    Returns:
        Shares; `n` counts all that were watched; NaN where nobody was watched up to the horizon.

    >>> time, happened = np.array([1.0, 2.0, 2.0, 5.0]), np.array([True, False, True, False])
    >>> found = happened_by(time, happened, np.zeros(4, np.int64), groups=1, horizon=4)
    >>> round(float(found.value[0]), 6)
    0.5
    """
    held = group >= 0
    time, happened, group = time[held], happened[held], group[held]
    n = np.bincount(group, minlength=groups).astype(np.int64)
    order = np.lexsort((time, group))
    time, happened, group = time[order], happened[order], group[order]
    new = np.ones(len(time), np.bool_)
    new[1:] = (time[1:] != time[:-1]) | (group[1:] != group[:-1])
    step = np.cumsum(new) - 1
    first = np.flatnonzero(new)
    of = group[first]
    starts = np.concatenate([[0], np.cumsum(n)])[of]
    at_risk = (n[of] - (first - starts)).astype(np.float64)
    events = np.bincount(step, weights=happened, minlength=len(first))
    counts = time[first] <= horizon
    with np.errstate(divide="ignore", invalid="ignore"):
        log_left = np.where(counts & (events > 0), np.log1p(-events / at_risk), 0.0)
        greenwood = np.where(counts & (events > 0), events / (at_risk * (at_risk - events)), 0.0)
        left = np.exp(np.bincount(of, weights=log_left, minlength=groups))
        spread = np.bincount(of, weights=greenwood, minlength=groups) * left**2
        watched = np.bincount(group, weights=time >= horizon, minlength=groups)
        settled = np.bincount(group, weights=happened & (time <= horizon), minlength=groups)
        share = 1 - left
        effective = np.where(spread > 0, share * left / spread, watched + settled)
        # Greenwood's variance cannot say more than that all were followed to the end.
        effective = np.minimum(effective, n)
        low, high = wilson(share, effective, confidence=confidence)
    unknown = (n == 0) | ((watched == 0) & (left > 0))
    share, low, high = (np.where(unknown, np.nan, end) for end in (share, low, high))
    return Estimates(share, low, high, n, confidence)


def median_time(time: NDArray[np.float64], happened: NDArray[np.bool_]) -> float:
    """The time by which it has happened to half of them (Kaplan and Meier 1958); inf if not yet.

    >>> median_time(np.array([1.0, 2.0, 3.0, 9.0]), np.array([True, True, True, False]))
    2.0
    """
    order = np.argsort(time, kind="stable")
    moments, step = np.unique(time[order], return_inverse=True)
    at_risk = len(time) - np.searchsorted(time[order], moments)
    events = np.bincount(step, weights=happened[order], minlength=len(moments))
    left = np.cumprod(1 - events / np.maximum(at_risk, 1))
    reached = np.flatnonzero(left <= 0.5 + 1e-12)
    return float(moments[reached[0]]) if len(reached) else float("inf")
