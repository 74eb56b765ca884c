"""CSV, TSV and their relatives, with any delimiter and encoding.

The first line that is not blank is the header; blank lines are no rows. All cells are strings.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.errors import InputDataError
from cxnlp.sources.building import PIECE_ROWS, text_pieces
from cxnlp.sources.chunk import Fault, Piece, without_first
from cxnlp.sources.dialect import Dialect, find_dialect
from cxnlp.sources.encoding import Encoding, find_encoding
from cxnlp.sources.headers import unique_names
from cxnlp.sources.lines import read_lines, read_sample
from cxnlp.sources.records import Records
from cxnlp.sources.well_formed import well_formed_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxnlp.sources.contents import Content
    from cxnlp.sources.lines import TextLines

__all__ = ["DelimitedFile"]

_PATIENCE: Final = 16
_UNFINISHED: Final = 100_000
"""Bytes of a record whose end is waited for."""


@dataclass(frozen=True)
class DelimitedFile:
    """A delimited text file.

    Attributes:
        content: its bytes.
        encoding: how they are decoded.
        dialect: how cells and lines are parted.
        schema: string columns.
        notes: names that were changed.
    """

    content: Content
    encoding: Encoding
    dialect: Dialect
    schema: pa.Schema
    notes: tuple[str, ...]

    @classmethod
    def open(cls, content: Content) -> DelimitedFile:
        """Find encoding, dialect and header.

        Raises:
            InputDataError: the file is empty, binary, cut off, or its header cannot be read.
        """
        encoding = find_encoding(content)
        sample, whole = read_sample(content, encoding)
        tabs = any(ending in content.name.lower() for ending in (".tsv", ".tab"))
        dialect = find_dialect(sample, whole=whole, tabs=tabs)
        header = next(iter(_records(content, encoding, dialect)[1]), None)
        if header is None:
            raise InputDataError(
                content.where,
                found="a file of blank lines",
                expected="a header and rows",
                hint="Check the export that made the file.",
            )
        if isinstance(header, Fault):
            raise InputDataError(
                content.where,
                found=f"a header that cannot be read: {header.detail}",
                expected="the names of the columns in the first line",
                hint="Correct the first line.",
            )
        names, notes = unique_names(header)
        schema = pa.schema([(name, pa.string()) for name in names])
        return cls(content, encoding, dialect, schema, notes)

    def expected_rows(self) -> int | None:
        """About how many rows there are: the lines, less those inside of cells."""
        first = next(self.pieces(), None)
        if first is None or self.dialect.line_end != "\n":
            return None
        rows = first.table.num_rows
        inside = sum(
            pc.sum(pc.count_substring(column, "\n")).as_py() or 0 for column in first.table
        )
        return int(self.encoding.lines * rows // (rows + inside))

    def pieces(self, skip: int = 0) -> Iterator[Piece]:
        """The rows from row `skip` on."""
        for piece in self._pieces():
            if skip < piece.table.num_rows:
                yield without_first(piece, skip)
            skip = max(skip - piece.table.num_rows, 0)

    def _pieces(self) -> Iterator[Piece]:
        lines, records = _records(self.content, self.encoding, self.dialect)
        each = iter(records)
        next(each)  # the header
        records.expected = len(self.schema)
        replaced = self.encoding.errors == "replace"
        # How many records are read one by one before the next look at a block: the more, the more
        # often a look was in vain.
        patience = _PATIENCE
        while True:
            if records.between_lines:
                rows = 0
                for table in self._beyond_doubt(lines):
                    rows += table.num_rows
                    yield Piece(table, {})
                patience = _PATIENCE if rows > patience else min(2 * patience, PIECE_ROWS)
            rows = 0
            for piece in text_pieces(islice(each, patience), self.schema, replaced=replaced):
                rows += piece.table.num_rows
                yield piece
            if rows < patience:
                return

    def _beyond_doubt(self, lines: TextLines) -> Iterator[pa.Table]:
        """What can be read by the block, up to a record that cannot."""
        delimiter, line_end = self.dialect.delimiter, self.dialect.line_end
        if line_end != "\n" or not delimiter.isascii() or delimiter in '"\r\n':
            return
        while True:
            text = lines.ahead()
            data, characters = _sound_bytes(text, replaced=self.encoding.errors == "replace")
            table, taken = well_formed_records(data, delimiter, self.schema)
            if taken:
                lines.pass_by(characters - len(data[taken:].decode()))
                yield table
            # A record that is not whole yet may be so with the next block.
            whole = characters == len(text)
            unfinished = whole and len(data) - taken <= _UNFINISHED and b"\n" not in data[taken:]
            if not unfinished or not lines.more():
                return


def _sound_bytes(text: str, *, replaced: bool) -> tuple[bytes, int]:
    """The text as UTF-8 up to a sign that tells of a fault; and how many characters that are."""
    end = len(text)
    for sign in ("\0", "\ufffd") if replaced else ("\0",):
        found = text.find(sign, 0, end)
        end = found if found >= 0 else end
    try:
        return text[:end].encode(), end
    except UnicodeEncodeError as error:
        # A byte that did not decode became a lone surrogate.
        return text[: error.start].encode(), error.start


def _records(content: Content, encoding: Encoding, dialect: Dialect) -> tuple[TextLines, Records]:
    """The lines, and the records made of them; the header is the first."""
    lines = read_lines(content, encoding, dialect.line_end)
    if dialect.declared:
        next(lines, None)
    return lines, Records(lines, dialect.delimiter, dialect.line_end)
