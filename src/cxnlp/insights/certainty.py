"""How sure is the model of its own answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.insights.comments import LabelledComments, read_comments
from cxnlp.insights.intervals import bounded_means
from cxnlp.levels import ServiceLevel
from cxnlp.schema import PROBABILITY_COLUMNS, Status

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.metrics import Estimate

__all__ = ["Certainty", "certainty"]


@dataclass(frozen=True)
class Certainty:
    """The model's own view of the labelled comments; only as good as its calibration.

    Attributes:
        n: labelled comments.
        widths: comments whose interval holds 1, 2, … 6 levels. Shape (6,), int64.
        top: mean of the greatest of the six probabilities; None with n = 0.
        hit: mean probability of the level that was given: the accuracy that the model expects of
            itself.
        near: mean probability of the given level and its neighbours: expected within one level.
        straddling: share of comments whose interval holds levels below and above expected, so that
            not even the direction is sure.
        expected_shares: mean probability of each level, worst first. Where the model is calibrated
            this counts rare levels better than the shares of given levels. Shape (6,); NaN with
            n = 0.
    """

    n: int
    widths: NDArray[np.int64]
    top: Estimate | None
    hit: Estimate | None
    near: Estimate | None
    straddling: Estimate | None
    expected_shares: NDArray[np.float64]


def certainty(labels: pa.Table, *, confidence: float = 0.95) -> Certainty:
    """Summarise probabilities and intervals of a run's `labels`.

    Args:
        labels: columns `row`, `level`, `status`, the six probabilities, `level_low`, `level_high`,
            and `customer` where the run has it.
        confidence: level of the intervals around the means.

    >>> import pyarrow as pa
    >>> shares = {name: [0.0, 0.1] for name in PROBABILITY_COLUMNS}
    >>> labels = pa.table({"row": [0, 1], "level": [2, 4], "status": ["labelled"] * 2, **shares,
    ...                    "p_basic": [1.0, 0.1], "p_desired": [0.0, 0.5],
    ...                    "level_low": [2, 3], "level_high": [2, 5]})
    >>> found = certainty(labels)
    >>> found.widths.tolist(), f"{found.hit.value:.2f}"
    ([1, 0, 1, 0, 0, 0], '0.75')
    """
    import pyarrow.compute as pc

    comments = read_comments(labels)
    chosen = labels.select(["row", "level_low", "level_high", *PROBABILITY_COLUMNS])
    chosen = chosen.filter(pc.equal(labels["status"], Status.LABELLED.value)).sort_by("row")
    n = len(comments)
    low, high = chosen["level_low"].to_numpy(), chosen["level_high"].to_numpy()
    straddling = (low < ServiceLevel.EXPECTED) & (high > ServiceLevel.EXPECTED)
    top, hit, near = np.zeros(n), np.zeros(n), np.zeros(n)
    expected = np.full(len(ServiceLevel), np.nan)
    # Level by level, so that no second table of all probabilities is held.
    for level, name in zip(ServiceLevel, PROBABILITY_COLUMNS, strict=True):
        p = chosen[name].to_numpy().astype(np.float64)
        np.maximum(top, p, out=top)
        hit += np.where(comments.level == level, p, 0.0)
        near += np.where(np.abs(comments.level - level) <= 1, p, 0.0)
        if n:
            expected[level - 1] = p.mean()

    def mean(value: NDArray[np.float64]) -> Estimate | None:
        return _mean(comments, value, confidence)

    return Certainty(
        n=n,
        widths=np.bincount(high.astype(np.int64) - low, minlength=6).astype(np.int64),
        top=mean(top),
        hit=mean(hit),
        near=mean(near),
        straddling=mean(straddling.astype(np.float64)),
        expected_shares=expected,
    )


def _mean(
    comments: LabelledComments, value: NDArray[np.float64], confidence: float
) -> Estimate | None:
    if not len(comments):
        return None
    return bounded_means(
        np.zeros(len(value), np.int64),
        comments.customer,
        np.clip(value, 0.0, 1.0),
        groups=1,
        confidence=confidence,
    )[0]
