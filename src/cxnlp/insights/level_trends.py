"""Which topics' comments get worse or better over time, with a stated rate of false alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.topic_trend import Trend, listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.incidence import Incidence
    from cxnlp.insights.periods import Periods

__all__ = ["level_trends"]

_FEWEST: Final = 20
"""Customers touching a topic before the movement of their levels is tested: with fewer, the normal
tails of the permutation test are not yet right (levels are whole numbers)."""


def level_trends(
    comments: LabelledComments, incidence: Incidence, periods: Periods, *, false_alarms: float
) -> tuple[Trend, ...]:
    """Test whether the levels within each topic move with time, the smallest p-value first.

    A direction of 1 is getting better, -1 getting worse.

    Each customer counts once per topic, with the means of his periods and levels. Where nothing
    moves, levels are spread over the dates at random: their covariance with the rank of the date
    has mean 0 and an exactly known variance and third moment over all permutations (Wald &
    Wolfowitz 1944). Ranks, because a few comments long before all others would decide alone, and
    three moments do not tell the tail of that (measured: docs/decisions/2026-11-22-trends.md).

    Args:
        comments: the labelled ones.
        incidence: which comment touches which topic.
        periods: of the comments.
        false_alarms: false discovery rate over the topics.

    Returns:
        One per topic that at least 20 customers with a dated comment touch.

    >>> import pyarrow as pa
    >>> from datetime import datetime, timedelta
    >>> from cxnlp.insights.comments import read_comments
    >>> from cxnlp.insights.incidence import read_incidence
    >>> from cxnlp.insights.periods import periods_of
    >>> days = [datetime(2026, 1, 1) + timedelta(days=3 * n) for n in range(40)]
    >>> comments = read_comments(pa.table({"row": range(40), "level": [4] * 20 + [2] * 20,
    ...                                    "status": ["labelled"] * 40, "created_at": days}))
    >>> given = pa.table({"row": range(40), "topic": [0] * 40, "strength": [0.9] * 40})
    >>> touched = read_incidence(comments, given, pa.table({"topic": [0], "name": ["parking"]}))
    >>> months = periods_of(comments.when, "month")
    >>> (found,) = level_trends(comments, touched, months, false_alarms=0.05)
    >>> found.direction, found.flagged, found.values.tolist()
    (-1, True, [4.0, 4.0, 2.0, 2.0])
    """
    p = len(periods)
    groups = len(incidence.topic)
    index = periods.index[incidence.comment]
    dated = index >= 0
    place, time = incidence.place[dated], index[dated]
    level = comments.level[incidence.comment[dated]].astype(np.float64)
    if p < 2 or not len(place):  # noqa: PLR2004 - one period shows no movement
        return ()
    cell = place * p + time
    count = np.bincount(cell, minlength=groups * p).reshape(groups, p)
    total = np.bincount(cell, weights=level, minlength=groups * p).reshape(groups, p)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = total / count
    pair = place * comments.customers + comments.customer[incidence.comment[dated]]
    keys, each = np.unique(pair, return_inverse=True)
    number = np.bincount(each)
    topic = keys // comments.customers
    x = _ranks(topic, np.bincount(each, weights=time) / number)
    y = np.bincount(each, weights=level) / number
    n = np.bincount(topic, minlength=groups)
    safe = np.maximum(n, 1)
    x -= (np.bincount(topic, weights=x, minlength=groups) / safe)[topic]
    y -= (np.bincount(topic, weights=y, minlength=groups) / safe)[topic]
    along, sxx, syy, cubes_x, cubes_y = (
        np.bincount(topic, weights=values, minlength=groups)
        for values in (x * y, x * x, y * y, x**3, y**3)
    )
    error = np.sqrt(sxx * syy / np.maximum(n - 1, 1))
    tested = np.flatnonzero((n >= _FEWEST) & (error > 0))
    z = along[tested] / error[tested]
    moment = n * cubes_x * cubes_y / np.maximum((n - 1) * (n - 2), 1)
    skewness = moment[tested] / error[tested] ** 3
    return listed(incidence, tested, n[tested], means[tested], z, skewness, false_alarms)


def _ranks(group: NDArray[np.int64], value: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rank of each value within its group, equals at their mean rank.

    Args:
        group: ascending. Shape (m,).
        value: shape (m,).
    """
    order = np.lexsort((value, group))
    new = np.ones(len(order), np.bool_)
    new[1:] = (np.diff(group[order]) != 0) | (np.diff(value[order]) != 0)
    first = np.flatnonzero(new)
    sizes = np.diff(first, append=len(order))
    # The ranks run on from group to group: what is the same within a group does no harm.
    ranks = np.empty(len(order))
    ranks[order] = np.repeat(first + (sizes - 1) / 2, sizes)
    return ranks
