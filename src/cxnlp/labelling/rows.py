"""Rows of a chunk, each with an id, and either a cleaned text or the reason for its rejection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp.labelling.identity import RowWords, row_ids
from cxnlp.schema import REJECTED_SCHEMA, RejectionReason
from cxnlp.sources.chunk import Fault
from cxnlp.text import clean_all, rejections

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from cxnlp.sources import Chunk
    from cxnlp.sources.columns import ColumnChoice
    from cxnlp.text.rejecting import Rejection

__all__ = ["CheckedRows", "check_rows", "reject_duplicates"]

_NO_TEXT: Final = Fault(RejectionReason.BAD_ENCODING, "bytes that are no text")


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
    chunk: Chunk,
    columns: ColumnChoice,
    leave: AbstractSet[int] = frozenset(),
    words: RowWords | None = None,
) -> CheckedRows:
    """Give every row of a chunk its id and its cleaned text or rejection.

    Args:
        chunk: the rows.
        columns: which column is what.
        leave: offsets of rows that are neither to be labelled nor to be rejected.
        words: those of the chunk, where they are at hand.

    >>> from cxnlp.sources import choose_columns, open_source
    >>> source = open_source(["Late again.", "n/a"])
    >>> (chunk,) = source.chunks(10)
    >>> columns = choose_columns(source.columns)
    >>> found = check_rows(chunk, columns)
    >>> found.texts, found.rejected["reason"].to_pylist()
    (['Late again.'], ['empty'])
    """
    words = words or RowWords.of(chunk, columns)
    ids, texts = row_ids(chunk, words), words.texts
    wanted: Sequence[int] = range(len(ids))
    if leave:
        wanted = [at for at in wanted if at not in leave]
        texts = [texts[at] for at in wanted]
    cleaned = clean_all(texts)
    found: list[Fault | Rejection | None] = [*rejections(cleaned)]
    faults = _faults(chunk, columns.text)
    if faults:
        found = [faults.get(at) or why for at, why in zip(wanted, found, strict=True)]
    kept = [at for at, why in zip(wanted, found, strict=True) if why is None]
    rejected = [
        (chunk.start + at, ids[at], why.reason.value, why.detail)
        for at, why in zip(wanted, found, strict=True)
        if why is not None
    ]
    columns_of = zip(*rejected, strict=True) if rejected else ((), (), (), ())
    return CheckedRows(
        kept,
        [ids[at] for at in kept] if rejected or leave else ids,
        [text for text, why in zip(cleaned, found, strict=True) if why is None]
        if rejected
        else cleaned,
        pa.table([list(values) for values in columns_of], schema=REJECTED_SCHEMA),
        ids,
    )


def _faults(chunk: Chunk, column: str) -> Mapping[int, Fault]:
    """Rows at fault, and those among bytes that are no text: some Parquet has texts as bytes."""
    values = chunk.table[column]
    if not pa.types.is_binary(values.type) and not pa.types.is_large_binary(values.type):
        return chunk.faults
    found: dict[int, Fault] = {}
    for row, cell in enumerate(values.to_pylist()):
        try:
            (cell or b"").decode()
        except UnicodeDecodeError:
            found[row] = _NO_TEXT
    return {**found, **chunk.faults}


def reject_duplicates(rows: pa.Table) -> pa.Table:
    """The rejections of rows (columns `row` and `id`) whose id was kept before.

    >>> rows = pa.table({"row": [7], "id": ["a7"]})
    >>> reject_duplicates(rows)["detail"].to_pylist()
    ['an earlier row has this id']
    """
    return pa.table(
        [
            rows["row"],
            rows["id"],
            pa.repeat(RejectionReason.DUPLICATE_ID.value, len(rows)),
            pa.repeat("an earlier row has this id", len(rows)),
        ],
        schema=REJECTED_SCHEMA,
    )
