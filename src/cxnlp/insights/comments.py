"""The labelled comments of a run as arrays: what every insight is counted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.levels import ServiceLevel
from cxnlp.schema import PROBABILITY_COLUMNS, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["EARLIEST", "LabelledComments", "read_comments"]

EARLIEST: Final = np.datetime64("1980-01-01", "us")
"""An earlier date is a system's default (1970, 1900), not the day of a comment."""

_NEEDED: Final = ("row", "level", "created_at", "customer", *PROBABILITY_COLUMNS)


@dataclass(frozen=True)
class LabelledComments:
    """The rows of `labels` whose status is `labelled`, in ascending order of row.

    Attributes:
        row: row numbers in the source. Shape (n,), int64.
        level: predicted levels 1 to 6. Shape (n,), int8.
        customer: customer of each comment, 0 to customers-1; a comment without one is a customer of
            its own. Shape (n,), int64.
        customers: number of different customers.
        named_customers: those that the run names; 0 where it has no customer column.
        when: date of each comment in UTC, NaT where none can be used. Shape (n,), datetime64[us].
        undated: comments without a date.
        implausible: comments dated before 1980, counted as undated.
        future: comments dated after `today`, counted as undated.
        statuses: number of rows by status, all statuses of the run.
        below: probability of a level below expected; 1 where the table has no probabilities.
            Shape (n,), float32.
        above: probability of a level above desired, likewise. Shape (n,), float32.
    """

    row: NDArray[np.int64]
    level: NDArray[np.int8]
    customer: NDArray[np.int64]
    customers: int
    named_customers: int
    when: NDArray[np.datetime64]
    undated: int
    implausible: int
    future: int
    statuses: Mapping[str, int]
    below: NDArray[np.float32]
    above: NDArray[np.float32]

    @property
    def known_customers(self) -> bool:
        """Whether the run names at least one customer."""
        return self.named_customers > 0

    def __len__(self) -> int:
        return len(self.row)

    @property
    def dated(self) -> NDArray[np.bool_]:
        """Which comments have a date that can be used. Shape (n,)."""
        return ~np.isnat(self.when)


def read_comments(labels: pa.Table, *, today: datetime | None = None) -> LabelledComments:
    """Read the labelled comments of a run's `labels`; the other columns may be missing.

    Args:
        labels: columns `row`, `level`, `status`, and where present `created_at`, `customer` and the
            six probabilities.
        today: later dates are left out and counted; None keeps them.

    >>> import pyarrow as pa
    >>> table = pa.table({"row": [0, 1], "level": [2, None], "status": ["labelled", "no_evidence"]})
    >>> comments = read_comments(table)
    >>> len(comments), comments.statuses["no_evidence"]
    (1, 1)
    """
    import pyarrow.compute as pc

    counted = pc.value_counts(labels["status"].combine_chunks()).to_pylist()
    statuses = dict.fromkeys((status.value for status in Status), 0)
    statuses.update({entry["values"]: entry["counts"] for entry in counted})
    wanted = [name for name in _NEEDED if name in labels.column_names]
    is_labelled = pc.equal(labels["status"], Status.LABELLED.value)
    chosen = labels.select(wanted).filter(is_labelled)
    row = chosen["row"].to_numpy()
    if np.any(row[1:] <= row[:-1]):
        chosen = chosen.sort_by("row")
    customer, customers, named = _customers(chosen)
    when, undated, implausible, future = _dates(chosen, today)
    return LabelledComments(
        row=chosen["row"].to_numpy().astype(np.int64),
        level=chosen["level"].to_numpy().astype(np.int8),
        customer=customer,
        customers=customers,
        named_customers=named,
        when=when,
        undated=undated,
        implausible=implausible,
        future=future,
        statuses=statuses,
        below=_probability(chosen, ServiceLevel.CRIMINAL, ServiceLevel.BASIC),
        above=_probability(chosen, ServiceLevel.SURPRISING, ServiceLevel.UNBELIEVABLE),
    )


def _probability(chosen: pa.Table, *levels: ServiceLevel) -> NDArray[np.float32]:
    names = [PROBABILITY_COLUMNS[level - 1] for level in levels]
    if not set(names) <= set(chosen.column_names):
        return np.ones(chosen.num_rows, np.float32)
    return np.asarray(sum(chosen[name].to_numpy() for name in names), np.float32)


def _customers(chosen: pa.Table) -> tuple[NDArray[np.int64], int, int]:
    n = chosen.num_rows
    if "customer" not in chosen.column_names or chosen["customer"].null_count == n:
        return np.arange(n, dtype=np.int64), n, 0
    coded = chosen["customer"].combine_chunks().dictionary_encode()
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    nameless = np.flatnonzero(codes < 0)
    codes[nameless] = len(coded.dictionary) + np.arange(len(nameless))
    named = len(coded.dictionary)
    return codes, named + len(nameless), named


def _dates(
    chosen: pa.Table, today: datetime | None
) -> tuple[NDArray[np.datetime64], int, int, int]:
    import pyarrow as pa

    if "created_at" not in chosen.column_names:
        nothing = np.full(chosen.num_rows, np.datetime64("NaT", "us"))
        return nothing, chosen.num_rows, 0, 0
    instants = chosen["created_at"].cast(pa.timestamp("us", tz="UTC"))
    when = instants.cast(pa.timestamp("us")).to_numpy().astype("datetime64[us]")
    undated = int(np.isnat(when).sum())
    early = when < EARLIEST
    late = np.zeros(len(when), np.bool_)
    if today is not None:
        late = when > np.datetime64(int(today.timestamp() * 1_000_000), "us")
    when = np.where(early | late, np.datetime64("NaT", "us"), when)
    return when, undated, int(early.sum()), int(late.sum())
