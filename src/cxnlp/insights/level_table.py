"""The level x topic table for files: which topics drag customers down, which lift them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from cxnlp.insights.crosstab import cross
from cxnlp.insights.intervals import bounded_means
from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.incidence import Incidence
    from cxnlp.insights.intervals import Estimates

__all__ = ["LEVELS_SCHEMA", "level_table"]

_FIGURES: Final = ("mean_level", "below", "above")

LEVELS_SCHEMA: Final = pa.schema(
    [
        pa.field("topic", pa.int32(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
        *(pa.field(level.label, pa.int64(), nullable=False) for level in ServiceLevel),
        *(
            pa.field(f"{figure}{end}", pa.float64())
            for figure in _FIGURES
            for end in ("", "_low", "_high")
        ),
    ]
)
"""The columns of `level_by_topic.parquet`, as the contract orders them."""


def level_table(
    comments: LabelledComments, incidence: Incidence, *, confidence: float = 0.95
) -> pa.Table:
    """Set the levels of the labelled comments against the topics that they touch.

    Args:
        comments: the labelled ones.
        incidence: which comment touches which topic.
        confidence: level of the intervals.

    Returns:
        `LEVELS_SCHEMA`, one row per topic, in the order of the topics: `n` labelled comments that
        touch it, how many of them stand on each level, their `mean_level`, and the shares of them
        `below` expected and `above` desired, all three with intervals clustered by customer; null
        where no labelled comment touches the topic.

    >>> from cxnlp.insights.comments import read_comments
    >>> from cxnlp.insights.incidence import read_incidence
    >>> labels = pa.table({"row": [0, 1], "level": [2, 5], "status": ["labelled"] * 2})
    >>> given = pa.table({"row": [0, 1], "topic": [0, 0], "strength": [0.9, 0.8]})
    >>> comments = read_comments(labels)
    >>> names = pa.table({"topic": [0], "name": ["waiting"]})
    >>> table = level_table(comments, read_incidence(comments, given, names))
    >>> table.select(["n", "basic", "surprising", "mean_level", "below"]).to_pylist()
    [{'n': 2, 'basic': 1, 'surprising': 1, 'mean_level': 3.5, 'below': 0.5}]
    """
    crossed = cross(comments, incidence, confidence=confidence)
    level = comments.level[incidence.comment]

    def share(held: NDArray[np.bool_]) -> Estimates:
        return bounded_means(
            incidence.place,
            comments.customer[incidence.comment],
            held.astype(np.float64),
            groups=len(crossed),
            confidence=confidence,
        )

    columns: dict[str, object] = {
        "topic": crossed.topic.astype(np.int32),
        "name": list(crossed.name),
        "n": crossed.counts.sum(axis=1),
        **{one.label: crossed.counts[:, at] for at, one in enumerate(ServiceLevel)},
    }
    below, above = share(level < ServiceLevel.EXPECTED), share(level > ServiceLevel.DESIRED)
    for name, figure in zip(_FIGURES, (crossed.mean, below, above), strict=True):
        for end, values in (("", figure.value), ("_low", figure.low), ("_high", figure.high)):
            columns[f"{name}{end}"] = pa.array(values, pa.float64(), from_pandas=True)
    arrays = [pa.array(columns[field.name], field.type) for field in LEVELS_SCHEMA]
    return pa.Table.from_arrays(arrays, schema=LEVELS_SCHEMA)
