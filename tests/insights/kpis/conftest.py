"""Small runs for the tests of KPIs: labels with whatever columns a test wants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from cxnlp.insights.kpis.cutting import Cut, cut_by
from cxnlp.schema import METADATA_TYPES, PROBABILITY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

START: Final = datetime(2026, 1, 1, tzinfo=UTC)


def make_run(
    levels: Sequence[int | None],
    *,
    days: Sequence[float | None] | None = None,
    sure: float | None = None,
    **columns: Sequence[object],
) -> pa.Table:
    """Labels of these levels (None: no evidence) with metadata; days count from the START.

    With `sure`, a comment's level has that probability and the others share the rest.
    """
    n = len(levels)
    table: dict[str, object] = {
        "row": pa.array(range(n), pa.int64()),
        "level": pa.array(levels, pa.int8()),
        "status": pa.array(
            ["no_evidence" if level is None else "labelled" for level in levels], pa.string()
        ),
    }
    if days is not None:
        table["created_at"] = pa.array(
            [None if day is None else START + timedelta(days=day) for day in days],
            pa.timestamp("us", tz="UTC"),
        )
    if sure is not None:
        rest = (1 - sure) / 5
        for step, name in enumerate(PROBABILITY_COLUMNS, start=1):
            table[name] = pa.array(
                [sure if level == step else rest for level in levels], pa.float32()
            )
    for name, values in columns.items():
        table[name] = pa.array(list(values), METADATA_TYPES.get(name))
    return pa.table(table)


def one_group(n: int, customer: Sequence[int] | None = None) -> Cut:
    """All of n rows in one group."""
    who = np.arange(n) if customer is None else np.asarray(customer, np.int64)
    return cut_by(np.zeros(n, np.int64), ("all",), who)
