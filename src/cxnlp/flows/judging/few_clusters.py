"""Whether a table has clusters enough for intervals that draw whole clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cxnlp.metrics import clusters_in
from cxnlp.metrics.paired import LEAST_ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["few_clusters"]

_NAMED: Final = 5
"""Slices that are named."""


def few_clusters(
    clusters: NDArray[np.generic] | None,
    judged: NDArray[np.bool_],
    slices: Mapping[str, NDArray[np.bool_]],
) -> str | None:
    """A sentence where clusters, or rows, are too few for an interval; None where they are not.

    Args:
        clusters: a customer or source for each row; None where rows are not clustered. Shape (n,).
        judged: rows with a level. Shape (n,).
        slices: the judged rows of each slice, by its name. Shape (n,) each.

    >>> import numpy as np
    >>> shops, judged = np.repeat(["a", "b"], 3), np.ones(6, bool)
    >>> few_clusters(shops, judged, {"shop=a": shops == "a"}).partition(";")[0]
    'the judged rows belong to 2 clusters: intervals of fewer than 20 are too narrow'
    >>> few_clusters(None, judged, {})
    '6 rows with a level: intervals of fewer than 20 are too narrow'
    >>> few_clusters(None, np.array([True, False]), {})
    '1 row with a level: a single row gives no interval'
    """
    if clusters is None:
        count = int(judged.sum())
        if count == 1:
            return "1 row with a level: a single row gives no interval"
        few = f"{count} rows with a level: intervals of fewer than {LEAST_ROWS} are too narrow"
        return few if count < LEAST_ROWS else None
    told = []
    many = clusters_in(clusters[judged])
    if many == 1:
        told.append("all judged rows belong to one cluster, which gives no interval")
    elif many < LEAST_ROWS:
        told.append(
            f"the judged rows belong to {many} clusters: intervals of fewer than {LEAST_ROWS} are "
            "too narrow"
        )
    alone = [name for name, rows in slices.items() if clusters_in(clusters[rows]) == 1]
    if alone and many > 1:
        more = f" and {len(alone) - _NAMED} more" if len(alone) > _NAMED else ""
        told.append(
            f"slices of one cluster alone have no interval: {', '.join(alone[:_NAMED])}{more}"
        )
    return "; ".join(told) or None
