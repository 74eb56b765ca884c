"""Parquet files, read by batches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from cxnlp.errors import InputDataError
from cxnlp.schema import RejectionReason
from cxnlp.sources.chunk import Fault, Piece
from cxnlp.sources.headers import unique_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxnlp.sources.contents import Content

__all__ = ["ParquetTable", "checked_piece"]

_BATCH_ROWS: Final = 5_000
_BAD_ENCODING: Final = Fault(RejectionReason.BAD_ENCODING, "bytes that are no text")


@dataclass(frozen=True)
class ParquetTable:
    """A Parquet file.

    Attributes:
        content: its bytes.
        schema: its columns and types.
        notes: names that were changed.
        rows: how many it has, by its footer.
    """

    content: Content
    schema: pa.Schema
    notes: tuple[str, ...]
    rows: int

    @classmethod
    def open(cls, content: Content) -> ParquetTable:
        """Read the footer.

        Raises:
            InputDataError: the file is damaged or cut off.
        """
        with content.open() as reader:
            try:
                file = pq.ParquetFile(reader)
                schema, rows = file.schema_arrow, file.metadata.num_rows
            except (pa.ArrowException, OSError) as error:
                raise _damaged(content) from error
        names, notes = unique_names(schema.names)
        fields = [pa.field(name, field.type) for name, field in zip(names, schema, strict=True)]
        return cls(content, pa.schema(fields), notes, rows)

    def expected_rows(self) -> int:
        """How many rows there are."""
        return self.rows

    def pieces(self, skip: int = 0) -> Iterator[Piece]:
        """The rows from row `skip` on; whole row groups before it are not read."""
        with self.content.open() as reader:
            try:
                file = pq.ParquetFile(reader, page_checksum_verification=True)
                groups = list(range(file.num_row_groups))
                while groups and skip >= (rows := file.metadata.row_group(groups[0]).num_rows):
                    skip -= rows
                    del groups[0]
                for batch in file.iter_batches(_BATCH_ROWS, row_groups=groups):
                    table = pa.Table.from_batches([batch])
                    passed = min(skip, table.num_rows)
                    skip -= passed
                    if passed < table.num_rows:
                        yield checked_piece(
                            table.slice(passed).rename_columns(self.schema.names), self.schema
                        )
            except (pa.ArrowException, OSError) as error:
                raise _damaged(self.content) from error


def checked_piece(table: pa.Table, schema: pa.Schema) -> Piece:
    r"""Cast to the schema, and set rows aside whose strings are no UTF-8.

    >>> bad = pa.table({"text": pa.array([b"kind", b"\xff"]).view(pa.string())})
    >>> piece = checked_piece(bad, bad.schema)
    >>> piece.table["text"].to_pylist(), piece.faults[1].detail
    (['kind', None], 'bytes that are no text')
    """
    faults: dict[int, Fault] = {}
    try:
        table.validate(full=True)
    except pa.ArrowInvalid:
        for place, name in enumerate(table.column_names):
            kind = table.schema.field(name).type
            if pa.types.is_dictionary(kind):
                kind = kind.value_type
                table = table.set_column(place, name, table[name].cast(kind))
            if pa.types.is_string(kind) or pa.types.is_large_string(kind):
                raw = table[name].cast(pa.large_binary()).to_pylist()
                faults.update(
                    (row, _BAD_ENCODING) for row, value in enumerate(raw) if not _is_utf8(value)
                )
        import pyarrow.compute as pc

        good = pa.array([row not in faults for row in range(table.num_rows)])
        table = pa.table(
            {
                name: pc.if_else(good, table[name], pa.scalar(None, table.schema.field(name).type))
                for name in table.column_names
            }
        )
    return Piece(table.cast(schema), faults)


def _is_utf8(value: bytes | None) -> bool:
    try:
        (value or b"").decode()
    except UnicodeDecodeError:
        return False
    return True


def _damaged(content: Content) -> InputDataError:
    return InputDataError(
        content.where,
        found="a Parquet file that is damaged or cut off",
        expected="a whole Parquet file",
        hint="Copy or export the file again.",
    )
