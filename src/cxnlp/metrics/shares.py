"""Shares and their intervals: of one share, and of all parts of groups by resampling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.metrics.bootstrap import Estimate, clusters_in, resamples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Shares", "bootstrap_shares", "wilson"]


@dataclass(frozen=True)
class Shares:
    """Shares of p parts in g groups; not a number where a group has no row.

    Attributes:
        value: shape (g, p); each row sums to 1.
        low: lower ends. Shape (g, p).
        high: upper ends. Shape (g, p).
        rows: number of rows in each group. Shape (g,).
        coverage: share of such intervals that hold what they estimate.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    rows: NDArray[np.int64]
    coverage: float = 0.95

    def estimates(self) -> tuple[tuple[Estimate | None, ...], ...]:
        """Each share by itself, None in a group without rows. Shape (g, p)."""
        ends = np.stack([self.value, self.low, self.high], axis=2).tolist()
        return tuple(
            tuple(
                Estimate(value, low, high, rows, self.coverage) if rows else None
                for value, low, high in group
            )
            for group, rows in zip(ends, self.rows.tolist(), strict=True)
        )


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


def bootstrap_shares(
    group: NDArray[np.integer],
    part: NDArray[np.integer],
    *,
    groups: int,
    parts: int,
    clusters: Sequence[object] | NDArray[np.generic] | None = None,
    coverage: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
) -> Shares:
    """The share of every part in every group, from the resamples of `bootstrap`.

    Percentiles of a share that is 0 in a few rows say 0 to 0. So the resamples give each group's
    effective number of rows, from the spread of all its shares (Kish 1965, *Survey Sampling*; as
    Korn and Graubard 1998, *Surv. Methodol.* 24), and the ends are Wilson's for that number: no
    more than the rows, and that of its clusters where nothing spreads.
    Coverage: docs/decisions/2026-11-22-cells.md.

    Args:
        group: 0 to `groups` - 1. Shape (n,).
        part: 0 to `parts` - 1. Shape (n,).
        groups: number of groups.
        parts: number of parts.
        clusters: a customer or source for each row; whole clusters are drawn then. Of a single row
            or cluster in all no interval is known.
        coverage: of the intervals.
        draws: number of resamples.
        seed: of the resampling.

    >>> found = bootstrap_shares(np.repeat([0, 1], 20), np.zeros(40, int), groups=2, parts=2)
    >>> found.value[0].tolist(), found.high[0].round(2).tolist()
    ([1.0, 0.0], [1.0, 0.16])
    """
    place = np.asarray(group, np.int64) * parts + np.asarray(part, np.int64)
    size = groups * parts

    def counted(rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.bincount(rows, minlength=size).reshape(groups, parts)

    counts = counted(place)
    value = _parts_of(counts)
    number = np.zeros((0, groups, parts), np.int64)
    drawn = [
        counted(place[rows]) for rows in resamples(len(place), clusters, draws=draws, seed=seed)
    ]
    if drawn:
        number = np.stack(drawn)
    effective = _effective_rows(value, _parts_of(number), counts.sum(axis=1), group, clusters)
    low, high = np.full((2, groups, parts), np.nan)
    known = (counts.sum(axis=1) > 0) & bool(len(number))
    low[known], high[known] = wilson(
        value[known], np.repeat(effective[known, None], parts, axis=1), confidence=coverage
    )
    return Shares(value, low, high, counts.sum(axis=1), coverage)


def _parts_of(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Counts as shares of the last axis; not a number where all are 0."""
    total = counts.sum(axis=-1, keepdims=True)
    return np.where(total > 0, counts / np.maximum(total, 1), np.nan)


def _effective_rows(
    value: NDArray[np.float64],
    drawn: NDArray[np.float64],
    rows: NDArray[np.int64],
    group: NDArray[np.integer],
    clusters: Sequence[object] | NDArray[np.generic] | None,
) -> NDArray[np.float64]:
    """How many independent rows would spread each group's shares as they do. Shape (g,)."""
    found = rows.astype(np.float64)
    names = None if clusters is None else np.asarray(clusters)
    for one in np.flatnonzero(rows):
        shares = drawn[:, one]
        shares = shares[~np.isnan(shares[:, 0])]
        spread = float(shares.var(axis=0).sum()) if len(shares) else 0.0
        apart = 1 - float((value[one] ** 2).sum())
        if spread > 0:
            found[one] = np.clip(apart / spread, 1, rows[one])
        elif names is not None:
            found[one] = clusters_in(names[np.asarray(group) == one])
    return found
