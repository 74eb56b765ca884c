"""The movement of one figure of a topic, with what its test says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.discoveries import adjusted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.incidence import Incidence

__all__ = ["Trend", "listed", "two_sided"]

_STRAIGHT: Final = 1e-3
"""Skewness under which the normal tails are the same to four places."""


@dataclass(frozen=True)
class Trend:
    """The movement of one figure of a topic over the periods: its share, or its mean level.

    Attributes:
        topic: the topic's number.
        name: its name.
        n: customers touching it with a dated comment.
        values: the share of the customers heard, 0 to 1, or the mean level of the comments, 1 to 6,
            in each period; NaN where none was. Shape (p,).
        direction: 1 for more or better, -1 for less or worse.
        p_value: two-sided, of the trend test.
        q_value: the same after Benjamini-Hochberg over all topics tested.
        flagged: whether `q_value` is at most the false alarm rate.
    """

    topic: int
    name: str
    n: int
    values: NDArray[np.float64]
    direction: int
    p_value: float
    q_value: float
    flagged: bool


def listed(  # noqa: PLR0917 - the columns of one table
    incidence: Incidence,
    tested: NDArray[np.int64],
    n: NDArray[np.int64],
    values: NDArray[np.float64],
    z: NDArray[np.float64],
    skewness: NDArray[np.float64],
    false_alarms: float,
) -> tuple[Trend, ...]:
    """Flag what moves beyond chance, the smallest p-value first.

    Args:
        incidence: names the topics.
        tested: places of the m topics that were tested.
        n: customers of each. Shape (m,).
        values: the figure in each period. Shape (m, p).
        z: of the trend test. Shape (m,).
        skewness: of its distribution where nothing moves. Shape (m,).
        false_alarms: the false discovery rate over these topics.

    >>> from cxnlp.insights.incidence import Incidence
    >>> none = np.zeros(0, np.int64)
    >>> topics = Incidence(np.array([4, 7]), ("queue", "staff"), none, none, np.float32(none))
    >>> n, shares = np.array([30, 50]), np.array([[0.1, 0.2], [0.5, 0.3]])
    >>> found = listed(topics, np.arange(2), n, shares, np.array([1.0, -3.0]), np.zeros(2), 0.05)
    >>> [(one.name, one.direction, one.flagged) for one in found]
    [('staff', -1, True), ('queue', 1, False)]
    """
    p_values = two_sided(z, skewness)
    q_values = adjusted(p_values)
    found = [
        Trend(
            topic=int(incidence.topic[at]),
            name=incidence.name[at],
            n=int(n[here]),
            values=values[here],
            direction=1 if z[here] >= 0 else -1,
            p_value=float(p_values[here]),
            q_value=float(q_values[here]),
            flagged=bool(q_values[here] <= false_alarms),
        )
        for here, at in enumerate(tested)
    ]
    return tuple(sorted(found, key=lambda one: (one.p_value, one.topic)))


def two_sided(z: NDArray[np.float64], skewness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Two-sided p-values of a permutation test whose first three moments are known.

    Twice the tail beyond `z`: of Pearson's type III curve with that skewness (Mielke & Berry 2007,
    *Permutation Methods*), or of the normal curve where it is the heavier of the two, as on the
    short side of a skewed distribution.

    Args:
        z: distance in standard deviations. Shape (m,).
        skewness: third standardised moment. Shape (m,).

    >>> two_sided(np.array([3.0, 3.0, -3.0]), np.array([0.0, 1.0, 1.0])).round(4).tolist()
    [0.0027, 0.0207, 0.0027]
    """
    from scipy.special import gammaincc, ndtr

    beyond = np.asarray(ndtr(-np.abs(z)), np.float64)
    lean = skewness * np.where(z < 0, -1.0, 1.0)
    long = lean > _STRAIGHT
    shape = 4 / np.where(long, lean, 1.0) ** 2
    tail = gammaincc(shape, shape + np.abs(z) * np.sqrt(shape))
    heavier = np.where(long, np.maximum(tail, beyond), beyond)
    return np.asarray(np.minimum(2 * heavier, 1.0), np.float64)
