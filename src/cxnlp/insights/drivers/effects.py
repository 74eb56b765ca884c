"""From slopes to what people ask: how much higher or lower is the outcome, on average.

Every driver is set to present and to absent in every comment, the rest left as it is; the mean
difference of the fitted outcomes is its effect (average marginal effect; Greene 2012,
*Econometric Analysis*, 17.3). Its variance follows by the delta method, for the comments at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.drivers.findings import OutcomeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from cxnlp.insights.drivers.regression import Regression

    Floats = NDArray[np.float64]

__all__ = ["Switch", "effects"]

_MOST: Final = 20_000
"""Comments that an effect is averaged over, evenly taken; more change no digit that is shown."""


@dataclass(frozen=True)
class Switch:
    """What is set when a driver is present, and when it is absent.

    Attributes:
        columns: columns that are set; the others stay as they are. Shape (s,), int64.
        present: their values when present. Shape (s,).
        absent: their values when absent. Shape (s,).
    """

    columns: NDArray[np.int64]
    present: Floats
    absent: Floats


def effects(found: Regression, x: csr_array, switches: Sequence[Switch]) -> tuple[Floats, Floats]:
    """The effect of every switch, and its gradient in `theta`.

    Args:
        found: the fit.
        x: the columns that it was fitted to. Shape (n, k).
        switches: d drivers.

    Returns:
        Shapes (d,) and (t + k, d); in the units of the outcome (shares where logistic).

    >>> from scipy.sparse import csr_array
    >>> from cxnlp.insights.drivers.regression import fit
    >>> x = csr_array([[0.0], [0.0], [1.0], [1.0]])
    >>> line = fit(OutcomeKind.LINEAR, x, np.array([1.0, 3.0, 4.0, 6.0]))
    >>> size, gradient = effects(line, x, [Switch(np.array([0]), np.ones(1), np.zeros(1))])
    >>> size.round(6).tolist(), gradient.ravel().tolist()
    ([3.0], [0.0, 1.0])
    """
    t, slopes = found.intercepts, found.slopes
    size = np.zeros(len(switches))
    gradient = np.zeros((len(found.theta), len(switches)))
    if found.kind is OutcomeKind.LINEAR:
        for at, switch in enumerate(switches):
            gradient[t + switch.columns, at] = switch.present - switch.absent
        return gradient.T @ found.theta, gradient
    if x.shape[0] > _MOST:
        x = x[np.linspace(0, x.shape[0] - 1, _MOST).astype(np.int64)]
    usual, by_column = x @ slopes, x.tocsc()
    for at, switch in enumerate(switches):
        rest = usual - by_column[:, switch.columns] @ slopes[switch.columns]
        for value, sign in ((switch.present, 1.0), (switch.absent, -1.0)):
            mean, slope, ends = _fitted(found, rest + value @ slopes[switch.columns])
            size[at] += sign * mean
            own = x.T @ slope
            own[switch.columns] = value * slope.sum()
            gradient[:, at] += sign * np.r_[ends, own]
    return size, gradient


def _fitted(found: Regression, eta: Floats) -> tuple[float, Floats, Floats]:
    """Mean outcome, its derivative by each comment's predictor, and by the intercepts."""
    from scipy.special import expit

    n = len(eta)
    if found.kind is OutcomeKind.LOGISTIC:
        share = expit(eta + found.theta[0])
        slope = share * (1 - share) / n
        return float(share.mean()), slope, np.array([slope.sum()])
    mean, slope = float(found.values[-1]), np.zeros(n)
    ends = np.zeros(found.intercepts)
    for at, gap in enumerate(np.diff(found.values)):
        below = expit(found.theta[at] - eta)
        density = gap * below * (1 - below) / n
        mean -= gap * float(below.mean())
        slope += density
        ends[at] = -density.sum()
    return mean, slope, ends
