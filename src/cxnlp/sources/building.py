"""Rows of strings put together to Arrow tables; rows whose bytes were no text are set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp.schema import RejectionReason
from cxnlp.sources.chunk import Fault, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["PIECE_ROWS", "text_pieces"]

PIECE_ROWS: Final = 5_000
_PIECE_CHARACTERS: Final = 8_000_000
_BAD_ENCODING: Final = Fault(RejectionReason.BAD_ENCODING, "bytes that are no text")


def text_pieces(
    records: Iterable[Sequence[str | None] | Fault], schema: pa.Schema, *, replaced: bool = False
) -> Iterator[Piece]:
    r"""Gather records into pieces of string columns.

    Args:
        records: cells in the order of the schema, or what is wrong with the row.
        schema: string columns.
        replaced: whether the decoder wrote U+FFFD for what it could not read.

    >>> schema = pa.schema([("id", pa.string()), ("text", pa.string())])
    >>> (piece,) = text_pieces([("1", "kind"), ("2", "half a sign \ud800")], schema)
    >>> piece.table["text"].to_pylist(), piece.faults[1].detail
    (['kind', None], 'bytes that are no text')
    """
    rows: list[Sequence[str | None]] = []
    faults: dict[int, Fault] = {}
    nothing: Sequence[str | None] = (None,) * len(schema)
    characters = 0
    for record in records:
        if isinstance(record, Fault):
            faults[len(rows)] = record
            rows.append(list(map(record.kept.get, schema.names)) if record.kept else nothing)
        else:
            rows.append(record)
            characters += sum(map(len, filter(None, record)))
        if len(rows) >= PIECE_ROWS or characters > _PIECE_CHARACTERS:
            yield _piece(rows, faults, schema, replaced=replaced)
            rows, faults, characters = [], {}, 0
    if rows:
        yield _piece(rows, faults, schema, replaced=replaced)


def _piece(
    rows: list[Sequence[str | None]],
    faults: dict[int, Fault],
    schema: pa.Schema,
    *,
    replaced: bool,
) -> Piece:
    if replaced:
        _set_aside(rows, faults, "\ufffd")
    try:
        table = _table(rows, schema)
    except UnicodeEncodeError:
        # Bytes that did not decode became lone surrogates, which no Arrow string can hold.
        _set_aside(rows, faults, None)
        table = _table(rows, schema)
    return Piece(table, faults)


def _table(rows: list[Sequence[str | None]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=schema)


def _set_aside(
    rows: list[Sequence[str | None]], faults: dict[int, Fault], sign: str | None
) -> None:
    for offset, row in enumerate(rows):
        if any(cell is not None and _is_bad(cell, sign) for cell in row):
            rows[offset] = (None,) * len(row)
            faults[offset] = _BAD_ENCODING


def _is_bad(cell: str, sign: str | None) -> bool:
    if sign is not None:
        return sign in cell
    try:
        cell.encode()
    except UnicodeEncodeError:
        return True
    return False
