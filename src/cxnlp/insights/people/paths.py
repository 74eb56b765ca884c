"""The comments of known customers in the order of time: each customer's path over the levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.insights.comments import read_comments
from cxnlp.insights.kpis.figures import LeftOut
from cxnlp.levels import ServiceLevel
from cxnlp.schema import PROBABILITY_COLUMNS, Status

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["Paths", "read_paths"]


@dataclass(frozen=True)
class Paths:
    """Comments by customer and time; a customer's lie side by side.

    Attributes:
        row: row numbers. Shape (m,), int64.
        level: levels, 1 to 6. Shape (m,), int64.
        when: dates, all NaT where the run has none. Shape (m,).
        start: place of each customer's first comment. Shape (c,), int64.
        last: place of each customer's latest. Shape (c,), int64.
        name: the customers. Length c.
        low: lower end of the latest level's interval; NaN where the run has none. Shape (c,).
        high: upper end, likewise. Shape (c,).
        leaving: probability that the latest level is below expected; NaN without any. Shape (c,).
        timed: whether the order is that of time; else it is that of the rows.
        left_out: comments that are on no path.
    """

    row: NDArray[np.int64]
    level: NDArray[np.int64]
    when: NDArray[np.datetime64]
    start: NDArray[np.int64]
    last: NDArray[np.int64]
    name: pa.Array
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    leaving: NDArray[np.float64]
    timed: bool
    left_out: tuple[LeftOut, ...]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def n(self) -> NDArray[np.int64]:
        """Comments of each customer. Shape (c,)."""
        return self.last - self.start + 1


def read_paths(labels: pa.Table, *, today: datetime | None = None) -> Paths:
    """Put the labelled comments of known customers in order.

    Args:
        labels: see `customer_views`.
        today: later dates are no dates; None keeps them.

    >>> import pyarrow as pa
    >>> labels = pa.table({"row": range(4), "level": [4, 2, 5, 1], "status": ["labelled"] * 4,
    ...                    "customer": ["ann", "bo", "ann", None]})
    >>> found = read_paths(labels)
    >>> found.name.to_pylist(), found.level.tolist(), found.n.tolist(), found.timed
    (['ann', 'bo'], [4, 5, 2], [2, 1], False)
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    comments = read_comments(labels, today=today)
    table = labels.filter(pc.equal(labels["status"], Status.LABELLED.value))
    if np.any(np.diff(table["row"].to_numpy()) <= 0):
        table = table.sort_by("row")
    named = np.zeros(len(comments), np.bool_)
    if "customer" in table.column_names:
        named = np.asarray(pc.is_valid(table["customer"]).to_numpy(), np.bool_)
    timed = bool((named & comments.dated).any())
    kept = np.flatnonzero(named & comments.dated if timed else named)
    moment = comments.when[kept].astype(np.int64) if timed else kept
    at = kept[np.lexsort((kept, moment, comments.customer[kept]))]
    customer = comments.customer[at]
    new = np.ones(len(at), np.bool_)
    new[1:] = customer[1:] != customer[:-1]
    start = np.flatnonzero(new)
    last = np.append(start[1:], len(at))[: len(start)] - 1
    latest = table.select([one for one in table.column_names if one in _LATEST]).take(at[last])
    name = pa.array([], pa.string())
    if len(start):
        name = latest["customer"].combine_chunks().cast(pa.string())
    worst = [_number(latest, one) for one in PROBABILITY_COLUMNS[: ServiceLevel.EXPECTED - 1]]
    return Paths(
        row=comments.row[at],
        level=comments.level[at].astype(np.int64),
        when=comments.when[at],
        start=start,
        last=last,
        name=name,
        low=_number(latest, "level_low"),
        high=_number(latest, "level_high"),
        leaving=np.sum(worst, axis=0),
        timed=timed,
        left_out=_left(int((~named).sum()), int(named.sum()) - len(at), timed=timed),
    )


_LATEST = frozenset({"customer", "level_low", "level_high", *PROBABILITY_COLUMNS})


def _number(latest: pa.Table, name: str) -> NDArray[np.float64]:
    if name not in latest.column_names:
        return np.full(latest.num_rows, np.nan)
    return np.asarray(latest[name].to_numpy(), np.float64)


def _left(nameless: int, undated: int, *, timed: bool) -> tuple[LeftOut, ...]:
    left: list[LeftOut] = []
    if nameless:
        left.append(LeftOut("comments without a customer", nameless, "They are on no path."))
    if undated:
        left.append(LeftOut("comments without a date", undated, "They have no place on a path."))
    if not timed:
        why = "The run has no dates: the order of the rows is taken for that of time."
        hint = "Name the dates with --map created_at=COLUMN when labelling."
        left.append(LeftOut("order of comments", None, why, hint))
    return tuple(left)
