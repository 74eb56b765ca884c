"""CSV, TSV and their relatives, with any delimiter and encoding.

The first line that is not blank is the header; blank lines are no rows. All cells are strings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from cxnlp.errors import InputDataError
from cxnlp.sources.building import text_pieces
from cxnlp.sources.chunk import Fault
from cxnlp.sources.dialect import Dialect, find_dialect
from cxnlp.sources.encoding import Encoding, find_encoding
from cxnlp.sources.headers import unique_names
from cxnlp.sources.lines import read_lines, read_sample
from cxnlp.sources.records import Records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxnlp.sources.chunk import Piece
    from cxnlp.sources.contents import Content

__all__ = ["DelimitedFile"]


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
        header = next(iter(_records(content, encoding, dialect, None)), None)
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

    def pieces(self, skip: int = 0) -> Iterator[Piece]:
        """The rows from row `skip` on."""
        records = iter(_records(self.content, self.encoding, self.dialect, len(self.schema)))
        for _ in range(skip):
            if next(records, None) is None:
                return
        yield from text_pieces(records, self.schema, replaced=self.encoding.errors == "replace")


def _records(
    content: Content, encoding: Encoding, dialect: Dialect, expected: int | None
) -> Iterator[list[str] | Fault]:
    """The records; the header only where the expected number of cells is not yet known."""
    lines = read_lines(content, encoding, dialect.line_end)
    if dialect.declared:
        next(lines, None)
    records = Records(lines, dialect.delimiter, dialect.line_end)
    each = iter(records)
    header = next(each, None)
    if expected is None:
        if header is not None:
            yield header
        return
    records.expected = expected
    yield from each
