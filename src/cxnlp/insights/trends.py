"""Which topics really grow, shrink or spike, with a stated rate of false alarms.

With 100 topics and 50 weeks some share always looks remarkable. Every topic therefore gets one
p-value for its trend and one per period for a spike, and the false discovery rate over all of them
is held by Benjamini and Hochberg (1995, *J. R. Stat. Soc. B* 57): of the trends flagged at most
`false_alarms` are flagged wrongly on average, and likewise of the spikes, and of the topics whose
mean level moves. Where nothing moves, a trend is flagged in at most `false_alarms` of the runs, and
a spike or a level likewise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from cxnlp.insights.comments import LabelledComments, read_comments
from cxnlp.insights.discoveries import adjusted
from cxnlp.insights.incidence import Incidence, distinct, read_incidence
from cxnlp.insights.level_trends import level_trends
from cxnlp.insights.periods import Period, Periods, periods_of
from cxnlp.insights.share_trends import share_trends
from cxnlp.insights.topic_trend import Trend, listed

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["Spike", "Trend", "Trends", "adjusted", "find_trends", "trends"]

_FEWEST: Final = 5
"""Customers touching a topic before its movement is tested; fewer cannot show any."""


@dataclass(frozen=True)
class Spike:
    """One period in which a topic came up more than in all the others together.

    Attributes:
        topic: the topic's number.
        name: its name.
        period: the period's name.
        n: customers touching the topic in the period.
        share: their share of the customers heard in the period.
        usual: the topic's share in the other periods.
        q_value: after Benjamini-Hochberg over all topics and periods.
    """

    topic: int
    name: str
    period: str
    n: int
    share: float
    usual: float
    q_value: float


@dataclass(frozen=True)
class Trends:
    """All topics' trends, and the spikes that were flagged.

    Attributes:
        period: kind of the periods.
        names: the periods' names.
        trends: one per topic tested, the smallest p-value first.
        spikes: flagged ones only, the smallest q-value first.
        untested: topics with too few customers, or all of them where there are under two periods.
        false_alarms: the false discovery rate that was held.
        levels: how the mean level of each topic moves, the smallest p-value first.
    """

    period: Period
    names: tuple[str, ...]
    trends: tuple[Trend, ...]
    spikes: tuple[Spike, ...]
    untested: int
    false_alarms: float
    levels: tuple[Trend, ...] = ()


def trends(
    labels: pa.Table,
    assignments: pa.Table,
    topics: pa.Table,
    *,
    period: Period | Literal["auto"] = "auto",
    false_alarms: float = 0.05,
    today: datetime | None = None,
) -> Trends:
    """Test every topic's share for a trend and for spikes.

    A customer counts once per period, and in the trend test as one witness however many periods he
    writes in, so that furious writers make no trend (see `cxnlp.insights.share_trends`). Which
    customers touch a topic that does not move is a random draw without replacement: its exact mean,
    variance and skewness give the trend test (measured: docs/decisions/2026-11-22-trends.md). The
    spike test is the upper tail of the hypergeometric distribution (Fisher 1935), exact.

    Args:
        labels: columns `row`, `level`, `status`, `created_at`, and `customer` where present.
        assignments: columns `row`, `topic`, `strength`.
        topics: columns `topic`, `name`.
        period: see `cxnlp.insights.periods.periods_of`.
        false_alarms: false discovery rate, over the topics for trends and over topics and periods
            for spikes.
        today: comments dated later are left out.

    >>> import pyarrow as pa
    >>> from datetime import datetime, timedelta
    >>> days = [datetime(2026, 1, 1) + timedelta(days=3 * n) for n in range(60)]
    >>> labels = pa.table({"row": range(60), "level": [2] * 60, "status": ["labelled"] * 60,
    ...                    "created_at": days})
    >>> late = pa.table({"row": range(60), "topic": [0] * 30 + [1] * 30, "strength": [0.9] * 60})
    >>> names = pa.table({"topic": [0, 1], "name": ["parking", "refunds"]})
    >>> [(one.name, one.direction, one.flagged) for one in trends(labels, late, names).trends]
    [('parking', -1, True), ('refunds', 1, True)]
    """
    comments = read_comments(labels, today=today)
    incidence = read_incidence(comments, assignments, topics)
    return find_trends(comments, incidence, period=period, false_alarms=false_alarms)


def find_trends(
    comments: LabelledComments,
    incidence: Incidence,
    *,
    period: Period | Literal["auto"] = "auto",
    false_alarms: float = 0.05,
) -> Trends:
    """The same from comments and topics that are already read.

    >>> import pyarrow as pa
    >>> labels = pa.table({"row": [0, 1], "level": [2, 5], "status": ["labelled"] * 2})
    >>> comments = read_comments(labels)
    >>> given = pa.table({"row": [0, 1], "topic": [0, 0], "strength": [0.9, 0.8]})
    >>> names = pa.table({"topic": [0], "name": ["waiting"]})
    >>> found = find_trends(comments, read_incidence(comments, given, names))
    >>> found.trends, found.untested  # no dates, two customers
    ((), 1)
    """
    periods = periods_of(comments.when, period)
    p, groups, several = max(len(periods), 1), len(incidence.topic), len(periods) > 1
    index = periods.index[incidence.comment]
    seen = distinct((comments.customer * p + periods.index)[periods.index >= 0])
    key = (incidence.place * comments.customers + comments.customer[incidence.comment]) * p + index
    pair, when = np.divmod(distinct(key[index >= 0]), p)
    place, who = np.divmod(pair, max(comments.customers, 1))
    heard = np.bincount(seen % p, minlength=p)
    touched = np.bincount(place * p + when, minlength=groups * p).reshape(groups, p)
    n = np.bincount(distinct(pair) // max(comments.customers, 1), minlength=groups)
    tested = np.flatnonzero(n >= _FEWEST) if several else np.array([], np.int64)
    touched = touched[tested]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = touched / heard
    z, skewness = share_trends(who, when, place, (seen // p, seen % p), groups)
    return Trends(
        period=periods.kind,
        names=tuple(periods.names),
        trends=listed(
            incidence, tested, n[tested], share, z[tested], skewness[tested], false_alarms
        ),
        spikes=_spikes(touched, heard, tested, incidence, periods, false_alarms),
        untested=len(incidence.topic) - len(tested),
        false_alarms=false_alarms,
        levels=level_trends(comments, incidence, periods, false_alarms=false_alarms),
    )


def _spikes(  # noqa: PLR0917 - the tables of one test
    touched: NDArray[np.int64],
    heard: NDArray[np.int64],
    tested: NDArray[np.int64],
    incidence: Incidence,
    periods: Periods,
    false_alarms: float,
) -> tuple[Spike, ...]:
    from scipy.stats import hypergeom

    if not len(tested):
        return ()
    n, k = int(heard.sum()), touched.sum(axis=1, keepdims=True)
    p = hypergeom.sf(touched - 1, n, np.broadcast_to(k, touched.shape), heard[None, :])
    q = adjusted(np.asarray(p, np.float64))
    names = periods.names
    found = [
        Spike(
            topic=int(incidence.topic[tested[at]]),
            name=incidence.name[tested[at]],
            period=names[when],
            n=int(touched[at, when]),
            share=float(touched[at, when] / heard[when]),
            usual=float((k[at, 0] - touched[at, when]) / max(n - heard[when], 1)),
            q_value=float(q[at, when]),
        )
        for at, when in zip(*np.nonzero(q <= false_alarms), strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (one.q_value, one.topic, one.period)))
