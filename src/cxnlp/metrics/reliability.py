"""Calibration: whether a probability may be taken at its word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "Reliability",
    "calibrated_error",
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
    """

    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    rows: NDArray[np.int64]

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
    place = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    rows = np.bincount(place, minlength=bins)
    full = rows > 0
    mean = np.bincount(place, confidence, bins)[full] / rows[full]
    share = np.bincount(place, np.asarray(right, np.float64), bins)[full] / rows[full]
    return Reliability(mean, share, rows[full])


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
    """The calibration error that a perfectly calibrated model would show on these rows.

    So few rows show an error by chance alone (Bröcker and Smith 2007): the mean over `draws` of
    outcomes drawn with the stated probabilities.

    Args:
        confidence: probability of each answer. Shape (n,).
        bins: number of bins over 0 to 1.
        seed: of the draws.
        draws: how many.

    >>> calibrated_error(np.array([1.0, 1.0]))
    0.0
    """
    confidence = np.asarray(confidence, np.float64)
    random = np.random.default_rng(seed)
    errors = [
        expected_calibration_error(
            random.random(len(confidence)) < confidence, confidence, bins=bins
        )
        for _ in range(draws)
    ]
    return float(np.mean(errors))
