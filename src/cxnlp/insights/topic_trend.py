"""The movement of one figure of a topic, with what its test says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.insights.discoveries import adjusted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.incidence import Incidence

__all__ = ["Trend", "listed"]


@dataclass(frozen=True)
class Trend:
    """The movement of one figure of a topic over the periods: its share, or its mean level.

    Attributes:
        topic: the topic's number.
        name: its name.
        n: customers touching it with a dated comment; for a share, each counted once per period.
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
    false_alarms: float,
) -> tuple[Trend, ...]:
    """Flag what moves beyond chance, the smallest p-value first.

    Args:
        incidence: names the topics.
        tested: places of the m topics that were tested.
        n: customers of each. Shape (m,).
        values: the figure in each period. Shape (m, p).
        z: of the trend test, taken with normal tails. Shape (m,).
        false_alarms: the false discovery rate over these topics.
    """
    from scipy.special import ndtr

    p_values = np.asarray(2 * ndtr(-np.abs(z)), np.float64)
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
