"""Level by topic: which topics drag customers down, which lift them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.insights.comments import LabelledComments, read_comments
from cxnlp.insights.incidence import Incidence, distinct, read_incidence
from cxnlp.insights.intervals import Estimates, bounded_means
from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["LevelByTopic", "cross", "level_by_topic"]


@dataclass(frozen=True)
class LevelByTopic:
    """Predicted levels of the labelled comments that touch each topic.

    Attributes:
        topic: topic numbers. Shape (t,), int64.
        name: their names. Length t.
        counts: comments by topic and level, worst level first. Shape (t, 6), int64.
        mean: mean level of each topic; NaN where no labelled comment touches it.
        untouched: labelled comments that touch no topic.
    """

    topic: NDArray[np.int64]
    name: tuple[str, ...]
    counts: NDArray[np.int64]
    mean: Estimates
    untouched: int

    def __len__(self) -> int:
        return len(self.name)

    @property
    def shares(self) -> NDArray[np.float64]:
        """Share of each level within a topic; rows sum to 1, or are 0. Shape (t, 6)."""
        total = self.counts.sum(axis=1, keepdims=True)
        return np.asarray(self.counts / np.maximum(total, 1))


def level_by_topic(
    labels: pa.Table, assignments: pa.Table, topics: pa.Table, *, confidence: float = 0.95
) -> LevelByTopic:
    """Count the levels within each topic; a comment counts once per topic.

    Args:
        labels: columns `row`, `level`, `status`, and `customer` where present.
        assignments: columns `row`, `topic`, `strength`.
        topics: columns `topic`, `name`.
        confidence: level of the intervals of the means, by customer.

    >>> import pyarrow as pa
    >>> labels = pa.table({"row": [0, 1], "level": [6, 2], "status": ["labelled"] * 2})
    >>> given = pa.table({"row": [0, 1], "topic": [0, -1], "strength": [0.9, 0.0]})
    >>> found = level_by_topic(labels, given, pa.table({"topic": [0], "name": ["staff"]}))
    >>> found.counts.tolist(), found.untouched
    ([[0, 0, 0, 0, 0, 1]], 1)
    """
    comments = read_comments(labels)
    return cross(comments, read_incidence(comments, assignments, topics), confidence=confidence)


def cross(
    comments: LabelledComments, incidence: Incidence, *, confidence: float = 0.95
) -> LevelByTopic:
    """The same from comments and topics that are already read.

    >>> import pyarrow as pa
    >>> labels = pa.table({"row": [0, 1], "level": [6, 2], "status": ["labelled"] * 2})
    >>> given = pa.table({"row": [0, 1], "topic": [0, 0], "strength": [0.9, 0.8]})
    >>> comments = read_comments(labels)
    >>> names = pa.table({"topic": [0], "name": ["staff"]})
    >>> found = cross(comments, read_incidence(comments, given, names))
    >>> found.mean.value.tolist(), found.shares[0].tolist()
    ([4.0], [0.0, 0.5, 0.0, 0.0, 0.0, 0.5])
    """
    groups, levels = len(incidence.topic), len(ServiceLevel)
    level = comments.level[incidence.comment].astype(np.int64) - 1
    counts = np.bincount(incidence.place * levels + level, minlength=groups * levels)
    return LevelByTopic(
        topic=incidence.topic,
        name=incidence.name,
        counts=counts.reshape(groups, levels).astype(np.int64),
        mean=bounded_means(
            incidence.place,
            comments.customer[incidence.comment],
            level / 5,
            groups=groups,
            confidence=confidence,
        ).scaled(5, 1),
        untouched=len(comments) - len(distinct(incidence.comment)),
    )
