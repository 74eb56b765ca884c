"""The rows of a run as arrays, whatever their status: what KPIs are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.comments import read_comments
from cxnlp.schema import METADATA_TYPES, PROBABILITY_COLUMNS, Status

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments

__all__ = ["KPI_COLUMNS", "ServiceRows", "read_rows", "segment_codes"]

KPI_COLUMNS: Final = ("row", "level", "status", *PROBABILITY_COLUMNS, *METADATA_TYPES)
"""The columns of `labels` that KPIs are counted from, as far as a run has them; no text."""


@dataclass(frozen=True)
class ServiceRows:
    """All rows of `labels`, in ascending order of row.

    Attributes:
        table: the rows, in that order.
        comments: rows, customers and dates, every row taken for a comment of its own.
        level: predicted level, 0 where there is none. Shape (n,), int64.
    """

    table: pa.Table
    comments: LabelledComments
    level: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.level)

    @property
    def customer(self) -> NDArray[np.int64]:
        """Customer of each row; a row without one is a customer of its own. Shape (n,)."""
        return self.comments.customer

    @property
    def when(self) -> NDArray[np.datetime64]:
        """Date of each row, NaT where none can be used. Shape (n,)."""
        return self.comments.when

    def has(self, name: str) -> bool:
        """Whether the run has the column with at least one value."""
        return name in self.table.column_names and self.table[name].null_count < len(self)

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column of numbers or truth values; NaN where there is none. Shape (n,)."""
        import pyarrow as pa

        column = self.table[name].combine_chunks()
        if pa.types.is_boolean(column.type):
            column = column.cast(pa.int8())
        return np.asarray(column.cast(pa.float64()).to_numpy(zero_copy_only=False), np.float64)

    def instants(self, name: str) -> NDArray[np.datetime64]:
        """A column of dates in UTC; NaT where there is none. Shape (n,)."""
        import pyarrow as pa

        column = self.table[name].cast(pa.timestamp("us", tz="UTC")).cast(pa.timestamp("us"))
        return np.asarray(column.to_numpy(), "datetime64[us]")

    def named(self, name: str) -> NDArray[np.bool_]:
        """Which rows have a value in a column. Shape (n,)."""
        import pyarrow.compute as pc

        return np.asarray(pc.is_valid(self.table[name]).to_numpy(), np.bool_)


def read_rows(labels: pa.Table, *, today: datetime | None = None) -> ServiceRows:
    """Read the rows of a run's `labels`.

    Args:
        labels: `KPI_COLUMNS` as far as the run has them, and the columns to count by.
        today: later dates are left out and counted; None keeps them.

    >>> import pyarrow as pa
    >>> rows = read_rows(pa.table({"row": [1, 0], "level": [4, None],
    ...                            "status": ["labelled", "no_evidence"],
    ...                            "escalated": [True, False]}))
    >>> rows.level.tolist(), rows.numbers("escalated").tolist(), rows.has("csat")
    ([0, 4], [0.0, 1.0], False)
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    row = labels["row"].to_numpy()
    ordered = labels.sort_by("row") if np.any(row[1:] <= row[:-1]) else labels
    n = ordered.num_rows
    wanted = [name for name in ("row", "created_at", "customer") if name in ordered.column_names]
    # Every row counts here, so every row passes for labelled.
    everyone = (
        ordered.select(wanted)
        .append_column("status", pa.array([Status.LABELLED.value] * n, pa.string()))
        .append_column("level", pa.array(np.ones(n, np.int8)))
    )
    labelled = pc.equal(ordered["status"], Status.LABELLED.value).to_numpy()
    level = pc.fill_null(ordered["level"], 0).to_numpy().astype(np.int64)
    return ServiceRows(ordered, read_comments(everyone, today=today), np.where(labelled, level, 0))


def segment_codes(table: pa.Table, name: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """A column as group numbers, those with most rows first, and the groups' names.

    Blank values are no group. Equal counts: by name.

    Returns:
        Codes, -1 where there is no value. Shape (n,), int64. And the names in their order.

    >>> import pyarrow as pa
    >>> segment_codes(pa.table({"team": ["b", None, "a", "a", " "]}), "team")
    (array([ 1, -1,  0,  0, -1]), ('a', 'b'))
    """
    import pyarrow as pa

    column = table[name].combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    coded = column.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    words = [str(one).strip() for one in column.dictionary.cast(pa.string()).to_pylist()]
    if not words:
        return np.full(len(coded), -1, np.int64), ()
    names, merged = np.unique(np.array(words, object).astype(str), return_inverse=True)
    code = np.where(coded >= 0, merged[coded], -1)
    code = np.where((code >= 0) & (names[code] != ""), code, -1)
    times = np.bincount(code[code >= 0], minlength=len(names))
    order = np.lexsort((np.arange(len(names)), -times))
    order = order[times[order] > 0]
    place = np.full(len(names) + 1, -1, np.int64)
    place[order] = np.arange(len(order))
    return place[code], tuple(str(names[at]) for at in order)
