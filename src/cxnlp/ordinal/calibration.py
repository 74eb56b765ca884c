"""Calibration: scores become probabilities that may be taken at their word."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Self

import numpy as np
from pydantic import Field, FiniteFloat, model_validator

from cxnlp.config import Settings
from cxnlp.ordinal.cumulative import exceedances, level_scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["EvidenceCalibration", "LevelCalibration"]


Slope = Annotated[FiniteFloat, Field(gt=0)]
"""Above 0: a calibration never turns the order of two scores round."""


class LevelCalibration(Settings):
    """One line through the log-odds of lying above each level.

    Platt's line (1999) for every step of the scale. On these scores it ranks above temperature
    scaling with one offset per level, whose answers shrink to the middle (measured:
    docs/decisions/2026-11-21-ordinal-head.md).
    """

    slopes: tuple[Slope, ...] = ()
    """Multiplies the log-odds of lying above level 1, 2, ..., k - 1; empty: nothing is changed.
    Shape (k - 1,)."""
    offsets: tuple[FiniteFloat, ...] = ()
    """Added to them. Shape (k - 1,)."""

    @model_validator(mode="after")
    def _as_many(self) -> Self:
        if len(self.slopes) != len(self.offsets):
            message = f"{len(self.slopes)} slopes do not go with {len(self.offsets)} offsets"
            raise ValueError(message)
        return self

    @classmethod
    def fit(
        cls,
        scores: NDArray[np.float64],
        levels: NDArray[np.integer],
        *,
        strength: float = 1.0,
    ) -> Self:
        """Fit each line by maximum likelihood on rows that no other stage has seen.

        Args:
            scores: unnormalised log-probabilities, shape (n, k).
            levels: true levels, 1 to k. Shape (n,).
            strength: how strongly the lines are held to "no change", in rows; keeps the lines of
                rare levels in bounds.
        """
        steps = exceedances(np.asarray(scores, np.float64))
        lines = [
            _line(steps[:, step], np.asarray(levels) > step + 1, strength)
            for step in range(steps.shape[1])
        ]
        return cls(
            slopes=tuple(slope for slope, _ in lines), offsets=tuple(offset for _, offset in lines)
        )

    @classmethod
    def fit_slope(cls, scores: NDArray[np.float64], levels: NDArray[np.integer]) -> Self:
        """Fit one slope for all lines, without offsets: the order of the levels' mass stays.

        For scores that are only too sure or not sure enough, and for few rows: lines of their own
        would follow the calibration rows' mix (measured: docs/decisions/2026-11-21-eight-bits.md).

        Args:
            scores: unnormalised log-probabilities, shape (n, k).
            levels: true levels, 1 to k. Shape (n,).
        """
        from scipy.optimize import minimize_scalar

        steps, place = np.asarray(scores, np.float64).shape[1] - 1, np.arange(len(levels))

        def loss(logarithm: float) -> float:
            lines = cls(slopes=(math.exp(logarithm),) * steps, offsets=(0.0,) * steps)
            shares: NDArray[np.float64] = lines.apply(scores)
            return float(-np.log(shares[place, np.asarray(levels) - 1]).mean())

        found = math.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x)
        return cls(slopes=(found,) * steps, offsets=(0.0,) * steps)

    def apply(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Calibrated probabilities: rows sum to 1. Shape (n, k) to (n, k).

        >>> LevelCalibration(slopes=(0.5,), offsets=(0.0,)).apply(np.log([[0.8, 0.2]])).round(3)
        array([[0.667, 0.333]])
        """
        steps = exceedances(np.ascontiguousarray(scores, np.float64))
        if self.slopes:
            steps = steps * np.array(self.slopes) + np.array(self.offsets)
        exponent = np.exp(level_scores(steps))
        total = exponent[:, 0]
        for column in range(1, exponent.shape[1]):
            total = total + exponent[:, column]
        probabilities: NDArray[np.float64] = exponent / total[:, None]
        return probabilities


class EvidenceCalibration(Settings):
    """A line through the log-odds (Platt 1999), and the probability from which on a text counts."""

    slope: Slope = 1.0
    """Multiplies the log-odds."""
    offset: FiniteFloat = 0.0
    """Added to the log-odds."""
    threshold: float = Field(default=0.5, ge=0, le=1)
    """Below it a text has the status `no_evidence`."""

    @classmethod
    def fit(
        cls,
        scores: NDArray[np.float64],
        evident: NDArray[np.bool_],
        *,
        threshold: float = 0.5,
    ) -> Self:
        """Fit the line by maximum likelihood on rows that no other stage has seen.

        Args:
            scores: log-odds of evidence. Shape (n,).
            evident: whether the text tells of a service experience. Shape (n,).
            threshold: kept as it is.
        """
        slope, offset = _line(np.asarray(scores, np.float64), np.asarray(evident, bool), 1.0)
        return cls(slope=slope, offset=offset, threshold=threshold)

    def apply(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Calibrated probabilities of evidence. Shape (n,).

        >>> EvidenceCalibration().apply(np.array([0.0]))
        array([0.5])
        """
        logit = self.slope * np.ascontiguousarray(scores, np.float64) + self.offset
        small = np.exp(-np.abs(logit))
        probabilities: NDArray[np.float64] = np.where(logit >= 0, 1.0, small) / (1.0 + small)
        return probabilities


def _line(
    logits: NDArray[np.float64], positive: NDArray[np.bool_], strength: float
) -> tuple[float, float]:
    from scipy.optimize import minimize

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slope = math.exp(line[0])
        moved = slope * logits + line[1]
        value = (np.logaddexp(0, moved) - positive * moved).sum() + strength * (line**2).sum() / 2
        wrong = 1 / (1 + np.exp(-np.clip(moved, -500, 500))) - positive
        gradient = np.array([(wrong * logits).sum() * slope, wrong.sum()]) + strength * line
        return float(value), gradient

    found = minimize(loss, np.zeros(2), jac=True, method="L-BFGS-B").x
    return math.exp(found[0]), float(found[1])
