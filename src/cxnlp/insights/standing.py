"""Where do we stand: the share of each level among the labelled comments, and their mean level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.insights.comments import LabelledComments, read_comments
from cxnlp.insights.intervals import Estimates, bounded_means
from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from cxnlp.metrics import Estimate

__all__ = ["LevelShares", "level_shares", "standing"]


@dataclass(frozen=True)
class LevelShares:
    """Shares of *predicted* levels: what the model read, its errors not taken out.

    The intervals tell of the sample of comments (clustered by customer where known), not of the
    model's errors; see `cxnlp.insights.certainty` for those.

    Attributes:
        rows: rows of the run's `labels`, whatever their status.
        labelled: comments with a level.
        statuses: number of rows by status.
        shares: share of each level among the labelled comments, worst first. Six entries; NaN where
            nothing is labelled.
        mean: mean level, 1 to 6; None where nothing is labelled.
        below: share of the levels below expected (criminal, basic).
        above: share of the levels above expected (desired, surprising, unbelievable).
        customers: number of customers that the run names, None where it names none.
        confidence: level of the intervals.
    """

    rows: int
    labelled: int
    statuses: Mapping[str, int]
    shares: Estimates
    mean: Estimate | None
    below: Estimate | None
    above: Estimate | None
    customers: int | None
    confidence: float


def level_shares(labels: pa.Table, *, confidence: float = 0.95) -> LevelShares:
    """Count the levels of a run's `labels`.

    Args:
        labels: columns `row`, `level`, `status`, and `customer` where the run has it.
        confidence: level of the intervals.

    >>> import pyarrow as pa
    >>> table = pa.table({"row": range(4), "level": [2, 2, 4, 4], "status": ["labelled"] * 4})
    >>> found = level_shares(table)
    >>> found.shares.value.tolist(), found.mean.value
    ([0.0, 0.5, 0.0, 0.5, 0.0, 0.0], 3.0)
    """
    return standing(read_comments(labels), confidence=confidence)


def standing(comments: LabelledComments, *, confidence: float = 0.95) -> LevelShares:
    """The same from comments that are already read.

    >>> import pyarrow as pa
    >>> table = pa.table({"row": range(4), "level": [1, 2, 3, 6], "status": ["labelled"] * 4})
    >>> found = standing(read_comments(table))
    >>> found.below.value, found.above.value
    (0.5, 0.25)
    """
    level = comments.level.astype(np.int64)
    n = len(comments)
    of = np.bincount(comments.customer, minlength=comments.customers)

    def share(chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Estimate | None:
        held = np.flatnonzero(chosen)
        if not n:
            return None
        return bounded_means(
            np.zeros(len(held), np.int64),
            comments.customer[held],
            np.ones(len(held)),
            groups=1,
            of=of,
            confidence=confidence,
        )[0]

    mean = None
    if n:
        parts = (level - 1) / 5
        mean = bounded_means(
            np.zeros(n, np.int64), comments.customer, parts, groups=1, confidence=confidence
        ).scaled(5, 1)[0]
    return LevelShares(
        rows=sum(comments.statuses.values()),
        labelled=n,
        statuses=comments.statuses,
        shares=bounded_means(
            level - 1,
            comments.customer,
            np.ones(n),
            groups=len(ServiceLevel),
            of=of,
            confidence=confidence,
        ),
        mean=mean,
        below=share(level < ServiceLevel.EXPECTED),
        above=share(level > ServiceLevel.EXPECTED),
        customers=comments.named_customers or None,
        confidence=confidence,
    )
