"""Intervals of shares and bounded means that stay honest in small and clustered samples.

One customer's comments resemble each other, so ten of them tell less than ten customers do. The
variance is therefore the cluster-robust one of a ratio mean (Cochran 1977, *Sampling Techniques*,
ch. 9), turned into an effective sample size and put into the score interval of Wilson (1927), as
Korn and Graubard (1998, *Surv. Methodol.* 24) did for shares and Franco, Little, Louis and Slud
(2019, *J. Surv. Stat. Methodol.* 7) compared. Coverage in our own trials:
docs/decisions/2026-11-21-intervals.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.metrics import Estimate, wilson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["Estimates", "bounded_means"]

_ROUNDING: Final = 1e-9
"""A design effect this near 1 is 1."""


@dataclass(frozen=True)
class Estimates:
    """Figures of several groups with their intervals; NaN where a group has no comment.

    Attributes:
        value: shape (g,), float64.
        low: shape (g,), float64.
        high: shape (g,), float64.
        n: number of comments, shape (g,), int64.
        coverage: share of such intervals that hold what they estimate.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: NDArray[np.int64]
    coverage: float = 0.95

    def __len__(self) -> int:
        return len(self.value)

    def __getitem__(self, group: int) -> Estimate:
        return Estimate(
            float(self.value[group]),
            float(self.low[group]),
            float(self.high[group]),
            int(self.n[group]),
            self.coverage,
        )

    def __iter__(self) -> Iterator[Estimate]:
        return (self[group] for group in range(len(self)))

    def scaled(self, factor: float, shift: float = 0.0) -> Estimates:
        """The same figures times a positive `factor`, plus `shift`."""
        value, low, high = (end * factor + shift for end in (self.value, self.low, self.high))
        return Estimates(value, low, high, self.n, self.coverage)


def bounded_means(
    group: NDArray[np.int64],
    cluster: NDArray[np.int64],
    value: NDArray[np.float64],
    *,
    groups: int,
    of: NDArray[np.int64] | None = None,
    confidence: float = 0.95,
) -> Estimates:
    """Mean of `value` in every group, with clustered intervals.

    Args:
        group: group of each observation, 0 to groups-1. Shape (m,).
        cluster: customer of each observation, 0 and up. Shape (m,).
        value: observations in [0, 1]. Shape (m,).
        groups: number of groups.
        of: comments of each cluster, shape (clusters,). Given, the mean runs over all comments and
            those without an observation count as 0 (a share, or points per comment); left out, it
            runs over the group's observations.
        confidence: the intervals' level.

    Returns:
        Means in [0, 1]; `n` counts the group's observations.

    >>> value = np.array([1.0, 0.0, 1.0])
    >>> means = bounded_means(np.array([0, 0, 1]), np.arange(3), value, groups=2)
    >>> means.value.tolist(), means.n.tolist()
    ([0.5, 1.0], [2, 1])
    """
    observed = np.bincount(group, minlength=groups).astype(np.int64)
    total = np.bincount(group, weights=value, minlength=groups)
    squares = np.bincount(group, weights=value * value, minlength=groups)
    pairs, place = np.unique(
        group * (int(cluster.max(initial=0)) + 1) + cluster, return_inverse=True
    )
    own_group = pairs // (int(cluster.max(initial=0)) + 1)
    own_sum = np.bincount(place, weights=value, minlength=len(pairs))
    if of is None:
        size = observed.astype(np.float64)
        own_size = np.bincount(place, minlength=len(pairs)).astype(np.float64)
        clusters = np.bincount(own_group, minlength=groups).astype(np.float64)
        sizes_squared = np.bincount(own_group, weights=own_size**2, minlength=groups)
    else:
        own_size = of[pairs % (int(cluster.max(initial=0)) + 1)].astype(np.float64)
        size = np.full(groups, float(of.sum()))
        clusters = np.full(groups, float(np.count_nonzero(of)))
        sizes_squared = np.full(groups, float((of.astype(np.float64) ** 2).sum()))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / size
        # sum over clusters of (own sum - mean * own size) squared, opened up so that clusters
        # without an observation need no row of their own.
        spread = (
            np.bincount(own_group, weights=own_sum**2, minlength=groups)
            - 2 * mean * np.bincount(own_group, weights=own_sum * own_size, minlength=groups)
            + mean**2 * sizes_squared
        )
        n = _effective(
            mean,
            size=size,
            clusters=clusters,
            within=np.maximum(squares / size - mean**2, 0.0),
            between=np.maximum(spread, 0.0) * clusters / (clusters - 1) / size**2,
            worst=sizes_squared / size,
            confidence=confidence,
        )
        low, high = wilson(mean, n, confidence=confidence)
    return Estimates(mean, low, high, observed, confidence)


def _effective(
    mean: NDArray[np.float64],
    *,
    size: NDArray[np.float64],
    clusters: NDArray[np.float64],
    within: NDArray[np.float64],
    between: NDArray[np.float64],
    worst: NDArray[np.float64],
    confidence: float,
) -> NDArray[np.float64]:
    """Size of the simple random sample of 0s and 1s that would be as uncertain."""
    from scipy.special import ndtri, stdtrit

    z = float(ndtri(0.5 + confidence / 2))
    most = mean * (1 - mean)
    alone = within / np.maximum(size - 1, 1)
    effect = np.where((alone > 0) & (clusters > 1), between / alone, worst)
    effect = np.clip(effect, 1.0, np.maximum(worst, 1.0))
    # A handful of equal values is no proof of no variance: z^2 pseudo-observations of the largest
    # possible variance are mixed in, as many as Agresti and Coull (1998) add to a share.
    variance = (size * within + z**2 * most) / (size + z**2)
    n = np.where(most > 0, most * size / (variance * effect), size / effect)
    # An estimated design effect costs degrees of freedom (Korn and Graubard 1998).
    freedom = np.maximum(clusters - 1, 1)
    wider = (z / np.asarray(stdtrit(freedom, 0.5 + confidence / 2), np.float64)) ** 2
    return np.where(effect > 1 + _ROUNDING, n * wider, n)
