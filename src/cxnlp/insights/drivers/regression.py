"""Three regressions with one shape: linear, logistic, and proportional odds.

Every comment adds one or two pieces to the log-likelihood, each a function of a linear predictor:
one in linear and logistic regression, two in the proportional odds model (McCullagh 1980,
*J. R. Stat. Soc. B* 42), whose probability of a level lies between two cumulative ones. Estimates,
leverages and clustered variances can then be written once for all three.

Logistic and ordinal slopes carry the log-F(1, 1) prior of Greenland and Mansournia (2015,
*Stat. Med.* 34): worth a quarter of an observation, it keeps estimates finite where a driver always
goes with one outcome. Linear slopes carry a ridge that is felt in exact collinearity only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.drivers.findings import OutcomeKind

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]

__all__ = ["Regression", "fit"]

_RIDGE: Final = 1e-9
"""Of the linear model, per comment."""
_ROUNDS: Final = 60
_ENOUGH: Final = 1e-10
"""Newton's decrement, relative to the log-likelihood, at which a fit has arrived."""


@dataclass(frozen=True)
class Regression:
    """A fitted regression: n comments, t intercepts (thresholds where ordinal), k columns.

    Attributes:
        kind: which regression.
        theta: intercepts, then slopes. Shape (t + k,).
        intercepts: t.
        pull: derivative of the log prior by `theta`: how hard it draws. Shape (t + k,).
        inverse: of the observed information with the prior. Shape (t + k, t + k).
        pieces: gradients of the linear predictors of every comment; one or two of shape (n, t + k).
        score: derivative of each comment's log-likelihood by its predictors. Shape (n, q).
        weight: second derivatives, turned positive. Shape (n, q, q).
        values: outcomes that occur, ascending, where ordinal; else empty.
    """

    kind: OutcomeKind
    theta: Floats
    intercepts: int
    pull: Floats
    inverse: Floats
    pieces: tuple[csr_array, ...]
    score: Floats
    weight: Floats
    values: Floats

    @property
    def slopes(self) -> Floats:
        """Shape (k,)."""
        return self.theta[self.intercepts :]


def fit(kind: OutcomeKind, x: csr_array, y: Floats) -> Regression:
    """Fit by Newton's method with halved steps; all three log-likelihoods are concave.

    Args:
        kind: which regression.
        x: columns without an intercept. Shape (n, k).
        y: outcomes that vary; 0 and 1 where logistic, any ordered numbers where ordinal.

    >>> from scipy.sparse import csr_array
    >>> found = fit(OutcomeKind.LINEAR, csr_array([[0.0], [0.0], [1.0], [1.0]]),
    ...             np.array([1.0, 3.0, 4.0, 6.0]))
    >>> found.theta.round(6).tolist()
    [2.0, 3.0]
    """
    values = np.unique(y) if kind is OutcomeKind.ORDINAL else np.array([])
    code = np.searchsorted(values, y).astype(np.float64) if kind is OutcomeKind.ORDINAL else y
    pieces, theta = _pieces(kind, x, y, code)
    intercepts = len(theta) - x.shape[1]
    place, now = 0, _state(kind, theta, pieces, code, intercepts)
    while True:
        information = _information(pieces, now.weight) + np.diag(now.prior)
        gradient = now.pull + sum(piece.T @ now.score[:, at] for at, piece in enumerate(pieces))
        step = np.linalg.solve(information, gradient)
        if place == _ROUNDS or gradient @ step <= _ENOUGH * (1 + abs(now.value)):
            break
        size = 1.0
        found = _state(kind, theta + step, pieces, code, intercepts)
        while not found.value >= now.value and size > _ENOUGH:
            size /= 2
            found = _state(kind, theta + size * step, pieces, code, intercepts)
        theta, now, place = theta + size * step, found, place + 1
    return Regression(
        kind,
        theta,
        intercepts,
        now.pull,
        np.asarray(np.linalg.inv(information), np.float64),
        pieces,
        now.score,
        now.weight,
        values,
    )


@dataclass(frozen=True)
class _State:
    value: float
    score: Floats
    weight: Floats
    pull: Floats
    prior: Floats


