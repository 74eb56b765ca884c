"""What is held fixed besides the drivers: when, through which channel, from which segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.kpis.rows import segment_codes
from cxnlp.insights.periods import periods_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from cxnlp.insights.comments import LabelledComments

__all__ = ["customers_of", "read_controls"]

_MOST: Final = 40
"""Columns of one control: ten years of quarters; beyond, the rarest fall into the rest."""


def read_controls(
    chosen: pa.Table,
    comments: LabelledComments,
    rows: NDArray[np.int64],
    *,
    names: Sequence[str],
    floor: int,
) -> tuple[csr_array, tuple[str, ...]]:
    """Columns of 0 and 1 for the values of each control.

    The commonest value is the reference; values with under `floor` customers, and missing ones,
    join it (too few to tell what sets them apart).

    Args:
        chosen: labelled rows, in ascending order of `row`.
        comments: the same rows.
        rows: the rows that count. Shape (m,).
        names: `period` (calendar quarters of `created_at`), or columns.
        floor: customers that a value needs.

    Returns:
        Shape (m, c), and the names of the controls that have any column.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.comments import read_comments
    >>> table = pa.table({"row": range(5), "level": [3] * 5, "status": ["labelled"] * 5,
    ...                   "channel": ["phone", "mail", "phone", "mail", "phone"]})
    >>> held, used = read_controls(table, read_comments(table), np.arange(5), names=["channel"],
    ...                            floor=2)
    >>> held.toarray().ravel().tolist(), used
    ([0.0, 1.0, 0.0, 1.0, 0.0], ('channel',))
    """
    from scipy.sparse import csr_array, hstack

    found: list[csr_array] = [csr_array((len(rows), 0))]
    used: list[str] = []
    customer = comments.customer[rows]
    for name in names:
        if name == "period":
            code = periods_of(comments.when, "quarter").index[rows]
        elif name in chosen.column_names:
            code = segment_codes(chosen, name)[0][rows]
        else:
            continue
        times = customers_of(code + 1, customer)[1:]
        by_size = np.argsort(-times, kind="stable")
        kept = by_size[1 : _MOST + 1]
        kept = kept[times[kept] >= floor]
        if len(kept):
            place = np.full(len(times) + 1, -1, np.int64)
            place[kept] = np.arange(len(kept))
            at = np.flatnonzero(place[code] >= 0)
            values = (np.ones(len(at)), (at, place[code[at]]))
            found.append(csr_array(values, shape=(len(rows), len(kept))))
            used.append(name)
    return csr_array(hstack(found)), tuple(used)


def customers_of(code: NDArray[np.int64], customer: NDArray[np.int64]) -> NDArray[np.int64]:
    """Different customers behind each code, 0 and up.

    >>> customers_of(np.array([0, 0, 2]), np.array([7, 7, 7])).tolist()
    [1, 0, 1]
    """
    width = int(customer.max(initial=0)) + 1
    different = np.unique(code * width + customer)
    times = np.bincount(different // width, minlength=int(code.max(initial=-1)) + 1)
    return times.astype(np.int64)
