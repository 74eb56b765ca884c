"""A KPI told from the levels by a map that was fitted where both are known.

Each level gets the value that its comments have on average, rising (or falling) with the levels;
a comment's estimate is the mean over its six probabilities. Where some rows of a group have the
KPI, their residuals correct the map's error, weighted so that their mix of levels is that of all
comments (calibration weights, Deville and Särndal 1992, *J. Am. Stat. Assoc.* 87). The answer is
right for all comments if those with the KPI are like those without, given the levels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.insights.intervals import Estimates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.kpis.cutting import Cut
    from cxnlp.insights.kpis.figures import Kpi

__all__ = ["LEAST_PAIRS", "FittedMap", "LevelMap", "fit_level_map"]

LEAST_PAIRS: Final = 100
"""Rows with both the KPI and a level, below which no map is fitted: about 16 per level."""
_CORRECTED: Final = 30
"""Rows with the KPI, from which on a group's own residuals correct its estimate."""
_RIDGE: Final = 1e-3
_HEAVIEST: Final = 20.0
"""A calibration weight above this is cut: one answer stands for no more comments."""
_SPREADS: Final = 3
"""Groups with that many rows each before the map's error between groups is told from them."""


@dataclass(frozen=True)
class LevelMap:
    """What a KPI is on each level.

    Attributes:
        kpi: which.
        weights: its value on each level as a place in [0, 1], worst level first. Shape (6,).
        inverse: of the mean outer product of the probabilities that it was fitted on. Shape (6, 6).
        pairs: rows that it was fitted on.
        error: typical error of the map for a group that it was not fitted on: the spread of the
            groups' mean residuals beyond chance; None where too few groups tell it.
    """

    kpi: Kpi
    weights: NDArray[np.float64]
    inverse: NDArray[np.float64]
    pairs: int
    error: float | None

    def predicted(self, probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
        """The KPI's place for rows of probabilities. Shape (n, 6) to (n,)."""
        return np.clip(np.asarray(probabilities, np.float64) @ self.weights, 0.0, 1.0)


def fit_level_map(
    kpi: Kpi,
    probabilities: NDArray[np.floating],
    place: NDArray[np.float64],
    group: NDArray[np.int64],
    *,
    rising: bool = True,
) -> LevelMap:
    """Fit the KPI's value on each level by least squares, in the order of the levels.

    Args:
        kpi: which KPI.
        probabilities: of the six levels. Shape (n, 6).
        place: the KPI of each row in [0, 1]. Shape (n,).
        group: periods or segments, 0 and up, -1 for none, that show how far the map errs between
            groups. Shape (n,).
        rising: whether the KPI rises with the levels.

    Raises:
        InputDataError: fewer than `LEAST_PAIRS` rows.

    >>> from cxnlp.insights.kpis.figures import Kpi
    >>> level = np.tile([1, 3, 5], 40)
    >>> found = fit_level_map(Kpi.CSAT, np.eye(6)[level - 1], np.tile([0.0, 0.4, 0.9], 40), level)
    >>> found.weights[[0, 2, 4]].round(6).tolist(), found.pairs
    ([0.0, 0.4, 0.9], 120)
    >>> found.predicted(np.full((1, 6), 1 / 6)).shape
    (1,)
    """
    from scipy.optimize import nnls

    if len(place) < LEAST_PAIRS:
        raise InputDataError(
            f"map from levels to {kpi}",
            found=f"{len(place)} rows with both",
            expected=f"at least {LEAST_PAIRS}",
            hint="Use the estimate by the levels' definition, or a run with more answers.",
        )
    given = np.asarray(probabilities, np.float64)
    target = place if rising else 1 - place
    # Steps upwards: column j holds the probability of level j or better.
    steps = np.cumsum(given[:, ::-1], axis=1)[:, ::-1]
    # The normal equations' square root: six rows instead of a million.
    factor = np.asarray(np.linalg.qr(np.column_stack([steps, target]), mode="r"))
    grown = np.minimum(np.cumsum(nnls(factor[:, :6], factor[:, 6])[0]), 1.0)
    weights = grown if rising else 1 - grown
    residual = place - np.clip(given @ weights, 0.0, 1.0)
    # A little on the diagonal: a level that was hardly seen gets no wild weight.
    products = given.T @ given / len(given)
    inverse = np.asarray(np.linalg.inv(products + _RIDGE * np.eye(6)), np.float64)
    return LevelMap(kpi, weights, inverse, len(place), _between(residual, group))


def _between(residual: NDArray[np.float64], group: NDArray[np.int64]) -> float | None:
    """Standard deviation of true mean residuals between groups (DerSimonian and Laird 1986)."""
    code, value = group[group >= 0], residual[group >= 0]
    n = np.bincount(code)
    held = n >= _CORRECTED
    if held.sum() < _SPREADS:
        return None
    mean = np.bincount(code, weights=value)[held] / n[held]
    within = np.bincount(code, weights=value**2)[held] / n[held] - mean**2
    precision = n[held] / np.maximum(within, 1e-6)
    centre = (precision * mean).sum() / precision.sum()
    excess = (precision * (mean - centre) ** 2).sum() - (held.sum() - 1)
    scale = precision.sum() - (precision**2).sum() / precision.sum()
    return float(np.sqrt(max(excess / scale, 0.0)))


@dataclass(frozen=True)
class FittedMap:
    """A KPI over all comments, of which some have it.

    Attributes:
        customer: customer of each row. Shape (n,).
        guess: the map's answer as a place in [0, 1], NaN for rows without a level. Shape (n,).
        place: the KPI as a place in [0, 1], NaN where a row has none. Shape (n,).
        chances: the six probabilities. Shape (n, 6).
        inverse: see `LevelMap`. Shape (6, 6).
        error: of the map for a group without enough answers of its own, in [0, 1].
        scale: from [0, 1] to the KPI's unit.
        shift: added afterwards.
    """

    customer: NDArray[np.int64]
    guess: NDArray[np.float64]
    place: NDArray[np.float64]
    chances: NDArray[np.floating]
    inverse: NDArray[np.float64]
    error: float
    scale: float = 1.0
    shift: float = 0.0
    compared: None = None
    factor: None = None

    def within(self, cut: Cut, confidence: float) -> Estimates:
        """Corrected means; groups with too few answers get the map's answer and its error.

        `n` counts comments with a level, whether they have the KPI or not.
        """
        from scipy.special import stdtrit

        groups, held = len(cut), cut.held(self.guess)
        code, guess, customer = cut.code[held], self.guess[held], self.customer[held]
        n = np.bincount(code, minlength=groups).astype(np.int64)
        away = self.place[held] - guess
        known = ~np.isnan(away)
        away = np.where(known, away, 0.0)
        answers = np.bincount(code, weights=known, minlength=groups)
        own = answers >= _CORRECTED
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.bincount(code, weights=guess, minlength=groups) / n
            weight = self._weights(held, code, known, n)
            shift = np.bincount(code, weights=weight * away, minlength=groups) / answers
            shift = np.where(own, shift, 0.0)
            times = np.where(own, n / answers, 0.0)[code]
            part = guess - mean[code] + np.where(known, times * weight * (away - shift[code]), 0.0)
            width = int(customer.max(initial=0)) + 1
            pairs, place = np.unique(code * width + customer, return_inverse=True)
            sums = np.bincount(place, weights=part, minlength=len(pairs))
            of = pairs // width
            behind = np.bincount(of, minlength=groups)
            squares = np.bincount(of, weights=sums**2, minlength=groups)
            error = np.sqrt(squares * behind / np.maximum(behind - 1, 1)) / n
        error = np.hypot(error, np.where(own, 0.0, self.error))
        freedom = np.where(own, np.maximum(answers - 1, 1), np.maximum(behind - 1, 1))
        half = error * np.asarray(stdtrit(freedom, 0.5 + confidence / 2), np.float64)
        half = np.where(behind > 1, half, 1.0)
        value = np.where(n > 0, np.clip(mean + shift, 0.0, 1.0), np.nan)
        low, high = np.maximum(value - half, 0.0), np.minimum(value + half, 1.0)
        return Estimates(value, low, high, n, confidence).scaled(self.scale, self.shift)

    def _weights(
        self,
        held: NDArray[np.int64],
        code: NDArray[np.int64],
        known: NDArray[np.bool_],
        n: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """Calibration weights of the answers, mean 1 in each group; 0 without one. Shape (h,)."""
        given = self.chances[held]
        mix = np.stack(
            [np.bincount(code, weights=given[:, level], minlength=len(n)) for level in range(6)],
            axis=1,
        )
        wanted = (mix / n[:, None]) @ self.inverse
        weight = np.zeros(len(held))
        for level in range(6):  # one column at a time, so that no second table is held
            weight += given[:, level] * wanted[code, level]
        weight = np.where(known, np.clip(weight, 0.0, _HEAVIEST), 0.0)
        answers = np.bincount(code, weights=known, minlength=len(n))
        total = np.bincount(code, weights=weight, minlength=len(n))
        return np.where(known, weight * (answers / total)[code], 0.0)
