"""What the tests of sources share: bytes as a file, and rows told in a line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from cxnlp.sources.contents import SpooledContent

if TYPE_CHECKING:
    from cxnlp.sources import Source
    from cxnlp.sources.chunk import TableReader


def content_of(data: bytes, name: str = "feedback.csv") -> SpooledContent:
    """A file with these bytes."""
    return SpooledContent(name, io.BytesIO(data))


def cells_of(reader: TableReader, skip: int = 0) -> list[tuple[object, ...]]:
    """The rows of a table from row `skip` on."""
    return [tuple(row.values()) for piece in reader.pieces(skip) for row in piece.table.to_pylist()]


def faults_of(reader: TableReader, skip: int = 0) -> dict[int, tuple[str, str]]:
    """Row -> reason and detail, of a table from row `skip` on."""
    found: dict[int, tuple[str, str]] = {}
    start = 0
    for piece in reader.pieces(skip):
        found |= {start + at: (one.reason.value, one.detail) for at, one in piece.faults.items()}
        start += piece.table.num_rows
    return found


def rows_of(source: Source, size: int = 2) -> list[dict[str, object]]:
    """The rows of a source, read by chunks of `size`."""
    return [row for chunk in source.chunks(size) for row in chunk.table.to_pylist()]
