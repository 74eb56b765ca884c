"""Conformal intervals: runs of neighbouring levels that hold the true one as often as promised."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Self

import numpy as np
from pydantic import Field

from cxnlp.config import Settings
from cxnlp.ordinal.decode import posterior_median

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["IntervalRule"]


class IntervalRule(Settings):
    """The hull of the median and of all levels that are likely enough.

    Least ambiguous sets (Sadinle, Lei and Wasserman 2019) closed to intervals: a level belongs to
    the interval when a level at least as likely as `threshold` stands on it or on both sides of
    it, the median counting as certain. The sets are nested in `threshold`, so the split-conformal
    quantile (Papadopoulos et al. 2002) gives marginal coverage for exchangeable rows.
    """

    coverage: float = Field(default=0.9, gt=0, lt=1)
    """Share of rows whose interval holds the true level, over all levels together."""
    threshold: float = Field(default=0.0, ge=0, le=1)
    """Least probability of a level that draws the interval to itself."""

    @classmethod
    def fit(
        cls,
        probabilities: NDArray[np.floating],
        levels: NDArray[np.integer],
        *,
        coverage: float = 0.9,
        weights: NDArray[np.floating] | None = None,
    ) -> Self:
        """Take the threshold from rows that no other stage has seen.

        Args:
            probabilities: calibrated, shape (n, k).
            levels: true levels, 1 to k. Shape (n,).
            coverage: share of intervals that hold the true level.
            weights: of the rows, where those to come have another mix (R. Tibshirani et al. 2019;
                a row to come counts as much as the heaviest one). Shape (n,).
        """
        true = np.asarray(levels, np.int64) - 1
        reached = _reach(probabilities)[np.arange(len(true)), true]
        if weights is not None:
            order = np.argsort(reached, kind="stable")
            share = np.cumsum(weights[order]) / (weights.sum() + weights.max())
            place = int(np.searchsorted(share, 1 - coverage + 1e-9, side="right"))
            threshold = float(reached[order][place - 1]) if place >= 1 else 0.0
            return cls(coverage=coverage, threshold=threshold)
        reached = np.sort(reached)
        # The k-th smallest of n, k = floor((n + 1)(1 - coverage)): finite-sample exact.
        place = math.floor((len(reached) + 1) * (1 - coverage) + 1e-9)
        threshold = float(reached[place - 1]) if place >= 1 else 0.0
        return cls(coverage=coverage, threshold=threshold)

    def apply(self, probabilities: NDArray[np.floating]) -> NDArray[np.int8]:
        """Lowest and highest level of each interval. Shape (n, 2).

        >>> rule = IntervalRule(threshold=0.2)
        >>> rule.apply(np.array([[0.1, 0.6, 0.3], [0.4, 0.2, 0.4]]))
        array([[2, 3],
               [1, 3]], dtype=int8)
        """
        inside = _reach(probabilities) >= self.threshold
        low = inside.argmax(axis=1) + 1
        high = inside.shape[1] - inside[:, ::-1].argmax(axis=1)
        return np.stack([low, high], axis=1).astype(np.int8)


def _reach(probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    """The greatest threshold at which each level is in the interval. Shape (n, k)."""
    raised = np.array(probabilities, np.float64)
    raised[np.arange(len(raised)), posterior_median(probabilities).astype(np.int64) - 1] = 1
    from_below = np.maximum.accumulate(raised, axis=1)
    from_above = np.maximum.accumulate(raised[:, ::-1], axis=1)[:, ::-1]
    return np.minimum(from_below, from_above)
