"""From reward and penalty to a class, where their intervals allow one.

Reward r (what done well gains) and cost c (what done badly takes) span a plane. Mikulić and
Prebežac (2011, *Manag. Serv. Qual.* 21) cut it by the index (r - c) / (r + c); a ratio of intervals
has no simple error, but each border is a straight line, and on which side of a line a point lies is
a plain contrast. The borders here are 2 : 1 and 1 : 2, an index of a third.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.kano.findings import KanoClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["classify"]

_RATIO: Final = 2.0
"""A delighter gains at least this many times what it costs; a basic item the other way round."""


def classify(
    reward: float,
    cost: float,
    variance: NDArray[np.float64],
    *,
    critical: float,
    matters: float,
) -> KanoClass:
    """The class that the intervals allow, else undecided.

    Every border of a class must be cleared by `critical` standard errors: a class is then given
    wrongly no more often than one of its intervals is wrong (intersection-union; Berger 1982,
    *Technometrics* 24).

    Args:
        reward: what done well gains; above 0 is better.
        cost: what done badly takes; above 0 is worse.
        variance: of the two, in this order. Shape (2, 2).
        critical: quantile of Student's t.
        matters: smallest effect that matters.

    >>> sure = np.diag([0.01, 0.01]) ** 2
    >>> [classify(r, c, sure, critical=2.0, matters=0.2).value
    ...  for r, c in ((1.0, 0.1), (1.0, 0.9), (0.1, 1.0), (0.0, 0.1), (1.0, 0.5))]
    ['delighter', 'performance', 'basic', 'indifferent', 'undecided']
    """

    def sure(of_reward: float, of_cost: float, least: float = 0.0) -> bool:
        line = np.array([of_reward, of_cost])
        error = float(np.sqrt(max(line @ variance @ line, 0.0)))
        return float(line @ [reward, cost]) - critical * error > least

    gains, costs = sure(1, 0) and reward >= matters, sure(0, 1) and cost >= matters
    if gains and sure(1, -_RATIO):
        return KanoClass.DELIGHTER
    if costs and sure(-_RATIO, 1):
        return KanoClass.BASIC
    if gains and costs and sure(_RATIO, -1) and sure(-1, _RATIO):
        return KanoClass.PERFORMANCE
    if all(sure(a, b, -matters) for a, b in ((1, 0), (-1, 0), (0, 1), (0, -1))):
        return KanoClass.INDIFFERENT
    return KanoClass.UNDECIDED
