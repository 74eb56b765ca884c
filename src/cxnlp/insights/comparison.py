"""Groups set against each other so that the league table does not lie.

The best and the worst of many groups look more different than they are: chance alone spreads them.
Every group is therefore compared with all the others together, its difference is drawn towards 0
as far as the spread of the groups is chance (`cxnlp.insights.shrinkage`), and whoever compares
many holds the false discovery rate over the p-values (`cxnlp.insights.trends.adjusted`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["GroupDifferences", "compare_groups"]

_BORROWED: Final = 10.0
"""Customers' worth of the pooled variance in each group's own: a handful of equal values is no
proof of no variance (moderated variance, Smyth 2004, *Stat. Appl. Genet. Mol. Biol.* 3; ten keep
the false alarms in groups of ten: docs/decisions/2026-11-22-kpis.md)."""


@dataclass(frozen=True)
class GroupDifferences:
    """Each group less all the others; NaN where there is nothing to compare with.

    Attributes:
        difference: mean of the group less that of the others on like observations. Shape (g,).
        variance: of that difference. Shape (g,).
        freedom: degrees of freedom of that variance. Shape (g,).
        p_value: two-sided, of no difference. Shape (g,).
        n: observations that could be compared. Shape (g,), int64.
    """

    difference: NDArray[np.float64]
    variance: NDArray[np.float64]
    freedom: NDArray[np.float64]
    p_value: NDArray[np.float64]
    n: NDArray[np.int64]


def compare_groups(
    group: NDArray[np.int64],
    cluster: NDArray[np.int64],
    value: NDArray[np.float64],
    *,
    groups: int,
    stratum: NDArray[np.int64] | None = None,
) -> GroupDifferences:
    """Compare the mean of every group with that of the others.

    With strata, an observation is compared only with the others' observations of its stratum
    (direct standardisation to the group's own mix): a team that answers the complaints is not
    blamed for complaints. Strata that only one group has are left out of its comparison.

    The variance is clustered by customer (Liang and Zeger 1986), mixed with the pooled one.

    Args:
        group: group of each observation, 0 to groups-1. Shape (m,).
        cluster: customer of each observation, 0 and up. Shape (m,).
        value: observations. Shape (m,).
        groups: number of groups.
        stratum: stratum of each observation, 0 and up; all are one if not given. Shape (m,).

    >>> random = np.random.default_rng(0)
    >>> group, noise = np.repeat([0, 1, 2], 50), random.normal(size=150)
    >>> found = compare_groups(group, np.arange(150), noise + (group == 2), groups=3)
    >>> (found.difference > 0).tolist(), bool(found.p_value[2] < 0.001)
    ([False, False, True], True)
    """
    from scipy.special import stdtr

    layer = np.zeros(len(group), np.int64) if stratum is None else stratum
    strata = int(layer.max(initial=0)) + 1
    cells, cell = np.unique(group * strata + layer, return_inverse=True)
    cell_group, cell_stratum = cells // strata, cells % strata
    own_n = np.bincount(cell, minlength=len(cells)).astype(np.float64)
    own_sum = np.bincount(cell, weights=value, minlength=len(cells))
    rest_n = np.bincount(cell_stratum, weights=own_n, minlength=strata)[cell_stratum] - own_n
    rest_sum = np.bincount(cell_stratum, weights=own_sum, minlength=strata)[cell_stratum] - own_sum
    held = np.where(rest_n > 0, own_n, 0.0)
    n = np.asarray(np.bincount(cell_group, weights=held, minlength=groups), np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = held / n[cell_group]
        apart = np.where(rest_n > 0, own_sum / own_n - rest_sum / rest_n, 0.0)
        difference = np.asarray(
            np.bincount(cell_group, weights=weight * apart, minlength=groups), np.float64
        )
        residual = value - (own_sum / own_n)[cell]
        own, clusters, pooled = _variances(
            group, cluster, np.where(rest_n[cell] > 0, residual, 0.0), n, groups=groups
        )
        # Observations that are alone in their cell are on their own mean and tell no variance.
        pooled *= len(value) / max(len(value) - len(cells), 1)
        mixed = (clusters * own + _BORROWED * pooled / n) / (clusters + _BORROWED)
        others = np.bincount(
            cell_group,
            weights=np.where(rest_n > 0, weight**2 * pooled / rest_n, 0.0),
            minlength=groups,
        )
        variance = mixed + others
        freedom = np.maximum(clusters - 1, 0.0) + _BORROWED
        p_value = 2 * stdtr(freedom, -np.abs(difference) / np.sqrt(variance))
    # No spread at all anywhere: nothing can be told apart, nor can it be called sure.
    nothing = (n == 0) | ~(variance > 0)
    difference, variance, p_value = (
        np.where(nothing, np.nan, figure) for figure in (difference, variance, p_value)
    )
    return GroupDifferences(difference, variance, freedom, p_value, n.astype(np.int64))


def _variances(
    group: NDArray[np.int64],
    cluster: NDArray[np.int64],
    residual: NDArray[np.float64],
    n: NDArray[np.float64],
    *,
    groups: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Variance of each group's mean, its customers, and the pooled variance of one observation.

    The pooled one holds the pooled design effect of customers who are heard more than once.
    """
    width = int(cluster.max(initial=0)) + 1
    pairs, place = np.unique(group * width + cluster, return_inverse=True)
    sums = np.bincount(place, weights=residual, minlength=len(pairs))
    of = pairs // width
    clusters = np.asarray(np.bincount(of, minlength=groups), np.float64)
    squares = np.bincount(of, weights=sums**2, minlength=groups)
    own = squares * clusters / np.maximum(clusters - 1, 1) / n**2
    alone = float((residual**2).sum())
    effect = max(float(squares.sum()) / alone, 1.0) if alone > 0 else 1.0
    pooled = alone / max(len(residual), 1) * effect
    return np.where(clusters > 1, own, pooled / n), clusters, pooled
