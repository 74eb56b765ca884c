"""How many customers stand behind a topic, and how much of it is the voice of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.incidence import Incidence

__all__ = ["witnesses"]


def witnesses(
    comments: LabelledComments, incidence: Incidence
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Customers who wrote the comments of each topic, and the share by the one who wrote most.

    A comment without a customer counts as one of its own.

    Returns:
        Number and share, 0 for a topic that no comment touches. Shapes (t,).

    >>> import pyarrow as pa
    >>> from cxnlp.insights.comments import read_comments
    >>> from cxnlp.insights.incidence import read_incidence
    >>> comments = read_comments(pa.table({"row": range(4), "level": [2] * 4,
    ...     "status": ["labelled"] * 4, "customer": ["a", "a", "a", "b"]}))
    >>> given = pa.table({"row": range(4), "topic": [0] * 4, "strength": [0.9] * 4})
    >>> names = pa.table({"topic": [0], "name": ["waiting"]})
    >>> number, most = witnesses(comments, read_incidence(comments, given, names))
    >>> number.tolist(), most.tolist()
    ([2], [0.75])
    """
    groups = len(incidence.topic)
    pair = incidence.place * comments.customers + comments.customer[incidence.comment]
    different, written = np.unique(pair, return_counts=True)
    place = different // max(comments.customers, 1)
    most = np.zeros(groups)
    np.maximum.at(most, place, written)
    total = np.bincount(incidence.place, minlength=groups)
    return np.bincount(place, minlength=groups).astype(np.int64), most / np.maximum(total, 1)
