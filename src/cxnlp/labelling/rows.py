"""Rows of a chunk, each with an id, and either a cleaned text or the reason for its rejection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.labelling.identity import row_ids
from cxnlp.schema import REJECTED_SCHEMA, RejectionReason
from cxnlp.text import clean_all, rejections

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from cxnlp.sources import Chunk
    from cxnlp.sources.columns import ColumnChoice

__all__ = ["CheckedRows", "check_rows", "reject_duplicates"]


@dataclass(frozen=True)
class CheckedRows:
    """The rows of a chunk, told apart.

    Attributes:
        kept: offsets in the chunk of the rows that can be labelled, ascending.
        ids: one id per kept row.
        texts: one cleaned text per kept row.
        rejected: the other rows, by `cxnlp.schema.REJECTED_SCHEMA`.
        all_ids: one id per row of the chunk.
    """

    kept: list[int]
    ids: list[str]
    texts: list[str]
    rejected: pa.Table
    all_ids: list[str]


def check_rows(
    chunk: Chunk, columns: ColumnChoice, leave: AbstractSet[int] = frozenset()
) -> CheckedRows:
    """Give every row of a chunk its id and its cleaned text or rejection.

    Args:
        chunk: the rows.
        columns: which column is what.
        leave: offsets of rows that are neither to be labelled nor to be rejected.
    """
    ids = row_ids(chunk, columns)
    wanted: Sequence[int] = range(len(ids))
    table = chunk.table
    if leave:
        wanted = [offset for offset in wanted if offset not in leave]
        table = table.take(pa.array(wanted, pa.int64()))
    cleaned = clean_all(_texts(table[columns.text]))
    kept: list[int] = []
    texts: list[str] = []
    rejected: list[tuple[int, str, str, str | None]] = []
    for offset, text, found in zip(wanted, cleaned, rejections(cleaned), strict=True):
        fault = chunk.faults.get(offset) or found
        if fault is None:
            kept.append(offset)
            texts.append(text)
        else:
            rejected.append((chunk.start + offset, ids[offset], fault.reason.value, fault.detail))
    columns_of = zip(*rejected, strict=True) if rejected else ((), (), (), ())
    return CheckedRows(
        kept,
        [ids[offset] for offset in kept],
        texts,
        pa.table([list(values) for values in columns_of], schema=REJECTED_SCHEMA),
        ids,
    )


def reject_duplicates(rows: pa.Table) -> pa.Table:
    """The rejections of rows (columns `row` and `id`) whose id was kept before."""
    return pa.table(
        [
            rows["row"],
            rows["id"],
            pa.repeat(RejectionReason.DUPLICATE_ID.value, len(rows)),
            pa.repeat("an earlier row has this id", len(rows)),
        ],
        schema=REJECTED_SCHEMA,
    )


def _texts(column: pa.ChunkedArray) -> list[str]:
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        column = pc.cast(column, pa.string())
    return list(pc.fill_null(column, "").to_pylist())
