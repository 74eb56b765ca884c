"""How do the levels move: shares of levels and mean level by period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from cxnlp.insights.comments import LabelledComments, read_comments
from cxnlp.insights.intervals import Estimates, bounded_means
from cxnlp.insights.periods import Period, periods_of
from cxnlp.insights.slopes import slopes
from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.metrics import Estimate

__all__ = ["LevelMovement", "levels_over_time", "movement"]


@dataclass(frozen=True)
class LevelMovement:
    """Predicted levels by calendar period.

    Attributes:
        period: the kind of period.
        names: the periods' names, without gaps. Length p.
        counts: comments by period and level, worst first. Shape (p, 6), int64.
        mean: mean level of each period; NaN where a period is empty.
        below: share below expected in each period; NaN where a period is empty.
        change: change of the mean level per 30 days (least squares), None with under two dates.
        undated: labelled comments without a date, left out.
        implausible: labelled comments dated before 1980, left out.
        future: labelled comments dated after the day of the report, left out.
    """

    period: Period
    names: tuple[str, ...]
    counts: NDArray[np.int64]
    mean: Estimates
    below: Estimates
    change: Estimate | None
    undated: int
    implausible: int
    future: int

    def __len__(self) -> int:
        return len(self.names)


def levels_over_time(
    labels: pa.Table,
    period: Period | Literal["auto"] = "auto",
    *,
    today: datetime | None = None,
    confidence: float = 0.95,
) -> LevelMovement:
    """Count the levels of a run's `labels` by period.

    Args:
        labels: columns `row`, `level`, `status`, and where present `created_at` and `customer`.
        period: see `cxnlp.insights.periods.periods_of`.
        today: comments dated later are left out and counted.
        confidence: level of the intervals.

    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> table = pa.table({"row": [0, 1], "level": [2, 4], "status": ["labelled"] * 2,
    ...                   "created_at": [datetime(2026, 1, 5, tzinfo=UTC), None]})
    >>> found = levels_over_time(table, "month")
    >>> found.names, found.mean.value.tolist(), found.undated
    (('2026-01',), [2.0], 1)
    """
    return movement(read_comments(labels, today=today), period, confidence=confidence)


def movement(
    comments: LabelledComments,
    period: Period | Literal["auto"] = "auto",
    *,
    confidence: float = 0.95,
) -> LevelMovement:
    """The same from comments that are already read.

    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> days = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 1, 3)]
    >>> table = pa.table({"row": range(3), "level": [2, 4, 5], "status": ["labelled"] * 3,
    ...                   "created_at": days})
    >>> found = movement(read_comments(table), "month")
    >>> found.mean.value.tolist(), found.below.n.tolist()
    ([3.0, nan, 5.0], [2, 0, 1])
    """
    periods = periods_of(comments.when, period)
    dated = np.flatnonzero(periods.index >= 0)
    index = periods.index[dated]
    customer = comments.customer[dated]
    level = comments.level[dated].astype(np.int64)
    counts = np.bincount(index * 6 + level - 1, minlength=len(periods) * 6)

    def mean(value: NDArray[np.float64]) -> Estimates:
        return bounded_means(index, customer, value, groups=len(periods), confidence=confidence)

    return LevelMovement(
        period=periods.kind,
        names=tuple(periods.names),
        counts=counts.reshape(len(periods), len(ServiceLevel)).astype(np.int64),
        mean=mean((level - 1) / 5).scaled(5, 1),
        below=mean((level < ServiceLevel.EXPECTED).astype(np.float64)),
        change=slopes(
            np.zeros(len(dated), np.int64),
            np.arange(len(dated)),
            level.astype(np.float64),
            when=comments.when[dated],
            cluster=customer,
            groups=1,
            confidence=confidence,
        )[0],
        undated=comments.undated,
        implausible=comments.implausible,
        future=comments.future,
    )