def _pieces(
    kind: OutcomeKind, x: csr_array, y: Floats, code: Floats
) -> tuple[tuple[csr_array, ...], Floats]:
    """The predictors' gradients, and where to begin."""
    from scipy.sparse import csr_array, diags_array, hstack
    from scipy.special import logit

    n, k = x.shape
    if kind is not OutcomeKind.ORDINAL:
        mean = float(y.mean())
        start = mean if kind is OutcomeKind.LINEAR else float(logit(mean))
        return (csr_array(hstack([np.ones((n, 1)), x])),), np.r_[start, np.zeros(k)]
    code = code.astype(np.int64)
    last = int(code.max())
    share = np.cumsum(np.bincount(code, minlength=last + 1))[:-1] / n
    found = []
    for threshold in (code, code - 1):  # the end above a level and the end below it
        has = (threshold >= 0) & (threshold < last)
        rows = np.flatnonzero(has)
        ones = csr_array((np.ones(len(rows)), (rows, threshold[rows])), shape=(n, last))
        found.append(csr_array(hstack([ones, diags_array(-has.astype(np.float64)) @ x])))
    return tuple(found), np.r_[logit(share), np.zeros(k)]


def _information(pieces: tuple[csr_array, ...], weight: Floats) -> Floats:
    from scipy.sparse import diags_array

    total = np.zeros((pieces[0].shape[1],) * 2)
    for one, left in enumerate(pieces):
        for two, right in enumerate(pieces):
            total += (left.T @ (diags_array(weight[:, one, two]) @ right)).toarray()
    return total


def _state(
    kind: OutcomeKind, theta: Floats, pieces: tuple[csr_array, ...], y: Floats, intercepts: int
) -> _State:
    from scipy.special import expit

    slopes = theta[intercepts:]
    pull, prior = np.zeros(len(theta)), np.zeros(len(theta))
    if kind is OutcomeKind.LINEAR:
        away = y - pieces[0] @ theta
        ridge = _RIDGE * len(y)
        pull[intercepts:], prior[intercepts:] = -ridge * slopes, ridge
        value = -(away @ away + ridge * slopes @ slopes) / 2
        return _State(float(value), away[:, None], np.ones((len(y), 1, 1)), pull, prior)
    half = expit(slopes)
    pull[intercepts:], prior[intercepts:] = 0.5 - half, half * (1 - half)
    told = float(np.sum(slopes / 2 - np.logaddexp(0, slopes)))
    if kind is OutcomeKind.LOGISTIC:
        eta = pieces[0] @ theta
        mean = expit(eta)
        value = float(y @ eta - np.logaddexp(0, eta).sum()) + told
        weight = (mean * (1 - mean))[:, None, None]
        return _State(value, (y - mean)[:, None], weight, pull, prior)
    value, score, weight = _cumulative(pieces, theta, y)
    return _State(value + told, score, weight, pull, prior)


def _cumulative(
    pieces: tuple[csr_array, ...], theta: Floats, code: Floats
) -> tuple[float, Floats, Floats]:
    from scipy.special import expit

    upper, lower = (piece @ theta for piece in pieces)
    top, bottom = code == code.max(), code == 0
    # The difference of two shares near 1 loses its digits; that of their complements does not.
    above = np.where(top, 1.0, expit(upper)) - np.where(bottom, 0.0, expit(lower))
    below = np.where(bottom, 1.0, expit(-lower)) - np.where(top, 0.0, expit(-upper))
    share = np.where(lower > 0, below, above)
    if np.any(share <= 0):
        nothing = np.zeros((len(code), 2))
        return -np.inf, nothing, nothing[:, :, None] * np.zeros(2)
    ends = []
    for eta, gone in ((upper, top), (lower, bottom)):
        density = np.where(gone, 0.0, expit(eta) * expit(-eta))
        ends.append((density, density * (1 - 2 * expit(eta))))
    (high, high_bend), (low, low_bend) = ends
    score = np.stack([high / share, -low / share], axis=1)
    weight = np.empty((len(code), 2, 2))
    weight[:, 0, 0] = (high / share) ** 2 - high_bend / share
    weight[:, 1, 1] = (low / share) ** 2 + low_bend / share
    # Ratio by ratio: the square of a share on the way to a rare level may be 0.
    weight[:, 0, 1] = weight[:, 1, 0] = -(high / share) * (low / share)
    return float(np.log(share).sum()), score, weight
