"""Calibration: whether a probability may be taken at its word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.metrics.bootstrap import Estimate
from cxnlp.metrics.shares import bootstrap_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = [
    "Reliability",
    "bounded_reliability",
    "calibrated_error",
    "error_by_chance",
    "expected_calibration_error",
    "level_confidence",
    "reliability_curve",
]


@dataclass(frozen=True)
class Reliability:
    """Bins of equal width over confidence, empty ones left out. All arrays have shape (b,).

    Attributes:
        confidence: mean confidence in the bin.
        accuracy: share of right answers in the bin.
        rows: number of rows in the bin.
        accuracy_low: lower end of the interval of `accuracy`; None where none was asked for.
        accuracy_high: upper end of the interval of `accuracy`; None where none was asked for.
    """

    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    rows: NDArray[np.int64]
    accuracy_low: NDArray[np.float64] | None = None
    accuracy_high: NDArray[np.float64] | None = None

    @property
    def error(self) -> float:
        """Mean distance of confidence from accuracy, bins weighted by rows."""
        gap = np.abs(self.confidence - self.accuracy)
        return float((gap * self.rows).sum() / self.rows.sum()) if len(gap) else float("nan")


def level_confidence(
    probabilities: NDArray[np.floating], answered: NDArray[np.integer]
) -> NDArray[np.float64]:
    """The probability given to each answered level. Shape (n,).

    Args:
        probabilities: worst level first. Shape (n, k).
        answered: 1 to k. Shape (n,).

    >>> level_confidence(np.array([[0.3, 0.7]]), np.array([2]))
    array([0.7])
    """
    rows = np.arange(len(probabilities))
    chosen = probabilities[rows, np.asarray(answered, np.int64) - 1]
    return np.asarray(chosen, np.float64)


def reliability_curve(
    right: NDArray[np.bool_], confidence: NDArray[np.floating], *, bins: int = 10
) -> Reliability:
    """Accuracy against confidence in bins of equal width (DeGroot and Fienberg 1983).

    Args:
        right: whether the answer was right. Shape (n,).
        confidence: its probability. Shape (n,).
        bins: number of bins over 0 to 1.

    >>> found = reliability_curve(np.array([True, False, True]), np.array([0.9, 0.92, 0.3]))
    >>> found.accuracy.tolist(), found.rows.tolist()
    ([1.0, 0.5], [1, 2])
    """
    confidence = np.asarray(confidence, np.float64)
    place = _bins(confidence, bins)
    rows = np.bincount(place, minlength=bins)
    full = rows > 0
    mean = np.bincount(place, confidence, bins)[full] / rows[full]
    share = np.bincount(place, np.asarray(right, np.float64), bins)[full] / rows[full]
    return Reliability(mean, share, rows[full])


def bounded_reliability(
    right: NDArray[np.bool_],
    confidence: NDArray[np.floating],
    *,
    bins: int = 10,
    clusters: Sequence[object] | NDArray[np.generic] | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> Reliability:
    """The reliability curve with an interval for the accuracy in each bin (`bootstrap_shares`).

    Args:
        right: whether the answer was right. Shape (n,).
        confidence: its probability. Shape (n,).
        bins: number of bins over 0 to 1.
        clusters: a customer or source for each row; whole clusters are drawn then.
        draws: number of resamples.
        seed: of the resampling.

    >>> found = bounded_reliability(np.array([True] * 20), np.full(20, 0.9))
    >>> found.accuracy_low.round(2).tolist(), found.accuracy_high.tolist()
    ([0.84], [1.0])
    """
    curve = reliability_curve(right, confidence, bins=bins)
    shares = bootstrap_shares(
        _bins(confidence, bins),
        np.asarray(right, np.int64),
        groups=bins,
        parts=2,
        clusters=clusters,
        draws=draws,
        seed=seed,
    )
    full = shares.rows > 0
    return replace(curve, accuracy_low=shares.low[full, 1], accuracy_high=shares.high[full, 1])


def _bins(confidence: NDArray[np.floating], bins: int) -> NDArray[np.int64]:
    place = (np.asarray(confidence, np.float64) * bins).astype(np.int64)
    return np.minimum(place, bins - 1)


def expected_calibration_error(
    right: NDArray[np.bool_], confidence: NDArray[np.floating], *, bins: int = 10
) -> float:
    """Mean distance of confidence from accuracy over equal-width bins (Naeini et al. 2015).

    Args:
        right: whether the answer was right. Shape (n,).
        confidence: its probability. Shape (n,).
        bins: number of bins over 0 to 1.

    >>> round(expected_calibration_error(np.array([True, False]), np.array([0.8, 0.8])), 3)
    0.3
    """
    return reliability_curve(right, confidence, bins=bins).error


def calibrated_error(
    confidence: NDArray[np.floating], *, bins: int = 10, seed: int = 0, draws: int = 1000
) -> float:
    """The calibration error that a perfectly calibrated model would show on these rows, on average.

    Args:
        confidence: probability of each answer. Shape (n,).
        bins: number of bins over 0 to 1.
        seed: of the draws.
        draws: how many.

    >>> calibrated_error(np.array([1.0, 1.0]))
    0.0
    """
    return error_by_chance(confidence, bins=bins, seed=seed, draws=draws).value


def error_by_chance(
    confidence: NDArray[np.floating],
    *,
    bins: int = 10,
    coverage: float = 0.95,
    seed: int = 0,
    draws: int = 1000,
) -> Estimate:
    """The calibration error that a perfectly calibrated model would show, and how far it varies.

    So few rows show an error by chance alone (Bröcker and Smith 2007): the mean and the middle part
    of `draws` tables whose outcomes are drawn with the stated probabilities, each row by itself. An
    error within that range is no sign of a fault.

    Args:
        confidence: probability of each answer. Shape (n,).
        bins: number of bins over 0 to 1.
        coverage: share of such tables whose error lies in the interval.
        seed: of the draws.
        draws: how many.

    >>> found = error_by_chance(np.full(100, 0.8))
    >>> 0 < found.low < found.value < found.high < 0.1
    True
    """
    if not len(confidence):
        nothing = float("nan")
        return Estimate(nothing, nothing, nothing, 0, coverage)
    confidence = np.asarray(confidence, np.float64)
    random = np.random.default_rng(seed)
    errors = [
        expected_calibration_error(
            random.random(len(confidence)) < confidence, confidence, bins=bins
        )
        for _ in range(draws)
    ]
    low, high = np.quantile(errors, [(1 - coverage) / 2, (1 + coverage) / 2])
    return Estimate(float(np.mean(errors)), float(low), float(high), len(confidence), coverage)
