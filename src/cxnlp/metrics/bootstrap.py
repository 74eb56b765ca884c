"""Intervals for any measure by resampling rows, or whole clusters of rows."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["Estimate", "bootstrap", "clusters_in", "resamples"]

_LEAST: Final = 2
"""Rows or clusters, below which nothing is known of others."""
_NOBODY: Final = frozenset({"", "None", "nan"})
"""What stands where a row has no cluster."""


@dataclass(frozen=True)
class Estimate:
    """A figure with its uncertainty. Where a figure or its interval is not known, words say so.

    Attributes:
        value: the measure on all rows.
        low: lower end of the interval.
        high: upper end of the interval.
        n: number of rows behind it.
        coverage: share of such intervals that hold what they estimate.
    """

    value: float
    low: float
    high: float
    n: int
    coverage: float = 0.95

    def __str__(self) -> str:
        if not isfinite(self.value):
            return "no number"
        if not (isfinite(self.low) and isfinite(self.high)):
            return f"{self.value:.3f} (no interval)"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def bootstrap(
    measure: Callable[..., float],
    *arrays: NDArray[np.generic],
    clusters: Sequence[object] | NDArray[np.generic] | None = None,
    coverage: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
) -> Estimate:
    """The measure with a percentile interval (Efron 1979; clusters: Davison and Hinkley 1997, 3.8).

    Args:
        measure: takes the arrays and gives a number; draws on which it is no number are left out.
        arrays: rows along the first axis, the same number in each.
        clusters: a customer or source for each row; whole clusters are drawn then. A row without
            one (empty) stands for itself. Of a single row or cluster nothing is known about others:
            the interval is not a number then.
        coverage: of the interval.
        draws: number of resamples.
        seed: of the resampling.

    >>> str(bootstrap(lambda x: float(x.mean()), np.array([1.0, 1.0, 1.0])))
    '1.000 [1.000, 1.000]'
    """
    count = len(arrays[0])
    value = float(measure(*arrays))
    if count == 0:
        return Estimate(value, value, value, 0, coverage)
    drawn = np.array(
        [
            measure(*(array[rows] for array in arrays))
            for rows in resamples(count, clusters, draws=draws, seed=seed)
        ]
    )
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return Estimate(value, float("nan"), float("nan"), count, coverage)
    low, high = np.quantile(drawn, [(1 - coverage) / 2, (1 + coverage) / 2])
    return Estimate(value, float(low), float(high), count, coverage)


def resamples(
    count: int,
    clusters: Sequence[object] | NDArray[np.generic] | None = None,
    *,
    draws: int = 1000,
    seed: int = 0,
) -> Iterator[NDArray[np.int64]]:
    """The rows of each resample: the same ones for the same seed, whatever is measured on them.

    None where there is a single row or cluster, of which no resample differs.

    Args:
        count: number of rows.
        clusters: a customer or source for each row; whole clusters are drawn then.
        draws: number of resamples.
        seed: of the resampling.

    >>> [len(rows) for rows in resamples(5, draws=3)], [*resamples(1)]
    ([5, 5, 5], [])
    """
    random = np.random.default_rng(seed)
    members = None if clusters is None else _members(np.asarray(clusters))
    if (count if members is None else len(members)) < _LEAST:
        return
    for _ in range(draws):
        if members is None:
            yield random.integers(0, count, count)
        else:
            chosen = random.integers(0, len(members), len(members))
            yield np.concatenate([members[place] for place in chosen])


def clusters_in(clusters: Sequence[object] | NDArray[np.generic]) -> int:
    """How many clusters there are; a row without one stands for itself.

    >>> clusters_in(["ada", "ada", "bob", "", ""])
    4
    """
    return len(_members(np.asarray(clusters)))


def _members(clusters: NDArray[np.generic]) -> list[NDArray[np.int64]]:
    names = [str(name).strip() for name in clusters]
    own = [f"\0{row}" if name in _NOBODY else name for row, name in enumerate(names)]
    _, cluster = np.unique(own, return_inverse=True)
    order = np.argsort(cluster, kind="stable")
    return np.split(order, np.cumsum(np.bincount(cluster))[:-1])
