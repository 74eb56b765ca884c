"""Small tables of labels, assignments and topics for the tests of insights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

START: Final = datetime(2026, 1, 1, tzinfo=UTC)


def make_labels(
    levels: Sequence[int | None],
    *,
    customers: Sequence[str | None] | None = None,
    days: Sequence[float | None] | None = None,
    texts: Sequence[str] | None = None,
) -> pa.Table:
    """Labels of these levels; None is a row without evidence. Days count from the START."""
    columns: dict[str, object] = {
        "row": pa.array(range(len(levels)), pa.int64()),
        "level": pa.array(levels, pa.int8()),
        "status": ["no_evidence" if level is None else "labelled" for level in levels],
    }
    if customers is not None:
        columns["customer"] = pa.array(customers, pa.string())
    if days is not None:
        when = [None if day is None else START + timedelta(days=day) for day in days]
        columns["created_at"] = pa.array(when, pa.timestamp("us", tz="UTC"))
    if texts is not None:
        columns["text"] = list(texts)
    return pa.table(columns)


def make_assignments(
    topics: Sequence[int],
    *,
    rows: Sequence[int] | None = None,
    strength: Sequence[float] | None = None,
) -> pa.Table:
    """One row per pair; rows 0, 1, 2 … if not given."""
    return pa.table(
        {
            "row": pa.array(range(len(topics)) if rows is None else rows, pa.int64()),
            "topic": pa.array(topics, pa.int32()),
            "strength": pa.array(
                [1.0] * len(topics) if strength is None else strength, pa.float32()
            ),
        }
    )


def make_topics(*names: str) -> pa.Table:
    """Topics 0, 1, 2 … of these names."""
    return pa.table({"topic": pa.array(range(len(names)), pa.int32()), "name": list(names)})
