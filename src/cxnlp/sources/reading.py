"""One source of rows over one or many tables: cut into equal chunks that run on across files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp.errors import InputDataError
from cxnlp.sources.chunk import Chunk, Fault, without_first
from cxnlp.sources.contents import add_bytes
from cxnlp.sources.fingerprint import add_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cxnlp.sources.chunk import Piece, TableReader
    from cxnlp.sources.contents import Content

__all__ = ["Member", "TableSource"]

_DIGEST_ROWS: Final = 10_000


@dataclass(frozen=True)
class Member:
    """One table of a source.

    Attributes:
        name: the base name that its rows carry.
        reader: its rows.
    """

    name: str
    reader: TableReader


@dataclass(frozen=True)
class TableSource:
    """Rows of one or many tables with the same columns.

    Attributes:
        uri: where the rows come from.
        members: the tables in order.
        schema: the columns, in the order of the first table.
        contents: the files; empty for frames.
        may_be_empty: where there are no rows, one chunk without rows is given instead of an error.
    """

    uri: str
    members: tuple[Member, ...]
    schema: pa.Schema
    contents: tuple[Content, ...] = ()
    may_be_empty: bool = False

    @property
    def size(self) -> int | None:
        """Bytes of all files; None for frames."""
        return sum(content.size for content in self.contents) if self.contents else None

    @property
    def columns(self) -> tuple[str, ...]:
        """The column names."""
        return tuple(self.schema.names)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know about the way it was read."""
        many = len(self.members) > 1
        return tuple(
            f"{member.name}: {note}" if many else note
            for member in self.members
            for note in member.reader.notes
        )

    def digest(self) -> str:
        """`sha256:` and the digest of all bytes of the files; of all rows for frames."""
        digest = hashlib.sha256()
        for content in self.contents:
            add_bytes(digest, content)
        if not self.contents:
            digest.update(repr(self.columns).encode())
            for chunk in self._chunks(_DIGEST_ROWS, 0):
                add_rows(digest, chunk.table)
        return f"sha256:{digest.hexdigest()}"

    def expected_rows(self) -> int | None:
        """About how many rows there are; None where nothing tells."""
        counts = [member.reader.expected_rows() for member in self.members]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None

    def chunks(self, size: int, start: int = 0) -> Iterator[Chunk]:
        """The rows from row `start` on, `size` at a time."""
        empty = start == 0
        for chunk in self._chunks(size, start):
            empty = False
            yield chunk
        if empty and self.may_be_empty:
            yield Chunk(0, self.schema.empty_table(), {}, _file_names(()))
        elif empty:
            raise InputDataError(
                self.uri,
                found="no rows",
                expected="at least one row below the header",
                hint="Check the export that made the source; where an hour without comments is "
                "nothing unusual, label with --allow-empty.",
            )

    def _chunks(self, size: int, start: int) -> Iterator[Chunk]:
        gathered = _Gathered(self.schema)
        row = start
        for name, piece in self._pieces(start):
            gathered.add(name, piece)
            while gathered.rows >= size:
                yield gathered.take(row, size)
                row += size
        if gathered.rows:
            yield gathered.take(row, gathered.rows)

    def _pieces(self, skip: int) -> Iterator[tuple[str, Piece]]:
        if len(self.members) == 1:
            member = self.members[0]
            for piece in member.reader.pieces(skip):
                yield member.name, piece
            return
        for member in self.members:
            for piece in member.reader.pieces():
                rows = piece.table.num_rows
                if skip >= rows:
                    skip -= rows
                    continue
                yield member.name, without_first(piece, skip)
                skip = 0


class _Gathered:
    """Pieces waiting to make up a chunk."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._tables: list[pa.Table] = []
        self._names: list[tuple[str, int]] = []
        self._faults: dict[int, Fault] = {}
        self.rows = 0

    def add(self, name: str, piece: Piece) -> None:
        table = piece.table
        if table.schema != self._schema:
            table = table.select(self._schema.names).cast(self._schema)
        self._tables.append(table)
        self._names.append((name, table.num_rows))
        for at, fault in piece.faults.items():
            self._faults[self.rows + at] = fault
        self.rows += table.num_rows

    def take(self, start: int, count: int) -> Chunk:
        whole = pa.concat_tables(self._tables)
        faults = {at: fault for at, fault in self._faults.items() if at < count}
        names: list[tuple[str, int]] = []
        wanted = count
        rest: list[tuple[str, int]] = []
        for name, rows in self._names:
            used = min(rows, wanted)
            wanted -= used
            names.append((name, used))
            if rows > used:
                rest.append((name, rows - used))
        self._faults = {at - count: fault for at, fault in self._faults.items() if at >= count}
        self._tables = [whole.slice(count)]
        self._names = rest
        self.rows -= count
        return Chunk(start, whole.slice(0, count).combine_chunks(), faults, _file_names(names))


def _file_names(names: Sequence[tuple[str, int]]) -> pa.Array:
    distinct = list(dict.fromkeys(name for name, _ in names))
    index: Mapping[str, int] = {name: at for at, name in enumerate(distinct)}
    codes = [code for name, rows in names for code in [index[name]] * rows]
    names_of = pa.array(distinct, pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), names_of)
