"""Differences of groups drawn together as far as their spread is chance, and the ranks behind them.

The normal hierarchical model: true differences spread around 0 with an unknown standard deviation,
flat beforehand (Gelman 2006, *Bayesian Anal.* 1), integrated out on a grid, so that the intervals
know that the spread itself is uncertain (Rubin 1981, *J. Educ. Stat.* 6: the eight schools).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.intervals import Estimates

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["rank_intervals", "shrunk"]

_GRID: Final = 200
_FEWEST: Final = 3
"""Two groups show one difference, and no spread of differences."""


def shrunk(
    difference: NDArray[np.float64],
    variance: NDArray[np.float64],
    n: NDArray[np.int64],
    *,
    confidence: float = 0.95,
) -> Estimates:
    """Posterior means of the true differences with their intervals.

    Args:
        difference: found in each group; NaN is left as it is. Shape (g,).
        variance: its sampling variance, above 0. Shape (g,).
        n: observations of each group, passed on. Shape (g,).
        confidence: level of the intervals. They hold on average over the groups.

    >>> from numpy import array, full
    >>> found = shrunk(array([0.5, -0.4, 0.1, -0.2]), full(4, 0.09), full(4, 30))
    >>> bool(abs(found.value[0]) < 0.5)
    True
    """
    from scipy.special import ndtri

    z = float(ndtri(0.5 + confidence / 2))
    known = np.flatnonzero(~np.isnan(difference))
    value, half = np.full_like(difference, np.nan), np.full_like(difference, np.nan)
    if len(known) < _FEWEST:
        value[known], half[known] = difference[known], z * np.sqrt(variance[known])
        return Estimates(value, value - half, value + half, n, confidence)
    seen, noise = difference[known], variance[known]
    widest = 4 * float(np.sqrt((seen**2).mean() + noise.min()))
    spread2 = np.linspace(0, widest, _GRID) ** 2
    total = noise[None, :] + spread2[:, None]
    likelihood = -0.5 * (np.log(total) + seen**2 / total).sum(axis=1)
    weight = np.exp(likelihood - likelihood.max())
    weight /= weight.sum()
    kept = spread2[:, None] / total
    mean = weight @ (kept * seen)
    second = weight @ (kept * noise + (kept * seen) ** 2)
    value[known], half[known] = mean, z * np.sqrt(np.maximum(second - mean**2, 0.0))
    return Estimates(value, value - half, value + half, n, confidence)


def rank_intervals(
    figure: NDArray[np.float64], variance: NDArray[np.float64], *, confidence: float = 0.95
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The best and the worst rank of each group that cannot be ruled out; 1 is the highest figure.

    A group ranks below those that are surely above it: every pair is tested at a level that keeps
    all pairs of one group together (Bonferroni 1936; Mogstad, Romano, Shaikh and Wilhelm 2024,
    *Rev. Econ. Stud.* 91, marginal confidence sets).

    Args:
        figure: of each group; NaN ranks anywhere. Shape (g,).
        variance: its sampling variance. Shape (g,).
        confidence: probability with which one group's interval holds its true rank.

    >>> from numpy import array
    >>> low, high = rank_intervals(array([3.0, 1.0, 1.1]), array([0.01, 0.01, 0.01]))
    >>> low.tolist(), high.tolist()
    ([1, 2, 2], [1, 3, 3])
    """
    from scipy.special import ndtri

    count = len(figure)
    z = float(ndtri(1 - (1 - confidence) / 2 / max(count - 1, 1)))
    low, high = np.empty(count, np.int64), np.empty(count, np.int64)
    for place in range(count):  # one row at a time: thousands of agents need no square table
        ahead = figure - figure[place]
        reach = z * np.sqrt(variance + variance[place])
        low[place] = 1 + np.count_nonzero(ahead > reach)
        high[place] = count - np.count_nonzero(ahead < -reach)
    return low, high
